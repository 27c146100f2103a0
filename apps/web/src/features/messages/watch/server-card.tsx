import type { ServerWatchView } from '@mailroom/contract'
import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx'
import { Icon, type IconName } from '../../../components/icon.tsx'
import { LinkButton } from '../../../components/link-button.tsx'
import { Note } from '../../../components/note.tsx'
import { StateWord, type Tone } from '../../../components/state-word.tsx'
import { asApiError } from '../../../lib/api-error.ts'
import { useFormats } from '../../../lib/formats.ts'
import { useProbe } from '../../sending/api.ts'
import { refreshHealth, usePauseServer, useResumeServer } from './api.ts'
import styles from './health.module.css'
import { ServerFigures } from './server-figures.tsx'
import { keptBy } from './trouble.ts'

const looks: Record<ServerWatchView['state'], { icon: IconName; tone: Tone }> = {
  ok: { icon: 'ok', tone: 'ok' },
  open: { icon: 'hold', tone: 'warn' },
  attention: { icon: 'warn', tone: 'warn' },
  paused: { icon: 'pause', tone: 'warn' },
  limited: { icon: 'clock', tone: 'warn' },
}

/** One mail server: its state in words, what may be done about it, and its queue in numbers. */
export function ServerCard({ server }: { server: ServerWatchView }) {
  const { t } = useTranslation()
  const { elapsed } = useFormats()
  // What was asked stays while the dialog fades: its yes must never turn into the opposite under the finger.
  const [asked, setAsked] = useState<{ what: 'pause' | 'resume'; open: boolean }>({ what: 'pause', open: false })
  const ask = (what: 'pause' | 'resume') => setAsked({ what, open: true })
  const { icon, tone } = looks[server.state]
  const paused = server.state === 'paused'
  return (
    <section className={styles.server} aria-label={t('health.serverOf', { host: server.host })}>
      <header>
        <div>
          <h3>{server.host}</h3>
          <StateWord icon={icon} tone={tone}>
            {server.state === 'ok' && server.answerMs !== null
              ? t('health.answersIn', { ms: elapsed(server.answerMs) })
              : t(`health.states.${server.state}`)}
          </StateWord>
        </div>
        {!paused && (
          <Button leftSection={<Icon name="pause" size={16} />} onClick={() => ask('pause')}>
            {t('health.pause')}
          </Button>
        )}
      </header>
      {server.state !== 'ok' && <ServerNote server={server} onResume={() => ask('resume')} />}
      <ServerFigures server={server} />
      <SwitchDialog server={server} asked={asked} onClose={() => setAsked({ ...asked, open: false })} />
    </section>
  )
}

/** Amber, never red: since when, that nothing is lost, when the next try is. */
function ServerNote({ server, onResume }: { server: ServerWatchView; onResume: () => void }) {
  const { t } = useTranslation()
  const { timeOrDay, number } = useFormats()
  const { state } = server
  const kept = keptBy(server)
  const facts = {
    since: server.since ? timeOrDay(server.since) : '',
    next: server.nextProbeAt ? timeOrDay(server.nextProbeAt) : '',
    name: server.pausedBy ?? '',
    limit: number(server.perDay ?? 0),
  }
  const title =
    state === 'open' && !server.nextProbeAt
      ? t('health.facts.openNoNext', facts)
      : t(`health.facts.${state === 'ok' ? 'open' : state}`, facts)
  const meaning = kept === 0 ? t('health.nothingKept') : t('health.kept', { count: kept, shown: number(kept) })
  const reason = state === 'open' || state === 'attention' ? `${server.words}. ` : ''
  return (
    <Note
      className={styles.note}
      tone="warn"
      icon={looks[state].icon}
      title={title}
      role="status"
      actions={<WaysOut server={server} onResume={onResume} />}
    >
      {reason}
      {meaning} {kept > 0 && t(`health.whatNext.${state === 'ok' ? 'open' : state}`)}
    </Note>
  )
}

function WaysOut({ server, onResume }: { server: ServerWatchView; onResume: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const probe = useProbe()
  if (server.state === 'paused')
    return (
      <Button leftSection={<Icon name="play" size={16} />} onClick={onResume}>
        {t('health.resume')}
      </Button>
    )
  if (server.state === 'limited') return null
  return (
    <>
      <Button
        loading={probe.isPending}
        onClick={() =>
          probe.mutate(server.id, {
            onSettled: () => refreshHealth(client),
            onError: error => notifications.show({ message: asApiError(error).message }),
          })
        }
      >
        {t('sending.tryNow')}
      </Button>
      <LinkButton variant="subtle" to="/administration/sending">
        {t('sending.title')}
      </LinkButton>
    </>
  )
}

interface SwitchDialogProps {
  server: ServerWatchView
  asked: { what: 'pause' | 'resume'; open: boolean }
  onClose: () => void
}

/** Pausing and resuming a whole server concern every dispatch: what follows is said before. */
function SwitchDialog({ server, asked, onClose }: SwitchDialogProps) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const pause = usePauseServer()
  const resume = useResumeServer()
  const resuming = asked.what === 'resume'
  const act = resuming ? resume : pause
  const kept = keptBy(server)
  const count = { count: kept, shown: number(kept), host: server.host }
  return (
    <ConfirmDialog
      opened={asked.open}
      onClose={onClose}
      title={t(resuming ? 'health.resumeTitle' : 'health.pauseTitle', count)}
      confirmLabel={t(resuming ? 'health.resume' : 'health.pause')}
      busy={act.isPending}
      error={act.error}
      onConfirm={() => act.mutate(server.id, { onSuccess: onClose })}
    >
      <p>{resuming ? t('health.resumeWords', count) : t('health.pauseWords')}</p>
    </ConfirmDialog>
  )
}
