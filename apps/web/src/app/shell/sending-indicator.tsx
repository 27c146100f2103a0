import type { LiveEvent } from '@mailroom/contract'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Icon, type IconName } from '../../components/icon.tsx'
import { LiveRegion } from '../../components/live-region.tsx'
import { SegmentBar } from '../../components/segment-bar.tsx'
import { toGo } from '../../features/dispatches/dispatch-state.tsx'
import { useLive } from '../../features/dispatches/live.ts'
import { useFormats } from '../../lib/formats.ts'
import styles from './shell.module.css'

/** Amber when e-mail is kept (an outage, never a fault of the sender), else the progress, else what is paused, else "All sent". */
export function SendingIndicator() {
  const live = useLive()
  const state = useWords(live)
  if (!live || !state) return null
  return (
    <>
      <Link to="/sending" className={styles.live} data-tone={state.tone} aria-label={state.long}>
        <Icon name={state.icon} />
        <span>{state.short}</span>
        {live.sending && live.kept === 0 && (
          <SegmentBar
            className={styles.bar}
            segments={[
              { tone: 'go', count: live.sending.done },
              { tone: 'wait', count: live.sending.total - live.sending.done },
            ]}
          />
        )}
      </Link>
      <LiveRegion text={state.long} everyMs={30_000} />
    </>
  )
}

interface IndicatorWords {
  tone: 'warn' | 'go' | 'calm'
  icon: IconName
  short: string
  long: string
}

function useWords(live: LiveEvent | null): IndicatorWords | null {
  const { t } = useTranslation()
  const { number } = useFormats()
  if (!live) return null
  if (live.kept > 0) {
    const count = { count: live.kept, shown: number(live.kept) }
    return { tone: 'warn', icon: 'hold', short: t('shell.live.kept', count), long: t('shell.live.keptLong', count) }
  }
  if (live.sending) {
    const words = t('shell.live.sending', { done: number(live.sending.done), total: number(live.sending.total) })
    return { tone: 'go', icon: 'send', short: words, long: words }
  }
  const paused = live.dispatches.filter(one => one.state === 'paused').reduce((sum, one) => sum + toGo(one.counts), 0)
  const words = paused > 0 ? t('shell.live.paused', { count: paused, shown: number(paused) }) : t('shell.live.allSent')
  return { tone: 'calm', icon: paused > 0 ? 'pause' : 'ok', short: words, long: words }
}
