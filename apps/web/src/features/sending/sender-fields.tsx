import { useTranslation } from 'react-i18next'
import { TextField } from '../../components/form/field.tsx'
import type { ApiError } from '../../lib/api-error.ts'
import styles from './sending.module.css'
import type { SendingForm } from './sending-draft.ts'

interface SenderFieldsProps {
  form: SendingForm
  failure: ApiError | null
  fixed: Record<string, string>
}

export function SenderFields({ form, failure, fixed }: SenderFieldsProps) {
  const { t } = useTranslation()
  const { value, set, isChanged } = form
  return (
    <div className={styles.two}>
      <TextField
        id="sender-name"
        label={t('sending.senderName')}
        hint={t('sending.senderNameHint')}
        value={value.senderName}
        changed={isChanged('senderName')}
        fixedBy={fixed.senderName}
        error={failure?.fault('senderName')}
        onText={senderName => set({ senderName })}
      />
      <TextField
        id="default-sender"
        type="email"
        label={t('sending.defaultSender')}
        hint={t('sending.defaultSenderHint')}
        value={value.defaultSenderAddress}
        changed={isChanged('defaultSenderAddress')}
        fixedBy={fixed.defaultSenderAddress}
        error={failure?.fault('defaultSenderAddress')}
        onText={defaultSenderAddress => set({ defaultSenderAddress })}
      />
    </div>
  )
}
