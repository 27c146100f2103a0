import type { SignatureView } from '@mailroom/contract'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Icon } from '../../components/icon.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { signaturesQuery } from './api.ts'
import styles from './signatures.module.css'

// The editor is the heaviest thing here; the list of signatures does not wait for it.
const SignatureEditor = lazy(() =>
  import('./signature-editor.tsx').then(module => ({ default: module.SignatureEditor })),
)

export function SignaturesPanel() {
  const { t } = useTranslation()
  const query = useQuery(signaturesQuery)
  const [openId, setOpenId] = useState<string | 'new' | null>(null)
  const signatures = query.data?.signatures ?? []
  const current =
    openId === 'new' ? null : (signatures.find(signature => signature.id === openId) ?? signatures[0] ?? null)
  const create = () => setOpenId('new')
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  if (query.isPending) return <Skeleton />
  if (signatures.length === 0 && openId !== 'new') {
    const action = (
      <Button variant="filled" leftSection={<Icon name="plus" />} onClick={create}>
        {t('signatures.new')}
      </Button>
    )
    return (
      <EmptyState icon="signature" title={t('signatures.empty')} action={action}>
        {t('signatures.emptyWords')}
      </EmptyState>
    )
  }
  return (
    <div className={styles.split}>
      <SignatureList
        signatures={signatures}
        current={current}
        isNew={openId === 'new'}
        onOpen={setOpenId}
        onNew={create}
      />
      <Suspense fallback={<Skeleton />}>
        <SignatureEditor
          key={current?.id ?? 'new'}
          signature={current}
          onSaved={setOpenId}
          onDeleted={() => setOpenId(null)}
        />
      </Suspense>
    </div>
  )
}

interface SignatureListProps {
  signatures: SignatureView[]
  current: SignatureView | null
  isNew: boolean
  onOpen: (id: string) => void
  onNew: () => void
}

function SignatureList({ signatures, current, isNew, onOpen, onNew }: SignatureListProps) {
  const { t } = useTranslation()
  return (
    <nav className={styles.names} aria-label={t('signatures.title')}>
      {signatures.map(signature => (
        <button
          key={signature.id}
          type="button"
          aria-current={signature === current ? 'true' : undefined}
          onClick={() => onOpen(signature.id)}
        >
          {signature.name}
        </button>
      ))}
      {isNew && (
        <button type="button" aria-current="true">
          {t('signatures.new')}
        </button>
      )}
      {!isNew && (
        <button type="button" className={styles.add} onClick={onNew}>
          <Icon name="plus" size={16} />
          {t('signatures.new')}
        </button>
      )}
    </nav>
  )
}
