import { PasswordInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TextField } from '../../../components/form/field.tsx'
import { FormErrorSummary } from '../../../components/form-error-summary.tsx'
import { asApiError } from '../../../lib/api-error.ts'
import { currentLanguage } from '../../../lib/i18n/i18n.ts'
import { useCreateAdministrator } from '../api.ts'
import styles from './setup.module.css'
import { StepFoot } from './step-foot.tsx'

export function AdministratorStep({ token, tokenValid }: { token: string; tokenValid: boolean }) {
  const { t } = useTranslation()
  const create = useCreateAdministrator()
  const [values, setValues] = useState({ token, name: '', email: '', password: '' })
  const failure = create.error ? asApiError(create.error) : null
  const field = (name: keyof typeof values) => ({
    id: `setup-${name}`,
    value: values[name],
    error: failure?.fault(name),
  })
  const set = (patch: Partial<typeof values>) => setValues(now => ({ ...now, ...patch }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate({ ...values, language: currentLanguage() })
  }
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <p>{t('users.setup.administratorWords')}</p>
      <FormErrorSummary
        error={failure}
        fieldIds={{ token: 'setup-token', name: 'setup-name', email: 'setup-email', password: 'setup-password' }}
      />
      {!tokenValid && (
        <TextField
          {...field('token')}
          label={t('users.setup.token')}
          hint={t('users.setup.tokenHint')}
          error={failure?.fault('token') ?? (token ? t('users.setup.tokenWrong') : undefined)}
          autoComplete="off"
          spellCheck={false}
          onText={value => set({ token: value })}
        />
      )}
      <div className={styles.two}>
        <TextField
          {...field('name')}
          label={t('users.setup.name')}
          autoComplete="name"
          onText={name => set({ name })}
        />
        <TextField
          {...field('email')}
          label={t('users.signIn.email')}
          type="email"
          autoComplete="username"
          onText={email => set({ email })}
        />
      </div>
      <PasswordInput
        {...field('password')}
        label={t('users.signIn.password')}
        description={t('users.invitation.passwordHint')}
        autoComplete="new-password"
        visibilityToggleButtonProps={{ 'aria-label': t('parts.showSecret') }}
        onChange={event => set({ password: event.currentTarget.value })}
      />
      <StepFoot label={t('users.setup.createAdministrator')} busy={create.isPending} />
    </form>
  )
}
