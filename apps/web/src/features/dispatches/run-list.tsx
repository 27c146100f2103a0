import { type DispatchRow, resumeDispatch } from '@mailroom/contract'
import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Icon, type IconName } from '../../components/icon.tsx'
import { SegmentBar } from '../../components/segment-bar.tsx'
import { call } from '../../lib/api.ts'
import { useFormats } from '../../lib/formats.ts'
import { useDispatch, useDispatchAction } from './api.ts'
import { emailsOf, stateOf, toGo } from './dispatch-state.tsx'
import { runSegments } from './run-segments.ts'
import styles from './sending.module.css'

interface RunListProps {
  running: DispatchRow[]
  done: DispatchRow[]
  current: string | undefined
  onChoose: (id: string) => void
}

export function RunList({ running, done, current, onChoose }: RunListProps) {
  const { t } = useTranslation()
  // The open dispatch is the page's subject; without one the list is.
  const Title = current ? 'h2' : 'h1'
  const item = (row: DispatchRow) => <RunItem key={row.id} row={row} current={row.id === current} onChoose={onChoose} />
  return (
    <nav className={styles.runs} aria-label={t('run.dispatches')}>
      <Title className={styles.big}>{t('run.title')}</Title>
      {running.length > 0 && <ul>{running.map(item)}</ul>}
      {running.length === 0 && <p className={styles.calm}>{t('run.empty.title')}</p>}
      {done.length > 0 && (
        <>
          <h2>{t('run.doneToday')}</h2>
          <ul>{done.map(item)}</ul>
        </>
      )}
    </nav>
  )
}

function RunItem({ row, current, onChoose }: { row: DispatchRow; current: boolean; onChoose: (id: string) => void }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const resume = useDispatchAction(id => call(resumeDispatch, { params: { id } }))
  const look = useItemLook(row)
  const over = row.state === 'done' || row.state === 'cancelled'
  const emails = emailsOf(row.counts)
  const total = emails > 0 ? emails : row.counts.paper
  return (
    <li data-current={current || undefined}>
      <button type="button" aria-current={current ? 'true' : undefined} onClick={() => onChoose(row.id)}>
        <b className="cut">{row.subject}</b>
        {!over && <SegmentBar segments={runSegments(row.counts)} />}
        <small>
          <span data-tone={look.tone} className="cut">
            <Icon name={look.icon} size={15} />
            <span className="cut">{look.words}</span>
          </span>
          {row.state !== 'paused' && (
            <span className="num">
              {row.state === 'scheduled' || emails === 0
                ? number(total)
                : t('run.of', { done: number(row.counts.accepted), total: number(total) })}
            </span>
          )}
        </small>
      </button>
      {row.state === 'paused' && (
        <Button
          className={styles.resume}
          size="xs"
          variant="subtle"
          leftSection={<Icon name="play" size={16} />}
          loading={resume.isPending}
          onClick={() => resume.mutate(row.id)}
        >
          {t('run.resume')}
          <span className="sr">, {row.subject}</span>
        </Button>
      )}
    </li>
  )
}

/** A row does not tell about its server: the open dispatch and those that wait do. */
function useServerOf(row: DispatchRow): 'away' | 'paused' | null {
  const waits = row.state === 'sending' && toGo(row.counts) > 0
  const server = useDispatch(waits ? row.id : undefined).data?.server
  if (!waits || !server) return null
  if (server.pausedAt) return 'paused'
  return server.breaker === 'closed' ? null : 'away'
}

function useItemLook(row: DispatchRow): { icon: IconName; tone: string; words: string } {
  const { t } = useTranslation()
  const formats = useFormats()
  const { counts, state } = row
  const server = useServerOf(row)
  if (state === 'paused') {
    const progress = { done: formats.number(counts.accepted), total: formats.number(emailsOf(counts)) }
    return { icon: 'pause', tone: 'muted', words: t('run.pausedAt', progress) }
  }
  if (state === 'scheduled' && row.startsAt) {
    const soon = new Date(row.startsAt).toDateString() === new Date().toDateString()
    const words = soon
      ? t('run.startsAt', { time: formats.time(row.startsAt) })
      : t('run.startsOn', { when: formats.dayAndTime(row.startsAt) })
    return { icon: 'clock', tone: 'muted', words }
  }
  if (state === 'sending' && server === 'away') return { icon: 'hold', tone: 'warn', words: t('run.waitsForServer') }
  if (state === 'sending' && counts.held > 0) {
    const held = { count: counts.held, shown: formats.number(counts.held) }
    return { icon: 'hold', tone: 'warn', words: t('run.someHeld', held) }
  }
  if (state === 'sending' && server === 'paused') return { icon: 'pause', tone: 'warn', words: t('run.serverIsPaused') }
  if (state === 'sending' && toGo(counts) > 0) {
    return { icon: 'send', tone: 'go', words: t('mail.state.sending', { shown: formats.number(toGo(counts)) }) }
  }
  return stateOf(row, t, formats)
}
