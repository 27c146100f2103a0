import type { Answer, getSetup } from '@mailroom/contract'
import { useTranslation } from 'react-i18next'
import { StateWord } from '../../../components/state-word.tsx'
import styles from './setup.module.css'

type Part = Answer<typeof getSetup>['selfTest'][number]

/** What only waits (a renderer that is starting, a worker still to come) is amber: the setup may go on meanwhile. */
const looks = {
  ok: { icon: 'ok', tone: 'ok' },
  degraded: { icon: 'warn', tone: 'warn' },
  down: { icon: 'bad', tone: 'bad' },
} as const

/** Green with its version, or the exact fix. */
export function SelfTest({ parts }: { parts: Part[] }) {
  const { t } = useTranslation()
  return (
    <section aria-label={t('users.setup.selfTest')}>
      <ul className={styles.selfTest}>
        {parts.map(part => (
          <li key={part.part}>
            <StateWord {...looks[part.state]} strong>
              {t(`users.setup.parts.${part.part}`)}
            </StateWord>
            <span>{part.words}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
