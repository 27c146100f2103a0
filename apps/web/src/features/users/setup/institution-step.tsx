import type { InstitutionView } from '@mailroom/contract'
import { useQuery } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorState } from '../../../components/error-state.tsx'
import { FormErrorSummary } from '../../../components/form-error-summary.tsx'
import { Skeleton } from '../../../components/skeleton.tsx'
import { asApiError } from '../../../lib/api-error.ts'
import { useDraft } from '../../../lib/draft.ts'
import { institutionQuery, useSaveInstitution } from '../api.ts'
import { LetterheadFields } from '../institution-fields.tsx'
import { institutionFieldIds } from '../institution-ids.ts'
import styles from './setup.module.css'
import { StepFoot, type StepProps } from './step-foot.tsx'

export function InstitutionStep(props: StepProps) {
  const query = useQuery(institutionQuery)
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  return query.data ? <Fields saved={query.data} {...props} /> : <Skeleton />
}

function Fields({ saved, busy, error, onDone }: StepProps & { saved: InstitutionView }) {
  const { t } = useTranslation()
  const form = useDraft(saved)
  const save = useSaveInstitution()
  const failure = save.error ? asApiError(save.error) : null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const addressLines = form.value.addressLines.filter(line => line.trim() !== '')
    save.mutate({ ...form.value, addressLines, version: saved.version }, { onSuccess: onDone })
  }
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <p>{t('users.setup.institutionWords')}</p>
      <FormErrorSummary error={failure ?? error} fieldIds={institutionFieldIds} />
      {/* Nothing was saved before: the word "changed" would only be noise here. */}
      <LetterheadFields form={{ ...form, isChanged: () => false }} failure={failure} />
      <StepFoot label={t('users.setup.continue')} busy={busy || save.isPending} onLater={onDone} />
    </form>
  )
}
