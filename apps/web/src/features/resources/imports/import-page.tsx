import { roleMay } from '@mailroom/contract'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorState } from '../../../components/error-state.tsx'
import { Sheet } from '../../../components/sheet.tsx'
import { Skeleton } from '../../../components/skeleton.tsx'
import { StepLine } from '../../../components/step-line.tsx'
import { useMe } from '../../users/api.ts'
import { useImport } from './api.ts'
import { CheckStep } from './check-step.tsx'
import { DoneStep } from './done-step.tsx'
import { FileStep } from './file-step.tsx'
import styles from './import.module.css'
import { MappingStep } from './mapping-step.tsx'

const page = getRouteApi('/shell/import')
const stepOf = { mapping: 1, checking: 2, ready: 2, applying: 3, applied: 3, failed: 3 } as const

/** File → columns → check → done. The import lives on the server, so a reload comes back to the same step. */
export function ImportPage() {
  const { t } = useTranslation()
  const { id, kind } = page.useSearch()
  const navigate = page.useNavigate()
  const me = useMe()
  const open = (next: string | undefined) => void navigate({ search: now => ({ ...now, id: next }) })
  if (!roleMay(me.role, 'people.import')) return null
  return (
    <Sheet className={styles.sheet} aria-label={t('people.import.title')}>
      <header className={styles.head}>
        <p className={styles.crumb}>
          <Link to="/people/$kind" params={{ kind: kind ?? 'student' }}>
            {t(`people.kinds.${kind ?? 'student'}`)}
          </Link>
        </p>
        <h1>{t('people.import.title')}</h1>
      </header>
      {id ? (
        <OpenImport key={id} id={id} onLeave={() => open(undefined)} />
      ) : (
        <NewImport kind={kind} onCreated={open} />
      )}
    </Sheet>
  )
}

function Steps({ current }: { current: number }) {
  const { t } = useTranslation()
  const names = (['file', 'columns', 'check', 'done'] as const).map(name => t(`people.import.steps.${name}`))
  return (
    <div className={styles.steps}>
      <StepLine label={t('people.import.title')} steps={names} current={current} />
    </div>
  )
}

function NewImport({
  kind,
  onCreated,
}: {
  kind: Parameters<typeof FileStep>[0]['kind']
  onCreated: (id: string) => void
}) {
  return (
    <>
      <Steps current={0} />
      <FileStep kind={kind} onCreated={onCreated} />
    </>
  )
}

function OpenImport({ id, onLeave }: { id: string; onLeave: () => void }) {
  const query = useImport(id)
  const [remapping, setRemapping] = useState(false)
  const view = query.data
  if (query.error && !view) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  if (!view) return <Skeleton lines={8} />
  const mapping = view.state === 'mapping' || (view.state === 'ready' && remapping)
  return (
    <>
      <Steps current={mapping ? 1 : view.state === 'applied' ? 4 : stepOf[view.state]} />
      {mapping && <MappingStep view={view} onMapped={() => setRemapping(false)} onLeave={onLeave} />}
      {view.state === 'checking' && <Skeleton lines={8} />}
      {view.state === 'ready' && !mapping && (
        <CheckStep view={view} onRemap={() => setRemapping(true)} onLeave={onLeave} />
      )}
      {(view.state === 'applying' || view.state === 'applied' || view.state === 'failed') && (
        <DoneStep view={view} onAgain={onLeave} />
      )}
    </>
  )
}
