import { type DispatchView, roleMay } from '@mailroom/contract'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LinkButton } from '../../components/link-button.tsx'
import { useFormats } from '../../lib/formats.ts'
import { useProbe } from '../sending/api.ts'
import { useMe } from '../users/api.ts'
import { KeptNote } from './kept-note.tsx'
import styles from './sending.module.css'

/** What keeps the whole server from working: paused by a supervisor, away, or at its limit for today. */
export function OutageNote({ dispatch }: { dispatch: DispatchView }) {
  const { server, counts, state } = dispatch
  // What is held back for another reason has a note of its own.
  const kept = counts.waiting + counts.deferred
  if (!server || kept === 0 || state === 'done' || state === 'cancelled' || state === 'scheduled') return null
  if (server.pausedAt) return <PausedNote server={server} since={server.pausedAt} kept={kept} />
  if (server.breaker !== 'closed') return <AwayNote server={server} kept={kept} />
  return server.limited ? <LimitedNote server={server} kept={kept} /> : null
}

type Server = NonNullable<DispatchView['server']>

/** A server that does not answer is amber, never red: since when, that nothing is lost, when the next try is. */
function AwayNote({ server, kept }: { server: Server; kept: number }) {
  const { t } = useTranslation()
  const { timeOrDay, number } = useFormats()
  const [told, setTold] = useState(false)
  const probe = useProbe()
  const since = server.since ? timeOrDay(server.since) : ''
  const count = { count: kept, shown: number(kept), host: server.host }
  const attention = server.breaker === 'attention'
  const title = attention
    ? t('run.attention', { host: server.host })
    : server.nextTryAt
      ? t('run.outage', { since, next: timeOrDay(server.nextTryAt) })
      : t('run.outageNoNext', { since })
  const actions = (
    <>
      <Button variant="default" loading={probe.isPending} onClick={() => probe.mutate(server.id)}>
        {t('sending.tryNow')}
      </Button>
      {!attention && server.words && (
        <Button variant="subtle" aria-expanded={told} onClick={() => setTold(!told)}>
          {t('run.whatHappened')}
        </Button>
      )}
    </>
  )
  return (
    <KeptNote title={title} actions={actions}>
      <p>
        {attention
          ? t('run.attentionWords', { ...count, words: server.words ? `${server.words}.` : '' })
          : t('run.outageWords', count)}
      </p>
      {told && server.words && <p className={styles.told}>{server.words}</p>}
    </KeptNote>
  )
}

function PausedNote({ server, since, kept }: { server: Server; since: string; kept: number }) {
  const { t } = useTranslation()
  const { timeOrDay, number } = useFormats()
  const me = useMe()
  const facts = { since: timeOrDay(since), name: server.pausedBy ?? '', host: server.host }
  return (
    <KeptNote
      icon="pause"
      title={t('run.serverPaused', facts)}
      actions={
        roleMay(me.role, 'health.read') && <LinkButton to="/administration/health">{t('health.title')}</LinkButton>
      }
    >
      <p>{t('run.serverPausedWords', { ...facts, count: kept, shown: number(kept) })}</p>
    </KeptNote>
  )
}

function LimitedNote({ server, kept }: { server: Server; kept: number }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  return (
    <KeptNote icon="clock" title={t('run.limited')}>
      <p>{t('run.limitedWords', { host: server.host, count: kept, shown: number(kept) })}</p>
    </KeptNote>
  )
}
