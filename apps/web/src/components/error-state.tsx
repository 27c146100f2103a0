import { Button } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import { asApiError } from '../lib/api-error.ts'
import { useFormats } from '../lib/formats.ts'
import { Icon } from './icon.tsx'
import styles from './states.module.css'

interface ErrorStateProps {
  error: unknown
  onRetry?: () => void
}

/** What happened, what to do, Retry, and the details that whoever helps will ask for. */
export function ErrorState({ error, onRetry }: ErrorStateProps) {
  const { t } = useTranslation()
  const failure = asApiError(error)
  return (
    <div className={styles.state} role="alert">
      <span className={styles.disc} data-tone="bad">
        <Icon name="bad" size={22} />
      </span>
      <h2>{failure.message}</h2>
      {failure.hint && <p className={styles.words}>{failure.hint}</p>}
      {onRetry && (
        <Button leftSection={<Icon name="retry" size={16} />} onClick={onRetry}>
          {t('errors.retry')}
        </Button>
      )}
      <TechnicalDetails error={failure} />
    </div>
  )
}

/** Code, time and request id, folded, with a button that copies all three. */
export function TechnicalDetails({ error }: { error: unknown }) {
  const { t } = useTranslation()
  const { timeMs, longDay } = useFormats()
  const clipboard = useClipboard({ timeout: 2000 })
  const failure = asApiError(error)
  const facts = [
    [t('errors.code'), failure.code],
    [t('errors.time'), `${longDay(failure.at)} ${timeMs(failure.at)}`],
    ...(failure.requestId ? [[t('errors.requestId'), failure.requestId]] : []),
  ] as [string, string][]
  return (
    <details className={styles.details}>
      <summary>{t('errors.details')}</summary>
      <dl>
        {facts.map(([name, value]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Button
        size="xs"
        variant="subtle"
        leftSection={<Icon name={clipboard.copied ? 'check' : 'copy'} size={16} />}
        onClick={() => clipboard.copy(facts.map(fact => fact.join(': ')).join('\n'))}
      >
        {clipboard.copied ? t('errors.copied') : t('errors.copy')}
      </Button>
    </details>
  )
}
