import { useQuery } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorState } from '../../../components/error-state.tsx'
import { FormErrorSummary } from '../../../components/form-error-summary.tsx'
import { Skeleton } from '../../../components/skeleton.tsx'
import { sendingQuery } from '../../sending/api.ts'
import { DomainsSection, useDomainDraft } from '../../sending/domains-section.tsx'
import { useSession } from '../api.ts'
import styles from './setup.module.css'
import { StepFoot, type StepProps } from './step-foot.tsx'

/** Domains are saved one by one, so this step has nothing of its own to save. */
export function DomainsStep({ busy, error, onDone }: StepProps) {
  const { t } = useTranslation()
  const { institution } = useSession()
  const query = useQuery(sendingQuery)
  const draft = useDomainDraft()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    // What stands in the line is meant to be added: nothing typed is lost.
    if (draft.typed?.trim()) draft.submit(onDone)
    else onDone()
  }
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  if (!query.data) return <Skeleton />
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <p>{t('users.setup.domainsWords', { institution: institution.name })}</p>
      <FormErrorSummary error={error} />
      <DomainsSection settings={query.data} senderName={query.data.senderName || institution.name} draft={draft} />
      <StepFoot label={t('parts.next')} busy={busy || draft.busy} />
    </form>
  )
}
