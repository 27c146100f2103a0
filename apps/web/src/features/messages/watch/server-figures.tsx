import type { ServerWatchView } from '@mailroom/contract'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { SegmentBar } from '../../../components/segment-bar.tsx'
import { useFormats } from '../../../lib/formats.ts'
import styles from './health.module.css'

/** The queue of one server in numbers, then how it works, then what is left of today's limit. */
export function ServerFigures({ server }: { server: ServerWatchView }) {
  const { t } = useTranslation()
  const { number, ago, timeOrDay } = useFormats()
  const counts = ['waiting', 'sending', 'deferred', 'held'] as const
  return (
    <>
      <dl className={styles.figures}>
        {counts.map(name => (
          <Figure key={name} label={t(`health.figures.${name}`)} quiet={server[name] === 0}>
            {number(server[name])}
          </Figure>
        ))}
        <Figure label={t('health.figures.acceptedLastHour')} quiet={server.acceptedLastHour === 0}>
          {number(server.acceptedLastHour)}
        </Figure>
      </dl>
      <dl className={styles.facts}>
        {server.oldestAt && (
          <Fact label={t('health.figures.oldest')}>
            {ago(server.oldestAt)}, {timeOrDay(server.oldestAt)}
          </Fact>
        )}
        <Fact label={t('health.figures.lastAccepted')}>
          {server.lastAcceptedAt ? timeOrDay(server.lastAcceptedAt) : t('health.never')}
        </Fact>
        <Fact label={t('health.figures.connections')}>{number(server.connections)}</Fact>
        <Fact label={t('health.figures.rate')}>
          {server.ratePerMinute === null ? t('health.noLimit') : number(server.ratePerMinute)}
        </Fact>
        {server.perDay !== null && <UsedToday used={server.usedToday} perDay={server.perDay} />}
      </dl>
    </>
  )
}

function Figure({ label, quiet, children }: { label: string; quiet: boolean; children: ReactNode }) {
  return (
    <div data-quiet={quiet || undefined}>
      <dt>{label}</dt>
      <dd className="num">{children}</dd>
    </div>
  )
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd className="num">{children}</dd>
    </div>
  )
}

function UsedToday({ used, perDay }: { used: number; perDay: number }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const full = used >= perDay
  return (
    <Fact label={t('health.figures.usedToday')}>
      {t('health.usedOf', { used: number(used), limit: number(perDay) })}
      <SegmentBar
        className={styles.dayBar}
        segments={[
          { tone: full ? 'warn' : 'go', count: Math.min(used, perDay) },
          { tone: 'wait', count: Math.max(0, perDay - used) },
        ]}
      />
    </Fact>
  )
}
