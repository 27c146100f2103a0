import type { RecipientRow } from '@mailroom/contract'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { asApiError } from '../../lib/api-error.ts'
import { useGiveUp, usePrintInstead, useRetry } from './api.ts'
import { CorrectDialog } from './correct-dialog.tsx'
import { isUnsure, type Repair } from './recipient-look.ts'

/** The repairs of a list of recipients, each confirmed in a word; the dialogs stand beside the list. */
export function useRepairs() {
  const { t } = useTranslation()
  const retry = useRetry()
  const print = usePrintInstead()
  const [correcting, setCorrecting] = useState<RecipientRow | null>(null)
  const [leaving, setLeaving] = useState<RecipientRow | null>(null)
  const busyId = retry.isPending ? retry.variables : print.isPending ? print.variables : null
  const say = (message: string) => notifications.show({ message })
  const fail = (error: unknown) => notifications.show({ message: asApiError(error).message })
  const run = (repair: Repair, row: RecipientRow) => {
    if (!row.messageId) return
    const { name } = row
    if (repair === 'correct') setCorrecting(row)
    else if (repair === 'giveUp') setLeaving(row)
    else if (repair === 'retry')
      retry.mutate(row.messageId, { onSuccess: () => say(t('mail.recipients.retried', { name })), onError: fail })
    else print.mutate(row.messageId, { onSuccess: () => say(t('mail.recipients.piled', { name })), onError: fail })
  }
  const dialog = (
    <>
      <CorrectDialog key={correcting?.id} row={correcting} onClose={() => setCorrecting(null)} />
      <GiveUpDialog row={leaving} onClose={() => setLeaving(null)} />
    </>
  )
  return { run, busyId, dialog }
}

/** The one choice that may lose a letter for its family: said before it is done. */
function GiveUpDialog({ row, onClose }: { row: RecipientRow | null; onClose: () => void }) {
  const { t } = useTranslation()
  const giveUp = useGiveUp()
  const name = row?.name ?? ''
  const choice = row && isUnsure(row) ? 'leave' : 'giveUp'
  const confirm = () =>
    row?.messageId &&
    giveUp.mutate(row.messageId, {
      onSuccess: () => {
        notifications.show({
          message: t(choice === 'leave' ? 'mail.recipients.left' : 'mail.recipients.givenUp', { name }),
        })
        onClose()
      },
    })
  return (
    <ConfirmDialog
      opened={row !== null}
      onClose={onClose}
      title={t(`mail.recipients.${choice}Title`, { name })}
      confirmLabel={t(`mail.recipients.${choice}`)}
      danger
      busy={giveUp.isPending}
      error={giveUp.error}
      onConfirm={confirm}
    >
      <p>{t(`mail.recipients.${choice}Words`, { name })}</p>
    </ConfirmDialog>
  )
}
