import { roleMay } from '@mailroom/contract'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../components/icon.tsx'
import { useWatch } from '../../features/messages/watch/api.ts'
import { countToSettle } from '../../features/messages/watch/trouble.ts'
import { useMe } from '../../features/users/api.ts'
import { useFormats } from '../../lib/formats.ts'
import styles from './shell.module.css'

/** What only a supervisor can settle, counted in amber. Other roles do not even ask. */
export function HealthSign() {
  return roleMay(useMe().role, 'health.read') ? <Sign /> : null
}

function Sign() {
  const { t } = useTranslation()
  const { number } = useFormats()
  const watch = useWatch(60_000).data
  const count = watch ? countToSettle(watch) : 0
  if (count === 0) return null
  const words = t('health.sign', { count, shown: number(count) })
  return (
    <Link
      to="/administration/health"
      className={`${styles.live} ${styles.sign}`}
      data-tone="warn"
      title={words}
      aria-label={words}
    >
      <Icon name="warn" />
      <span>{number(count)}</span>
    </Link>
  )
}
