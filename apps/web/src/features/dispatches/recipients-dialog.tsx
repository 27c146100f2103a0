import type { PlanView } from '@mailroom/contract'
import { Modal } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Settings } from './choice.ts'
import styles from './dispatch.module.css'
import { RecipientsList } from './recipients-list.tsx'

interface RecipientsDialogProps {
  opened: boolean
  onClose: () => void
  plan: PlanView | undefined
  settings: Settings
  onChange: (patch: Partial<Settings>) => void
}

export function RecipientsDialog({ opened, onClose, plan, settings, onChange }: RecipientsDialogProps) {
  const { t } = useTranslation()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('dispatch.recipients.list')}
      size={640}
      closeButtonProps={{ 'aria-label': t('parts.close') }}
    >
      <p className={styles.fine}>{t('dispatch.recipients.untick')}</p>
      {plan && <RecipientsList plan={plan} settings={settings} onChange={onChange} />}
    </Modal>
  )
}
