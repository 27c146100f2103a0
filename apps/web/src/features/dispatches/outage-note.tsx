import type { DispatchView } from '@mailroom/contract'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../components/icon.tsx'
import { useFormats } from '../../lib/formats.ts'
import { useProbe } from '../sending/api.ts'
import { toGo } from './dispatch-state.tsx'
import styles from './sending.module.css'

/** A server that does not answer is amber, never red: since when, that nothing is lost, when the next try is. */
export function OutageNote({ dispatch }: { dispatch: DispatchView }) {
  const { t } = useTranslation()
  const { time, number } = useFormats()
  const [told, setTold] = useState(false)
  const probe = useProbe()
  const { server } = dispatch
  const kept = toGo(dispatch.counts)
  if (!server || server.breaker === 'closed' || kept === 0 || dispatch.state === 'done') return null
  const since = server.since ? time(server.since) : ''
  const count = { count: kept, shown: number(kept) }
  const attention = server.breaker === 'attention'
  const title = attention
    ? t('run.attention', { host: server.host })
    : server.nextTryAt
      ? t('run.outage', { since, next: time(server.nextTryAt) })
      : t('run.outageNoNext', { since })
  return (
    <div className={styles.outage} role="status">
      <Icon name="hold" size={20} />
      <div>
        <b>{title}</b>
        <p>
          {attention
            ? t('run.attentionWords', { ...count, words: server.words ?? '' })
            : t('run.outageWords', { ...count, host: server.host })}
        </p>
        {told && server.words && <p className={styles.told}>{server.words}</p>}
      </div>
      <Button variant="default" loading={probe.isPending} onClick={() => probe.mutate(server.id)}>
        {t('sending.tryNow')}
      </Button>
      {!attention && server.words && (
        <Button variant="subtle" aria-expanded={told} onClick={() => setTold(!told)}>
          {t('run.whatHappened')}
        </Button>
      )}
    </div>
  )
}
