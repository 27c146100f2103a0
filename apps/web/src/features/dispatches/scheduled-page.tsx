import { cancelDispatch, type DispatchRow, listDispatches, sendDispatchNow } from '@mailroom/contract'
import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { usePagedRows } from '../../components/data-table/rows.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { LinkButton } from '../../components/link-button.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Desk, Sheet } from '../../components/sheet.tsx'
import { call } from '../../lib/api.ts'
import { asApiError } from '../../lib/api-error.ts'
import { useFormats } from '../../lib/formats.ts'
import { useDispatchAction } from './api.ts'
import { RescheduleDialog } from './reschedule-dialog.tsx'
import styles from './sending.module.css'

/** What waits for its time: soonest first; sent now, moved or cancelled here. */
export function ScheduledPage() {
  const { t } = useTranslation()
  const { number, dayAndTime } = useFormats()
  const navigate = useNavigate()
  const [cancelling, setCancelling] = useState<DispatchRow | null>(null)
  const [moving, setMoving] = useState<DispatchRow | null>(null)
  const rows = usePagedRows<DispatchRow>({
    queryKey: ['dispatches', 'scheduled'],
    fetchPage: (offset, limit, signal) =>
      call(listDispatches, { query: { view: 'scheduled', sort: 'sent', direction: 'asc', offset, limit } }, { signal }),
  })
  const now = useDispatchAction(id => call(sendDispatchNow, { params: { id } }))
  const cancel = useDispatchAction(id => call(cancelDispatch, { params: { id } }))
  const sendNow = (row: DispatchRow) =>
    now.mutate(row.id, {
      onSuccess: () => void navigate({ to: '/sending', search: { open: row.id } }),
      onError: error => notifications.show({ message: asApiError(error).message }),
    })
  const when = (row: DispatchRow) => (row.startsAt ? dayAndTime(row.startsAt) : '')
  return (
    <>
      <PageHead title={t('run.scheduledTitle')} />
      <Desk>
        <Sheet as="div" className={styles.scheduled}>
          <DataTable<DispatchRow>
            label={t('run.scheduledTitle')}
            columns={[
              { id: 'starts', title: t('run.scheduledColumns.starts'), width: 168, cell: when },
              {
                id: 'subject',
                title: t('run.scheduledColumns.subject'),
                primary: true,
                cell: row => <b>{row.subject}</b>,
                hint: row => row.subject,
              },
              { id: 'author', title: t('mail.pane.sentBy'), width: 180, minListWidth: 760, cell: row => row.author },
              {
                id: 'count',
                title: t('run.scheduledColumns.recipients'),
                width: 110,
                cell: row => number(row.counts.total),
              },
              {
                id: 'actions',
                title: t('run.scheduledColumns.actions'),
                width: 360,
                align: 'end',
                minListWidth: 700,
                cell: row => (
                  <span className={styles.rowActions}>
                    <Button size="xs" loading={now.isPending && now.variables === row.id} onClick={() => sendNow(row)}>
                      {t('run.sendNow')}
                      <span className="sr">, {row.subject}</span>
                    </Button>
                    <Button size="xs" variant="subtle" onClick={() => setMoving(row)}>
                      {t('run.changeTime')}
                      <span className="sr">, {row.subject}</span>
                    </Button>
                    <Button size="xs" variant="subtle" onClick={() => setCancelling(row)}>
                      {t('run.cancelScheduled')}
                      <span className="sr">, {row.subject}</span>
                    </Button>
                  </span>
                ),
              },
            ]}
            rows={rows}
            rowHeight={44}
            rowId={row => row.id}
            rowName={row => row.subject}
            sort={{ by: '', direction: 'asc' }}
            onSort={() => undefined}
            onOpen={row => void navigate({ to: '/sending', search: { open: row.id } })}
            compact={row => ({ title: <b>{row.subject}</b>, aside: number(row.counts.total), second: when(row) })}
            empty={
              <EmptyState
                icon="clock"
                title={t('run.empty.scheduled')}
                action={<LinkButton to="/compose">{t('mail.write')}</LinkButton>}
              >
                {t('run.empty.scheduledWords')}
              </EmptyState>
            }
          />
        </Sheet>
      </Desk>
      {moving && <RescheduleDialog row={moving} onClose={() => setMoving(null)} />}
      <ConfirmDialog
        opened={cancelling !== null}
        onClose={() => setCancelling(null)}
        title={t('run.cancelScheduledTitle', { subject: cancelling?.subject ?? '' })}
        confirmLabel={t('run.cancelScheduled')}
        danger
        busy={cancel.isPending}
        error={cancel.error}
        onConfirm={() => cancelling && cancel.mutate(cancelling.id, { onSuccess: () => setCancelling(null) })}
      >
        <p>{t('run.cancelScheduledWords')}</p>
      </ConfirmDialog>
    </>
  )
}
