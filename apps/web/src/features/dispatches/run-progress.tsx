import type { DispatchView } from '@mailroom/contract'
import { useTranslation } from 'react-i18next'
import { LiveRegion } from '../../components/live-region.tsx'
import { SegmentBar } from '../../components/segment-bar.tsx'
import { useFormats } from '../../lib/formats.ts'
import { emailsOf, toGo, wentWrong } from './dispatch-state.tsx'
import { runSegments } from './run-segments.ts'
import styles from './sending.module.css'

/** "214 of 286 accepted by the mail server", the rate, the time left, and the bar. */
export function RunProgress({ dispatch }: { dispatch: DispatchView }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const { counts, rate, server, state } = dispatch
  const emails = emailsOf(counts)
  const running = state === 'sending' && toGo(counts) > 0
  const stopped = server !== null && (server.breaker !== 'closed' || server.pausedAt !== null || server.limited)
  // What a recipient's server put off has its own times: only what is in line leaves at this rate.
  const timed = rate.secondsLeft !== null && counts.waiting > 0 && !server?.limited
  const said = `${number(counts.accepted)} ${t('run.accepted', { total: number(emails) })}`
  const label = t('run.bar', {
    accepted: number(counts.accepted),
    waiting: number(counts.waiting),
    deferred: number(counts.deferred),
    failed: number(wentWrong(counts)),
    paper: number(counts.paper),
  })
  return (
    <div className={styles.progress}>
      {emails > 0 && (
        <div className={styles.figures}>
          <b>{number(counts.accepted)}</b>
          <span>{t('run.accepted', { total: number(emails) })}</span>
          {running && (
            <dl>
              <div>
                <dt>{t('run.rate')}</dt>
                <dd>{t('run.perMinute', { shown: number(stopped ? 0 : Math.round(rate.perMinute)) })}</dd>
              </div>
              {timed && (
                <div>
                  <dt>{t('run.timeLeft')}</dt>
                  <dd>
                    <TimeLeft seconds={rate.secondsLeft ?? 0} />{' '}
                    {stopped && t(server.pausedAt ? 'run.onceResumed' : 'run.onceAnswers')}
                  </dd>
                </div>
              )}
            </dl>
          )}
        </div>
      )}
      <SegmentBar height={12} segments={runSegments(counts)} label={label} />
      {running && <LiveRegion text={said} everyMs={30_000} />}
    </div>
  )
}

export function TimeLeft({ seconds }: { seconds: number }) {
  const { t } = useTranslation()
  return seconds < 60 ? t('run.underMinute') : t('run.minutes', { count: Math.round(seconds / 60) })
}
