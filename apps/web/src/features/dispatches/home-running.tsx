import { type Answer, type getHome, pauseDispatch, resumeDispatch, roleMay } from '@mailroom/contract'
import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { Link } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { Icon, type IconName } from '../../components/icon.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { LiveRegion } from '../../components/live-region.tsx'
import { SegmentBar } from '../../components/segment-bar.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { StateWord, type Tone } from '../../components/state-word.tsx'
import { call } from '../../lib/api.ts'
import { asApiError } from '../../lib/api-error.ts'
import { type Formats, useFormats } from '../../lib/formats.ts'
import { useProbe } from '../sending/api.ts'
import { useMe } from '../users/api.ts'
import { useDispatchAction } from './api.ts'
import { emailsOf, segmentsOf, toGo } from './dispatch-state.tsx'
import home from './home.module.css'
import styles from './home-running.module.css'
import { useLive } from './live.ts'

type Home = Answer<typeof getHome>
type Running = Home['running'][number]

/** Dispatches on their way. The counts come with the event stream, the rate with the page. */
export function HomeRunning({ rows, servers }: { rows: Running[]; servers: Home['servers'] }) {
  const { t } = useTranslation()
  const live = useLive()
  const news = new Map((live?.dispatches ?? []).map(dispatch => [dispatch.id, dispatch]))
  const away = servers
    .filter(server => server.state === 'away' || server.state === 'attention')
    .map(server => server.id)
  return (
    <Sheet aria-labelledby="home-running">
      <h2 id="home-running" className={home.title}>
        {t('home.sendingNow')}
      </h2>
      {rows.length === 0 && (
        <p className={home.calm}>
          <Icon name="send" />
          {t('home.nothingRunning')}
        </p>
      )}
      <ul className={styles.run}>
        {rows.map(row => (
          <RunRow key={row.id} row={{ ...row, ...news.get(row.id) }} away={away} />
        ))}
      </ul>
    </Sheet>
  )
}

function RunRow({ row, away }: { row: Running; away: string[] }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const total = emailsOf(row.counts)
  const done = total - toGo(row.counts)
  const look = lookOf(row, t, formats)
  return (
    <li>
      <Link to="/sending" search={{ open: row.id }} className="cut">
        <b>{row.subject}</b>
      </Link>
      {row.nextTryAt ? <TryNow servers={away} /> : <PauseButton row={row} />}
      <SegmentBar className={styles.bar} height={6} segments={segmentsOf(row, 'running').map(kept(row))} />
      <div className={styles.runWords}>
        <StateWord icon={look.icon} tone={look.tone}>
          {look.words}
        </StateWord>
        <span className="num">{formats.percent(done, total)}</span>
      </div>
      <LiveRegion text={`${row.subject}: ${look.words}`} everyMs={30_000} />
    </li>
  )
}

/** What an outage keeps here is amber, as in the top bar. */
const kept =
  (row: Running) =>
  (segment: ReturnType<typeof segmentsOf>[number]): ReturnType<typeof segmentsOf>[number] =>
    row.nextTryAt && segment.tone === 'wait' ? { ...segment, tone: 'warn' } : segment

function lookOf(row: Running, t: TFunction, formats: Formats): { icon: IconName; tone: Tone; words: string } {
  const left = toGo(row.counts)
  const total = emailsOf(row.counts)
  if (row.nextTryAt) {
    const words = t('home.kept', { count: left, shown: formats.number(left) })
    return {
      icon: 'clock',
      tone: 'warn',
      words: `${words}. ${t('home.nextTry', { time: formats.time(row.nextTryAt) })}`,
    }
  }
  const progress = t('home.progress', { done: formats.number(total - left), total: formats.number(total) })
  if (row.state === 'paused') return { icon: 'pause', tone: 'muted', words: `${t('home.paused')}, ${progress}` }
  if (left === total) return { icon: 'letter', tone: 'go', words: t('home.preparing') }
  const minutes = row.secondsLeft === null ? null : Math.max(1, Math.round(row.secondsLeft / 60))
  const words = [
    progress,
    row.perMinute >= 1 && t('home.perMinute', { shown: formats.number(Math.round(row.perMinute)) }),
    minutes !== null && t('home.left', { count: minutes }),
  ]
  return { icon: 'send', tone: 'go', words: words.filter(Boolean).join(', ') }
}

const sayFailure = (error: unknown) => notifications.show({ message: asApiError(error).message })

function PauseButton({ row }: { row: Running }) {
  const { t } = useTranslation()
  const paused = row.state === 'paused'
  const act = useDispatchAction(id => call(paused ? resumeDispatch : pauseDispatch, { params: { id } }))
  return (
    <IconButton
      size="sm"
      icon={paused ? 'play' : 'pause'}
      label={t(paused ? 'home.resume' : 'home.pause', { subject: row.subject })}
      loading={act.isPending}
      onClick={() => act.mutate(row.id, { onError: sayFailure })}
    />
  )
}

/** Whoever may send may ask a server again at once; the next try comes by itself too. */
function TryNow({ servers }: { servers: string[] }) {
  const { t } = useTranslation()
  const me = useMe()
  const probe = useProbe()
  if (!roleMay(me.role, 'dispatches.create') || servers.length === 0) return <span />
  return (
    <Button
      size="xs"
      loading={probe.isPending}
      onClick={() => {
        for (const id of servers) probe.mutate(id, { onError: sayFailure })
      }}
    >
      {t('home.tryNow')}
    </Button>
  )
}
