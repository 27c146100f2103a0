import { Modal } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useMe } from '../users/api.ts'
import { AddressForm } from './address-form.tsx'
import { useCreatePersonalAccount } from './api.ts'

interface PersonalAccountDialogProps {
  onClose: () => void
  onCreated: (id: string) => void
}

/** My own address as an account; the code is asked for in the page behind. */
export function PersonalAccountDialog({ onClose, onCreated }: PersonalAccountDialogProps) {
  const { t } = useTranslation()
  const me = useMe()
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('accounts.mine.createTitle')}
      closeButtonProps={{ 'aria-label': t('parts.close') }}
    >
      <AddressForm
        initial={{ designation: me.name, address: me.email }}
        words={{
          designation: t('accounts.mine.name'),
          designationHint: t('accounts.mine.nameHint'),
          addressHint: t('accounts.mine.addressHint'),
        }}
        create={useCreatePersonalAccount()}
        onCreated={account => {
          onCreated(account.id)
          onClose()
        }}
        onCancel={onClose}
      />
    </Modal>
  )
}
