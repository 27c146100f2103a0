import { Button, Modal } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TextField } from '../../components/form/field.tsx'
import { FormErrorSummary } from '../../components/form-error-summary.tsx'
import { asApiError } from '../../lib/api-error.ts'
import type { UserRow } from './api.ts'
import { useUpdateUser } from './api.ts'
import { PersonPicker } from './person-picker.tsx'
import { RoleField } from './role-field.tsx'
import styles from './users.module.css'

export function EditUserDialog({ user, onClose }: { user: UserRow; onClose: () => void }) {
  const { t } = useTranslation()
  const update = useUpdateUser()
  const [name, setName] = useState(user.name)
  const [role, setRole] = useState(user.role)
  const [personId, setPersonId] = useState(user.person?.id ?? null)
  const failure = update.error ? asApiError(update.error) : null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    // An invited user becomes active by accepting; the form leaves that to them.
    const status = user.status === 'disabled' ? 'disabled' : 'active'
    update.mutate({ id: user.id, body: { name, role, status, personId } }, { onSuccess: onClose })
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('users.form.editTitle', { name: user.name })}
      closeButtonProps={{ 'aria-label': t('parts.close') }}
    >
      <form className={styles.dialog} onSubmit={submit} noValidate>
        <FormErrorSummary error={failure} fieldIds={{ name: 'user-name' }} />
        <TextField
          id="user-name"
          data-autofocus
          label={t('users.form.name')}
          hint={user.email}
          value={name}
          error={failure?.fault('name')}
          onText={setName}
        />
        <RoleField value={role} onChange={setRole} />
        <PersonPicker value={user.person} onChange={setPersonId} />
        <div className={styles.buttons}>
          <Button variant="subtle" size="md" onClick={onClose}>
            {t('parts.cancel')}
          </Button>
          <Button type="submit" variant="filled" size="md" loading={update.isPending}>
            {t('users.form.save')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
