import type { PersonDetail } from '@mailroom/contract'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { IconName } from '../../components/icon.tsx'
import { StateWord, type Tone } from '../../components/state-word.tsx'
import { useFormats } from '../../lib/formats.ts'
import styles from './person-panel.module.css'

const looks: Record<string, { icon: IconName; tone: Tone }> = {
  accepted: { icon: 'ok', tone: 'ok' },
  bounced: { icon: 'bounced', tone: 'bad' },
  failed: { icon: 'bad', tone: 'bad' },
  'needs-decision': { icon: 'warn', tone: 'warn' },
  unknown: { icon: 'help', tone: 'warn' },
  deferred: { icon: 'later', tone: 'warn' },
  held: { icon: 'hold', tone: 'warn' },
  paper: { icon: 'paper', tone: 'muted' },
  cancelled: { icon: 'refused', tone: 'muted' },
  unreachable: { icon: 'missing', tone: 'warn' },
}

export function PersonMail({ person }: { person: PersonDetail }) {
  const { t } = useTranslation()
  const { moment, number } = useFormats()
  return (
    <section>
      <h3>
        {t('people.panel.mail')}
        {person.mailTotal > person.mail.length && (
          <Link className="lk" to="/mail" search={{ person: person.id }}>
            {t('people.panel.allMail', { shown: number(person.mailTotal) })}
          </Link>
        )}
      </h3>
      {person.mail.length === 0 && <p className={styles.nothing}>{t('people.panel.noMail')}</p>}
      <ul className={styles.mail}>
        {person.mail.map(item => (
          <li key={item.messageId ?? item.dispatchId}>
            <Link className="cut" to="/mail" search={{ open: item.dispatchId }}>
              {item.subject}
            </Link>
            <span className="dim">{moment(item.at)}</span>
            <StateWord className={styles.mailState} {...(looks[item.state] ?? { icon: 'send', tone: 'go' })}>
              {item.words}
            </StateWord>
          </li>
        ))}
      </ul>
    </section>
  )
}
