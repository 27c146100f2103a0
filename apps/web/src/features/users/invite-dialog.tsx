import type { Role } from '@mailroom/contract'
import { Button, Modal } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TextField } from '../../components/form/field.tsx'
import { SelectField } from '../../components/form/select-field.tsx'
import { FormErrorSummary } from '../../components/form-error-summary.tsx'
import { asApiError } from '../../lib/api-error.ts'
import { currentLanguage } from '../../lib/i18n/i18n.ts'
import { type Language, languages } from '../../lib/i18n/languages.ts'
import { useInviteUser } from './api.ts'
import { InvitationLink } from './invitation-link.tsx'
import { PersonPicker } from './person-picker.tsx'
import { RoleField } from './role-field.tsx'
import styles from './users.module.css'

export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const invite = useInviteUser()
  const [values, setValues] = useState({
    name: '',
    email: '',
    role: 'secretary' as Role,
    language: currentLanguage() as Language,
    personId: null as string | null,
  })
  const set = (patch: Partial<typeof values>) => setValues(now => ({ ...now, ...patch }))
  const failure = invite.error ? asApiError(invite.error) : null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    invite.mutate(values)
  }
  if (invite.data) {
    const { user, link, mailed } = invite.data
    return <InvitationLink name={user.name} email={user.email} link={link} mailed={mailed} onClose={onClose} />
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('users.form.inviteTitle')}
      closeButtonProps={{ 'aria-label': t('parts.close') }}
    >
      <form className={styles.dialog} onSubmit={submit} noValidate>
        <FormErrorSummary error={failure} fieldIds={{ name: 'user-name', email: 'user-email' }} />
        <TextField
          id="user-name"
          data-autofocus
          label={t('users.form.name')}
          hint={t('users.form.nameHint')}
          value={values.name}
          error={failure?.fault('name')}
          onText={name => set({ name })}
        />
        <TextField
          id="user-email"
          type="email"
          label={t('users.form.email')}
          value={values.email}
          error={failure?.fault('email')}
          onText={email => set({ email })}
        />
        <RoleField value={values.role} onChange={role => set({ role })} />
        <SelectField
          label={t('users.form.language')}
          value={values.language}
          choices={languages.map(value => ({ value, label: t(`people.languages.${value}`) }))}
          onChoice={language => set({ language })}
        />
        <PersonPicker value={null} onChange={personId => set({ personId })} />
        <div className={styles.buttons}>
          <Button variant="subtle" size="md" onClick={onClose}>
            {t('parts.cancel')}
          </Button>
          <Button type="submit" variant="filled" size="md" loading={invite.isPending}>
            {t('users.form.send')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
