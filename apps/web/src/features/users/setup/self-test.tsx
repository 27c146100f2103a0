import type { Answer, getSetup } from '@mailroom/contract'
import { useTranslation } from 'react-i18next'
import { StateWord } from '../../../components/state-word.tsx'
import styles from './setup.module.css'

type Part = Answer<typeof getSetup>['selfTest'][number]

/** Green, or the exact fix in the server's words. */
export function SelfTest({ parts }: { parts: Part[] }) {
  const { t } = useTranslation()
  return (
    <section aria-label={t('users.setup.selfTest')}>
      <ul className={styles.selfTest}>
        {parts.map(part => (
          <li key={part.part}>
            <StateWord icon={part.ok ? 'ok' : 'bad'} tone={part.ok ? 'ok' : 'bad'} strong>
              {t(`users.setup.parts.${part.part}`)}
            </StateWord>
            <span>{part.detail}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
