import type { SendingSettings } from '@mailroom/contract'
import { useTranslation } from 'react-i18next'
import { Icon, type IconName } from '../../components/icon.tsx'
import { useFormats } from '../../lib/formats.ts'
import { useProbe } from './api.ts'
import styles from './sending.module.css'

interface Flag {
  tone: 'ok' | 'warn' | 'muted'
  icon: IconName
  words: string
  mayTry?: boolean
}

/** The state of the saved server in one line; an outage is amber and says what is kept. */
export function ServerFlag({ settings }: { settings: SendingSettings }) {
  const { t } = useTranslation()
  const probe = useProbe()
  const flag = useFlag(settings)
  const serverId = settings.server?.id
  return (
    <p className={styles.flag} data-tone={flag.tone} role="status">
      <Icon name={flag.icon} size={16} />
      {flag.words}
      {flag.mayTry && serverId && (
        <button type="button" className="lk" disabled={probe.isPending} onClick={() => probe.mutate(serverId)}>
          {t('sending.tryNow')}
        </button>
      )}
    </p>
  )
}

function useFlag({ server, delegated }: SendingSettings): Flag {
  const { t } = useTranslation()
  const { number, time, moment, elapsed } = useFormats()
  if (!delegated) return { tone: 'muted', icon: 'pause', words: t('sending.flags.resting') }
  if (!server) return { tone: 'muted', icon: 'missing', words: t('sending.flags.untested') }
  const { state, tested } = server
  const kept = { count: state.kept, shown: number(state.kept) }
  if (state.breaker === 'open' && state.since && state.nextTryAt) {
    return {
      tone: 'warn',
      icon: 'hold',
      mayTry: true,
      words: t('sending.flags.failing', { ...kept, since: time(state.since), next: time(state.nextTryAt) }),
    }
  }
  if (state.breaker !== 'closed')
    return { tone: 'warn', icon: 'warn', mayTry: true, words: t('sending.flags.attention', kept) }
  if (tested && !tested.ok)
    return { tone: 'warn', icon: 'warn', words: t('sending.flags.testedBad', { when: moment(tested.at) }) }
  if (tested)
    return { tone: 'ok', icon: 'ok', words: t('sending.flags.testedOk', { when: moment(tested.at), who: tested.by }) }
  if (state.answerMs !== null)
    return { tone: 'ok', icon: 'ok', words: t('sending.flags.working', { ms: elapsed(state.answerMs) }) }
  return { tone: 'muted', icon: 'missing', words: t('sending.flags.untested') }
}
