import type { WatchView } from '@mailroom/contract'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx'
import { Note } from '../../../components/note.tsx'
import { useFormats } from '../../../lib/formats.ts'
import { useSettleRestored } from './api.ts'
import styles from './health.module.css'
import { alertsOf } from './trouble.ts'

/** What a person has to settle, the gravest first: nobody works, a restored backup, then what the watch found. */
export function HealthNotes({ watch, workers }: { watch: WatchView; workers: number }) {
  const { t } = useTranslation()
  const { timeOrDay, ago } = useFormats()
  const alerts = alertsOf(watch)
  if (workers > 0 && !watch.restored && alerts.length === 0) return null
  return (
    <div className={styles.notes}>
      {workers === 0 && (
        <Note tone="warn" title={t('health.noWorker')}>
          {t('health.noWorkerWords')}
        </Note>
      )}
      {watch.restored && <RestoredNote restored={watch.restored} />}
      {alerts.map(alert => (
        <Note key={alert.code} tone="warn" title={alert.words}>
          <p>{alert.hint}</p>
          <p className={styles.since}>
            {t('health.since', { when: timeOrDay(alert.since) })} · {ago(alert.since)}
          </p>
        </Note>
      ))}
    </div>
  )
}

/** An older backup was put back: the one question that only a person can answer, with what follows from each word. */
function RestoredNote({ restored }: { restored: NonNullable<WatchView['restored']> }) {
  const { t } = useTranslation()
  const { number, dayAndTime } = useFormats()
  const [asked, setAsked] = useState<'release' | 'cancel' | null>(null)
  const settle = useSettleRestored()
  const letters = t('health.letters', { count: restored.messages, shown: number(restored.messages) })
  const dispatches = t('health.dispatches', { count: restored.dispatches, shown: number(restored.dispatches) })
  const from = dayAndTime(restored.oldestAt)
  const to = dayAndTime(restored.newestAt)
  const close = () => {
    setAsked(null)
    settle.reset()
  }
  return (
    <>
      <Note
        tone="warn"
        icon="history"
        title={t('health.restored.title', { letters, dispatches })}
        actions={
          <>
            <Button onClick={() => setAsked('release')}>{t('health.restored.release')}</Button>
            <Button variant="subtle" onClick={() => setAsked('cancel')}>
              {t('health.restored.cancel')}
            </Button>
          </>
        }
      >
        {from === to ? t('health.restored.writtenAt', { from }) : t('health.restored.written', { from, to })}{' '}
        {t('health.restored.words')}
      </Note>
      {(['release', 'cancel'] as const).map(what => (
        <ConfirmDialog
          key={what}
          opened={asked === what}
          onClose={close}
          title={t(`health.restored.${what}Title`, { letters })}
          confirmLabel={t(`health.restored.${what}`)}
          danger={what === 'cancel'}
          busy={settle.isPending}
          error={settle.error}
          onConfirm={() => settle.mutate(what, { onSuccess: close })}
        >
          <p>{t(`health.restored.${what}Words`)}</p>
        </ConfirmDialog>
      ))}
    </>
  )
}
