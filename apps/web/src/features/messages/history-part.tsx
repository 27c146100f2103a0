import type { DispatchView } from '@mailroom/contract'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/formats.ts'
import styles from './mail.module.css'

export function HistoryPart({ history }: { history: DispatchView['history'] }) {
  const { t } = useTranslation()
  const { dayAndTime } = useFormats()
  if (history.length === 0) return <p className={styles.nothing}>{t('mail.history.none')}</p>
  return (
    <ol className={styles.rows}>
      {history.map(event => (
        <li key={`${event.at} ${event.words}`}>
          <time dateTime={event.at}>{dayAndTime(event.at)}</time>
          <span>{event.words}</span>
        </li>
      ))}
    </ol>
  )
}
