import type { DispatchView, RecipientRow } from '@mailroom/contract'
import { Button, Modal } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { StateWord } from '../../components/state-word.tsx'
import { useFormats } from '../../lib/formats.ts'
import { useMessage } from '../messages/api.ts'
import { type Repair, recipientLooks, repairsOf } from '../messages/recipient-look.ts'
import { useRepairLabel } from '../messages/use-repair-label.ts'
import styles from './sending.module.css'

interface RecipientDialogProps {
  row: RecipientRow | undefined
  kind: DispatchView['kind']
  onClose: () => void
  onRepair: (repair: Repair, row: RecipientRow) => void
}

/** One recipient in full: state, attempts in plain words with the server's own, and every repair. */
export function RecipientDialog({ row, kind, onClose, onRepair }: RecipientDialogProps) {
  const { t } = useTranslation()
  const { dayAndTime } = useFormats()
  const message = useMessage(row?.messageId).data
  const label = useRepairLabel()
  const attempts = row && message?.id === row.messageId ? (message?.attempts ?? []) : []
  return (
    <Modal
      opened={row !== undefined}
      onClose={onClose}
      title={row?.name}
      size={520}
      closeButtonProps={{ 'aria-label': t('parts.close') }}
    >
      {row && (
        <div className={styles.detail}>
          <div>
            <StateWord icon={recipientLooks[row.state].icon} tone={recipientLooks[row.state].tone} strong>
              {t(`run.states.${row.state}`)}
            </StateWord>
            <p>{row.words}</p>
            <p className={styles.concerned}>
              {[row.concerned, row.address ?? t('mail.recipients.noAddress')].filter(Boolean).join(' · ')}
            </p>
          </div>
          {attempts.length > 0 && (
            <section>
              <h3>{t('mail.message.attempts')}</h3>
              <ol className={styles.attempts}>
                {attempts.map(attempt => (
                  <li key={attempt.at}>
                    <time dateTime={attempt.at}>{dayAndTime(attempt.at)}</time>
                    <span>
                      {attempt.words}
                      {attempt.reply && <code>{attempt.reply}</code>}
                    </span>
                  </li>
                ))}
              </ol>
            </section>
          )}
          <div className={styles.detailActions}>
            {repairsOf(row, kind).map((repair, index) => (
              <Button
                key={repair}
                size="md"
                variant={index === 0 ? 'light' : repair === 'giveUp' ? 'subtle' : 'default'}
                onClick={() => {
                  onClose()
                  onRepair(repair, row)
                }}
              >
                {label(repair, row)}
              </Button>
            ))}
          </div>
        </div>
      )}
    </Modal>
  )
}
