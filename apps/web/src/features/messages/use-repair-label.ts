import type { RecipientRow } from '@mailroom/contract'
import { useTranslation } from 'react-i18next'
import { isUnsure, type Repair } from './recipient-look.ts'

/** The verb of a repair, for one recipient; `short` where the row has little room. */
export function useRepairLabel() {
  const { t } = useTranslation()
  return (repair: Repair, row: RecipientRow, short = false): string => {
    if (repair === 'correct') return t(short ? 'mail.recipients.correct' : 'mail.recipients.correctLong')
    if (repair === 'print') return t(short ? 'mail.recipients.printShort' : 'mail.recipients.print')
    if (repair === 'giveUp') return t(isUnsure(row) ? 'mail.recipients.leave' : 'mail.recipients.giveUp')
    if (isUnsure(row)) return t('mail.recipients.sendAgain')
    if (row.state === 'needs-decision') return t(short ? 'mail.recipients.fiveMoreShort' : 'mail.recipients.fiveMore')
    return t(row.state === 'deferred' ? 'mail.recipients.tryNow' : 'mail.recipients.tryAgain')
  }
}
