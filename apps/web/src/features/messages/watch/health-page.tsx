import type { WatchView } from '@mailroom/contract'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../../components/empty-state.tsx'
import { ErrorState } from '../../../components/error-state.tsx'
import { Icon } from '../../../components/icon.tsx'
import { LinkButton } from '../../../components/link-button.tsx'
import { LiveRegion } from '../../../components/live-region.tsx'
import { PageHead } from '../../../components/page-head.tsx'
import { Desk, Sheet } from '../../../components/sheet.tsx'
import { Skeleton } from '../../../components/skeleton.tsx'
import { useFormats } from '../../../lib/formats.ts'
import { useHealth, useWatch } from './api.ts'
import styles from './health.module.css'
import { HealthNotes } from './health-notes.tsx'
import { HealthParts } from './health-parts.tsx'
import { ServerCard } from './server-card.tsx'
import { countTroubles, type Health, keptBy } from './trouble.ts'

const everyMs = 5000

/** Does everything work, and if not, what does it mean for the letters: for the supervisor, live. */
export function HealthPage() {
  const { t } = useTranslation()
  const watch = useWatch(everyMs)
  const health = useHealth(everyMs)
  const retry = () => void Promise.all([watch.refetch(), health.refetch()])
  return (
    <>
      <PageHead title={t('health.title')} />
      <Desk className={styles.desk}>
        {watch.data && health.data ? (
          <HealthSheets watch={watch.data} health={health.data} />
        ) : (
          <Sheet className={styles.main} aria-label={t('health.title')}>
            {watch.error || health.error ? (
              <ErrorState error={watch.error ?? health.error} onRetry={retry} />
            ) : (
              <Skeleton lines={10} />
            )}
          </Sheet>
        )}
      </Desk>
    </>
  )
}

function HealthSheets({ watch, health }: { watch: WatchView; health: Health }) {
  const { t } = useTranslation()
  return (
    <>
      <Sheet className={styles.main} aria-label={t('health.title')}>
        <Summary watch={watch} health={health} />
        <HealthNotes watch={watch} workers={health.workers.length} />
        {watch.servers.map(server => (
          <ServerCard key={server.id} server={server} />
        ))}
        {watch.servers.length === 0 && (
          <EmptyState
            icon="server"
            title={t('health.noServer')}
            action={<LinkButton to="/administration/sending">{t('sending.title')}</LinkButton>}
          >
            {t('health.noServerWords')}
          </EmptyState>
        )}
      </Sheet>
      <HealthParts health={health} />
    </>
  )
}

/** One calm line when all is well, else how much needs a look; the numbers stand beside it either way. */
function Summary({ watch, health }: { watch: WatchView; health: Health }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const troubles = countTroubles(watch, health)
  const sum = (of: (server: WatchView['servers'][number]) => number) =>
    watch.servers.reduce((total, server) => total + of(server), 0)
  const accepted = sum(server => server.acceptedLastHour)
  const kept = sum(keptBy)
  const words =
    troubles === 0 ? t('health.allWell') : t('health.troubles', { count: troubles, shown: number(troubles) })
  return (
    <div className={styles.summary} data-tone={troubles === 0 ? 'ok' : 'warn'}>
      <Icon name={troubles === 0 ? 'ok' : 'warn'} size={20} />
      <h2>{words}</h2>
      <p>
        {t('health.acceptedHour', { count: accepted, shown: number(accepted) })},{' '}
        {kept === 0 ? t('health.nothingWaits') : t('health.toGo', { count: kept, shown: number(kept) })}
      </p>
      <LiveRegion text={words} everyMs={30_000} />
    </div>
  )
}
