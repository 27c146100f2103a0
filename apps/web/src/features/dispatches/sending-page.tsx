import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Desk, Sheet } from '../../components/sheet.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { useDispatches, useLiveDispatches } from './api.ts'
import { Run } from './run.tsx'
import { RunList } from './run-list.tsx'
import styles from './sending.module.css'

const page = getRouteApi('/shell/sending')

const dayStart = () => {
  const at = new Date()
  at.setHours(0, 0, 0, 0)
  return at.toISOString()
}

/** What is on its way and what was done today; the chosen one in full, recipient by recipient, live. */
export function SendingPage() {
  const { t } = useTranslation()
  const { open } = page.useSearch()
  const navigate = page.useNavigate()
  const running = useDispatches({ view: 'sending', limit: 100 })
  const today = useDispatches({ from: dayStart(), limit: 100 })
  useLiveDispatches()
  const rows = running.data?.rows ?? []
  const known = new Set(rows.map(row => row.id))
  const done = (today.data?.rows ?? []).filter(
    row => !known.has(row.id) && (row.state === 'done' || row.state === 'cancelled'),
  )
  // Once shown it stays, also when it ends and leaves its place in the list: who cancels wants to see what became of it.
  const [shown, setShown] = useState<string>()
  // What is on its way comes first, also when the answer about it comes last.
  const next = rows[0]?.id ?? (running.isPending ? undefined : done[0]?.id)
  const first = [...rows, ...done].some(row => row.id === shown) ? shown : next
  const current = open ?? first
  if (current !== undefined && current !== shown) setShown(current)
  const choose = (id: string | undefined) => void navigate({ search: { open: id }, replace: true })
  if (running.error) return <ErrorState error={running.error} onRetry={() => void running.refetch()} />
  return (
    <Desk className={styles.page} data-open={open !== undefined || undefined}>
      <RunList running={rows} done={done} current={current} onChoose={choose} />
      <Sheet className={styles.run}>
        {current && <Run key={current} id={current} onBack={() => choose(undefined)} />}
        {!current && running.isPending && <Skeleton lines={10} />}
        {!current && !running.isPending && (
          <EmptyState icon="send" title={t('run.empty.title')}>
            {t('run.empty.words')}
          </EmptyState>
        )}
      </Sheet>
    </Desk>
  )
}
