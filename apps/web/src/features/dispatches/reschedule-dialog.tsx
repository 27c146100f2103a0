import type { DispatchRow } from '@mailroom/contract'
import { notifications } from '@mantine/notifications'
import { useTranslation } from 'react-i18next'
import { asApiError } from '../../lib/api-error.ts'
import { useFormats } from '../../lib/formats.ts'
import { useReschedule } from './api.ts'
import { ScheduleDialog } from './schedule-dialog.tsx'

/** Another time for what has not begun; a refused time stays in the field, with the reason below it. */
export function RescheduleDialog({ row, onClose }: { row: DispatchRow; onClose: () => void }) {
  const { t } = useTranslation()
  const { dayAndTime } = useFormats()
  const reschedule = useReschedule()
  const failure = reschedule.error ? asApiError(reschedule.error) : null
  return (
    <ScheduleDialog
      opened
      onClose={onClose}
      change={{
        from: row.startsAt,
        busy: reschedule.isPending,
        fault: failure ? (failure.fault('sendAt') ?? failure.message) : undefined,
      }}
      onSchedule={sendAt =>
        reschedule.mutate(
          { id: row.id, sendAt },
          {
            onSuccess: () => {
              notifications.show({ message: t('run.rescheduled', { when: dayAndTime(sendAt) }) })
              onClose()
            },
          },
        )
      }
    />
  )
}
