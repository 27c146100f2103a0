import { Button, PasswordInput, useMantineColorScheme } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TextField } from '../../components/form/field.tsx'
import { FormErrorSummary } from '../../components/form-error-summary.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { asApiError } from '../../lib/api-error.ts'
import { currentLanguage } from '../../lib/i18n/i18n.ts'
import { languages } from '../../lib/i18n/languages.ts'
import { useSwitchLanguage } from './account-preferences.ts'
import { useChangePassword, useMe, useUpdateMe } from './api.ts'
import styles from './my-account.module.css'

export function ProfilePanel() {
  return (
    <div className={styles.panel}>
      <ProfileForm />
      <PasswordForm />
    </div>
  )
}

function ProfileForm() {
  const { t } = useTranslation()
  const me = useMe()
  const update = useUpdateMe()
  const switchTo = useSwitchLanguage()
  const { setColorScheme } = useMantineColorScheme()
  const [name, setName] = useState(me.name)
  const failure = update.error ? asApiError(update.error) : null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    update.mutate({ name }, { onSuccess: () => notifications.show({ message: t('users.me.saved') }) })
  }
  const chooseTheme = (theme: typeof me.theme) => {
    setColorScheme(theme === 'system' ? 'auto' : theme)
    update.mutate({ theme })
  }
  return (
    <form className={styles.block} onSubmit={submit} noValidate>
      <h2>{t('users.me.profile')}</h2>
      <FormErrorSummary error={failure} fieldIds={{ name: 'my-name' }} />
      <div className={styles.two}>
        <TextField
          id="my-name"
          autoComplete="name"
          label={t('users.me.name')}
          value={name}
          error={failure?.fault('name')}
          onText={setName}
        />
        <TextField label={t('users.me.email')} hint={t('users.me.emailHint')} value={me.email} readOnly />
      </div>
      <div className={styles.two}>
        <div>
          <span className={styles.label}>{t('users.me.language')}</span>
          <Segmented
            wide
            label={t('users.me.language')}
            value={currentLanguage()}
            items={languages.map(id => ({ id, label: t(`people.languages.${id}`) }))}
            onChange={switchTo}
          />
        </div>
        <div>
          <span className={styles.label}>{t('users.me.theme')}</span>
          <Segmented
            wide
            label={t('users.me.theme')}
            value={me.theme}
            items={(['system', 'light', 'dark'] as const).map(id => ({ id, label: t(`users.me.themes.${id}`) }))}
            onChange={chooseTheme}
          />
        </div>
      </div>
      <div className={styles.end}>
        <Button type="submit" variant="filled" size="md" disabled={name === me.name} loading={update.isPending}>
          {t('parts.save')}
        </Button>
      </div>
    </form>
  )
}

function PasswordForm() {
  const { t } = useTranslation()
  const me = useMe()
  const change = useChangePassword()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const failure = change.error ? asApiError(change.error) : null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change.mutate(
      { current, next },
      {
        onSuccess: () => {
          setCurrent('')
          setNext('')
          notifications.show({ message: t('users.me.passwordChanged') })
        },
      },
    )
  }
  const eye = { 'aria-label': t('parts.showSecret') }
  return (
    <form className={styles.block} onSubmit={submit} noValidate>
      <h2>{t('users.me.password')}</h2>
      <FormErrorSummary error={failure} fieldIds={{ current: 'password-current', next: 'password-next' }} />
      <input type="hidden" autoComplete="username" value={me.email} readOnly />
      <div className={styles.two}>
        <PasswordInput
          id="password-current"
          autoComplete="current-password"
          label={t('users.me.current')}
          value={current}
          error={failure?.fault('current')}
          visibilityToggleButtonProps={eye}
          onChange={event => setCurrent(event.currentTarget.value)}
        />
        <PasswordInput
          id="password-next"
          autoComplete="new-password"
          label={t('users.me.next')}
          description={t('users.invitation.passwordHint')}
          value={next}
          error={failure?.fault('next')}
          visibilityToggleButtonProps={eye}
          onChange={event => setNext(event.currentTarget.value)}
        />
      </div>
      <div className={styles.end}>
        <Button type="submit" size="md" disabled={current === '' || next === ''} loading={change.isPending}>
          {t('users.me.change')}
        </Button>
      </div>
    </form>
  )
}
