import type { AccountView } from '@mailroom/contract'
import { Button, Modal } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TextField } from '../../components/form/field.tsx'
import { FormErrorSummary } from '../../components/form-error-summary.tsx'
import { StepLine } from '../../components/step-line.tsx'
import { asApiError } from '../../lib/api-error.ts'
import styles from './accounts.module.css'
import { useCreateAccount } from './api.ts'
import { AuthorisedUsers } from './authorised-users.tsx'
import { CodeForm } from './code-form.tsx'

interface AccountWizardProps {
  candidates: AccountView['users']
  onClose: () => void
  onCreated: (id: string) => void
}

/** Designation and address → code → users. Closing it early loses nothing: the account waits, pending, in the list. */
export function AccountWizard({ candidates, onClose, onCreated }: AccountWizardProps) {
  const { t } = useTranslation()
  const [account, setAccount] = useState<AccountView | null>(null)
  const [confirmed, setConfirmed] = useState(false)
  const step = !account ? 0 : confirmed ? 2 : 1
  const done = () => {
    if (account) onCreated(account.id)
    onClose()
  }
  return (
    <Modal
      opened
      onClose={done}
      size="lg"
      title={t('accounts.wizard.title')}
      closeButtonProps={{ 'aria-label': t('parts.close') }}
    >
      <div className={styles.wizard}>
        <StepLine
          label={t('accounts.wizard.title')}
          steps={[
            t('accounts.wizard.steps.address'),
            t('accounts.wizard.steps.code'),
            t('accounts.wizard.steps.users'),
          ]}
          current={step}
        />
        {!account && <AddressStep onCreated={setAccount} onCancel={onClose} />}
        {account && !confirmed && (
          <>
            <CodeForm
              id={account.id}
              address={account.address}
              code={account.code}
              onConfirmed={() => setConfirmed(true)}
            />
            <div className={styles.buttons}>
              <Button variant="subtle" onClick={done}>
                {t('accounts.wizard.later')}
              </Button>
            </div>
          </>
        )}
        {account && confirmed && (
          <>
            <p>{t('accounts.wizard.usersWords', { designation: account.designation })}</p>
            <AuthorisedUsers account={account} candidates={candidates} onSaved={done} />
          </>
        )}
      </div>
    </Modal>
  )
}

function AddressStep({ onCreated, onCancel }: { onCreated: (account: AccountView) => void; onCancel: () => void }) {
  const { t } = useTranslation()
  const create = useCreateAccount()
  const [designation, setDesignation] = useState('')
  const [address, setAddress] = useState('')
  const failure = create.error ? asApiError(create.error) : null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate({ designation, address }, { onSuccess: answer => onCreated(answer.account) })
  }
  return (
    <form className={styles.wizard} onSubmit={submit} noValidate>
      <FormErrorSummary error={failure} fieldIds={{ designation: 'account-designation', address: 'account-address' }} />
      <TextField
        id="account-designation"
        data-autofocus
        label={t('accounts.designation')}
        hint={t('accounts.designationHint')}
        value={designation}
        error={failure?.fault('designation')}
        onText={setDesignation}
      />
      <TextField
        id="account-address"
        type="email"
        label={t('accounts.address')}
        hint={t('accounts.addressHint')}
        value={address}
        error={failure?.fault('address')}
        onText={setAddress}
      />
      <div className={styles.buttons}>
        <Button variant="subtle" size="md" onClick={onCancel}>
          {t('parts.cancel')}
        </Button>
        <Button type="submit" variant="filled" size="md" loading={create.isPending}>
          {t('accounts.wizard.next')}
        </Button>
      </div>
    </form>
  )
}
