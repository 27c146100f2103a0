import { useTranslation } from 'react-i18next'
import { Icon } from '../../../components/icon.tsx'
import { Sheet } from '../../../components/sheet.tsx'
import { useFormats } from '../../../lib/formats.ts'
import styles from './health.module.css'
import type { Health } from './trouble.ts'

const parts = ['database', 'queue', 'renderer', 'sending'] as const

/** What Mailroom is made of and whether it answers; then who does the work. */
export function HealthParts({ health }: { health: Health }) {
  const { t } = useTranslation()
  return (
    <Sheet as="aside" className={styles.aside} aria-label={t('health.parts')}>
      <h2>{t('health.parts')}</h2>
      <ul>
        {parts.map(part => (
          <PartRow key={part} part={part} health={health} />
        ))}
      </ul>
      <h2>{t('health.workers')}</h2>
      <ul>
        {health.workers.map(worker => (
          <WorkerRow key={worker.id} worker={worker} />
        ))}
        {health.workers.length === 0 && (
          <li data-tone="warn">
            <Icon name="warn" size={16} />
            <b>{t('health.noWorker')}</b>
          </li>
        )}
      </ul>
    </Sheet>
  )
}

function PartRow({ part, health }: { part: (typeof parts)[number]; health: Health }) {
  const { t } = useTranslation()
  const { state, words } = health.parts[part]
  const well = state === 'ok'
  // Sending, and a renderer without a worker, are told in full beside it; the others say their name and version, or the fix.
  const technical = part !== 'sending' && !(part === 'renderer' && health.workers.length === 0)
  return (
    <li data-tone={well ? 'ok' : state === 'down' ? 'bad' : 'warn'}>
      <Icon name={well ? 'ok' : state === 'down' ? 'bad' : 'warn'} size={16} />
      <b>{t(`health.part.${part}.name`)}</b>
      <p>
        {well ? t(`health.part.${part}.ok`) : t(`health.part.${part}.away`)}
        {technical && <span className={styles.detail}>{words}</span>}
      </p>
    </li>
  )
}

function WorkerRow({ worker }: { worker: Health['workers'][number] }) {
  const { t } = useTranslation()
  const { secondsAgo } = useFormats()
  const well = worker.renderer.state === 'ok'
  return (
    <li data-tone={well ? 'ok' : 'warn'}>
      <Icon name={well ? 'ok' : 'warn'} size={16} />
      <b className="cut" title={worker.id}>
        {worker.id}
      </b>
      <p>
        {t('health.heartbeat', { when: secondsAgo(worker.seenAt) })}
        {!well && <span className={styles.detail}>{worker.renderer.words}</span>}
      </p>
    </li>
  )
}
