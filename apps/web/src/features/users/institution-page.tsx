import type { InstitutionView } from '@mailroom/contract'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorState } from '../../components/error-state.tsx'
import { SaveBar } from '../../components/form/save-bar.tsx'
import { FormErrorSummary } from '../../components/form-error-summary.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { asApiError } from '../../lib/api-error.ts'
import { useDraft } from '../../lib/draft.ts'
import { useShortcuts } from '../../lib/shortcuts.ts'
import sending from '../sending/sending.module.css'
import { institutionQuery, useSaveInstitution } from './api.ts'
import styles from './institution.module.css'
import { LetterheadFields, PaperFields } from './institution-fields.tsx'
import { institutionFieldIds } from './institution-ids.ts'
import { LetterheadPreview } from './letterhead-preview.tsx'

export function InstitutionPage() {
  const query = useQuery(institutionQuery)
  if (query.data) return <Institution saved={query.data} />
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  return (
    <Sheet style={{ flex: 1 }}>
      <Skeleton lines={10} />
    </Sheet>
  )
}

function Institution({ saved }: { saved: InstitutionView }) {
  const { t } = useTranslation()
  const form = useDraft(saved)
  const save = useSaveInstitution()
  const failure = save.error ? asApiError(save.error) : null
  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    // The version is the one read, never one typed over: a colleague's save in between is a conflict, not a loss.
    save.mutate(
      {
        ...form.value,
        addressLines: form.value.addressLines.filter(line => line.trim() !== ''),
        version: saved.version,
      },
      {
        onSuccess: () => {
          form.reset()
          notifications.show({ message: t('users.institution.saved') })
        },
      },
    )
  }
  useShortcuts({ 'mod+s': () => form.dirty && submit() })
  return (
    <div className={styles.page}>
      <Sheet as="form" className={sending.form} aria-label={t('users.institution.title')} noValidate onSubmit={submit}>
        <header className={sending.head}>
          <div>
            <p className={sending.crumb}>
              <Link to="/administration">{t('users.admin.crumb')}</Link>
            </p>
            <h1>{t('users.institution.title')}</h1>
          </div>
        </header>
        <div className={sending.blocks}>
          <FormErrorSummary error={failure} fieldIds={institutionFieldIds} />
          <section className={sending.block}>
            <h2>{t('users.institution.letterhead')}</h2>
            <LetterheadFields form={form} failure={failure} />
          </section>
          <section className={sending.block}>
            <h2>{t('users.institution.paper')}</h2>
            <PaperFields form={form} failure={failure} />
          </section>
        </div>
        <SaveBar dirty={form.dirty} busy={save.isPending} onDiscard={form.reset} />
      </Sheet>
      <LetterheadPreview value={form.value} />
    </div>
  )
}
