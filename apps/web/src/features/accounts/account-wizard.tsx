import type { AccountView } from '@mailroom/contract'
import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { StepLine } from '../../components/step-line.tsx'
import styles from './accounts.module.css'
import { AddressForm } from './address-form.tsx'
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
  const title = t('accounts.wizard.title')
  const steps = (['address', 'code', 'users'] as const).map(step => t(`accounts.wizard.steps.${step}`))
  const done = () => {
    if (account) onCreated(account.id)
    onClose()
  }
  return (
    <Modal opened onClose={done} size="lg" title={title} closeButtonProps={{ 'aria-label': t('parts.close') }}>
      <div className={styles.wizard}>
        <StepLine label={title} steps={steps} current={!account ? 0 : confirmed ? 2 : 1} />
        {!account && <AddressStep onCreated={setAccount} onCancel={onClose} />}
        {account && !confirmed && <CodeStep account={account} onConfirmed={() => setConfirmed(true)} onLater={done} />}
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
  const words = {
    designation: t('accounts.designation'),
    designationHint: t('accounts.designationHint'),
    addressHint: t('accounts.addressHint'),
  }
  return (
    <AddressForm
      initial={{ designation: '', address: '' }}
      create={useCreateAccount()}
      {...{ words, onCreated, onCancel }}
    />
  )
}

interface CodeStepProps {
  account: AccountView
  onConfirmed: () => void
  onLater: () => void
}

function CodeStep({ account, onConfirmed, onLater }: CodeStepProps) {
  const { t } = useTranslation()
  return (
    <>
      <CodeForm id={account.id} address={account.address} code={account.code} onConfirmed={onConfirmed} />
      <div className={styles.buttons}>
        <Button variant="subtle" onClick={onLater}>
          {t('accounts.wizard.later')}
        </Button>
      </div>
    </>
  )
}
