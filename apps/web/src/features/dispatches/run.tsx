import type { DispatchView } from '@mailroom/contract'
import { useTranslation } from 'react-i18next'
import { ErrorState } from '../../components/error-state.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { useFormats } from '../../lib/formats.ts'
import { useDispatch } from './api.ts'
import { HeldNotes } from './held-notes.tsx'
import { OutageNote } from './outage-note.tsx'
import { PrintNote } from './print-note.tsx'
import { RunActions } from './run-actions.tsx'
import { RunProgress } from './run-progress.tsx'
import { RunRecipients } from './run-recipients.tsx'
import styles from './sending.module.css'

/** One dispatch: what holds it up, how far it is, and everybody in it. */
export function Run({ id, onBack }: { id: string; onBack: () => void }) {
  const query = useDispatch(id)
  const dispatch = query.data
  if (query.error && !dispatch) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  if (!dispatch) return <Skeleton lines={10} />
  return (
    <>
      <RunHead dispatch={dispatch} onBack={onBack} />
      <div className={styles.notes}>
        <OutageNote dispatch={dispatch} />
        <HeldNotes dispatch={dispatch} />
        <PrintNote dispatch={dispatch} />
      </div>
      <RunProgress dispatch={dispatch} />
      <RunRecipients dispatch={dispatch} />
    </>
  )
}

function RunHead({ dispatch, onBack }: { dispatch: DispatchView; onBack: () => void }) {
  const { t } = useTranslation()
  const { time, longDay } = useFormats()
  const at = dispatch.startsAt ?? dispatch.createdAt
  const today = new Date(at).toDateString() === new Date().toDateString()
  const facts = { words: dispatch.words, time: time(at), day: longDay(at), name: dispatch.author }
  return (
    <header className={styles.head}>
      <IconButton className={styles.back} icon="left" label={t('mail.pane.back')} onClick={onBack} />
      <div>
        <h1>{dispatch.subject}</h1>
        <p>{t(dispatch.state === 'scheduled' ? 'run.leavesOn' : today ? 'run.started' : 'run.startedOn', facts)}</p>
      </div>
      <RunActions dispatch={dispatch} />
    </header>
  )
}
