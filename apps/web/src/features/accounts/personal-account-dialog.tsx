import { Button, Modal } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TextField } from '../../components/form/field.tsx'
import { FormErrorSummary } from '../../components/form-error-summary.tsx'
import { asApiError } from '../../lib/api-error.ts'
import { useMe } from '../users/api.ts'
import styles from './accounts.module.css'
import { useCreatePersonalAccount } from './api.ts'

interface PersonalAccountDialogProps {
  onClose: () => void
  onCreated: (id: string) => void
}

/** My own address as an account; the code is asked for in the page behind. */
export function PersonalAccountDialog({ onClose, onCreated }: PersonalAccountDialogProps) {
  const { t } = useTranslation()
  const me = useMe()
  const create = useCreatePersonalAccount()
  const [designation, setDesignation] = useState(me.name)
  const [address, setAddress] = useState(me.email)
  const failure = create.error ? asApiError(create.error) : null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate(
      { designation, address },
      {
        onSuccess: ({ account }) => {
          onCreated(account.id)
          onClose()
        },
      },
    )
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('accounts.mine.createTitle')}
      closeButtonProps={{ 'aria-label': t('parts.close') }}
    >
      <form className={styles.wizard} onSubmit={submit} noValidate>
        <FormErrorSummary error={failure} fieldIds={{ designation: 'personal-name', address: 'personal-address' }} />
        <TextField
          id="personal-name"
          data-autofocus
          label={t('accounts.mine.name')}
          hint={t('accounts.mine.nameHint')}
          value={designation}
          error={failure?.fault('designation')}
          onText={setDesignation}
        />
        <TextField
          id="personal-address"
          type="email"
          label={t('accounts.address')}
          hint={t('accounts.mine.addressHint')}
          value={address}
          error={failure?.fault('address')}
          onText={setAddress}
        />
        <div className={styles.buttons}>
          <Button variant="subtle" size="md" onClick={onClose}>
            {t('parts.cancel')}
          </Button>
          <Button type="submit" variant="filled" size="md" loading={create.isPending}>
            {t('accounts.wizard.next')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
