import { Button } from '@mantine/core'
import { type FormEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TextField } from '../../components/form/field.tsx'
import { SelectField } from '../../components/form/select-field.tsx'
import { FormErrorSummary } from '../../components/form-error-summary.tsx'
import { Note } from '../../components/note.tsx'
import { asApiError } from '../../lib/api-error.ts'
import { usePeopleCounts } from './api.ts'
import { EmailRows } from './email-rows.tsx'
import styles from './person-form.module.css'
import { emptyPostal, tidied, type PersonForm as Values } from './person-values.ts'
import { PostalFields } from './postal-fields.tsx'

type Editable = Omit<Values, 'version'>

interface PersonFormProps {
  initial: Editable
  withClass?: boolean
  submitLabel: string
  busy: boolean
  error: unknown
  onReload?: (() => void) | undefined
  onCancel: () => void
  onSubmit: (values: Editable, classId: string | null) => void
}

export function PersonForm({
  initial,
  withClass,
  submitLabel,
  busy,
  error,
  onReload,
  onCancel,
  onSubmit,
}: PersonFormProps) {
  const { t } = useTranslation()
  const form = useId()
  const [values, setValues] = useState<Editable>(initial)
  const [classId, setClassId] = useState('')
  const set = (patch: Partial<Editable>) => setValues(now => ({ ...now, ...patch }))
  const failure = error ? asApiError(error) : null
  const ids = Object.fromEntries(['surname', 'givenName', 'title', 'phone'].map(name => [name, `${form}-${name}`]))
  const text = (name: 'surname' | 'givenName' | 'title' | 'phone') => ({
    id: ids[name] ?? name,
    value: values[name],
    error: failure?.fault(name),
    onText: (value: string) => set({ [name]: value }),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit(tidied(values), classId || null)
  }
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      {onReload ? <Conflict onReload={onReload} /> : <FormErrorSummary error={error} fieldIds={ids} />}
      <div className={styles.names}>
        <TextField {...text('title')} label={t('people.form.titleField')} placeholder={t('people.form.titleHint')} />
        <TextField {...text('surname')} label={t('people.form.surname')} data-autofocus required />
        <TextField {...text('givenName')} label={t('people.form.givenName')} />
      </div>
      <EmailRows emails={values.emails} failure={failure} onChange={emails => set({ emails })} />
      <div className={styles.two}>
        <TextField {...text('phone')} label={t('people.form.phone')} type="tel" />
        <SelectField
          label={t('people.form.language')}
          value={values.language}
          choices={(['en', 'fr'] as const).map(value => ({ value, label: t(`people.languages.${value}`) }))}
          onChoice={language => set({ language })}
        />
      </div>
      {withClass && <ClassField value={classId} onChange={setClassId} />}
      <PostalFields value={values.postal ?? emptyPostal} failure={failure} onChange={postal => set({ postal })} />
      <div className={styles.buttons}>
        <Button variant="subtle" size="md" onClick={onCancel}>
          {t('parts.cancel')}
        </Button>
        <Button type="submit" variant="filled" size="md" loading={busy}>
          {submitLabel}
        </Button>
      </div>
    </form>
  )
}

function Conflict({ onReload }: { onReload: () => void }) {
  const { t } = useTranslation()
  return (
    <Note
      tone="warn"
      role="alert"
      title={t('people.form.conflict')}
      actions={
        <Button size="xs" onClick={onReload}>
          {t('people.form.loadTheirs')}
        </Button>
      }
    >
      {t('people.form.conflictWords')}
    </Note>
  )
}

function ClassField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation()
  const classes = usePeopleCounts().data?.classes ?? []
  const choices = [
    { value: '', label: t('people.form.noClass') },
    ...classes.map(item => ({ value: item.id, label: item.name })),
  ]
  return <SelectField label={t('people.form.class')} value={value} choices={choices} searchable onChoice={onChange} />
}
