import type { LetterRow } from '@mailroom/contract'
import { type Category, categoryFacts, type RecipientKind } from '@mailroom/letter'
import { Button, Checkbox, Modal } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TextField } from '../../components/form/field.tsx'
import { SelectField } from '../../components/form/select-field.tsx'
import { FormErrorSummary } from '../../components/form-error-summary.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { type ApiError, asApiError } from '../../lib/api-error.ts'
import { currentLanguage } from '../../lib/i18n/i18n.ts'
import { useCreateLetter, useDuplicateLetter } from './api.ts'
import { firstLetter } from './first-letter.ts'
import { categoryChoices, type Language, languages } from './letter-words.ts'
import styles from './letters.module.css'

interface FormDialogProps {
  title: string
  submitLabel: string
  busy: boolean
  failure: ApiError | null
  onClose: () => void
  onSubmit: () => void
  children: ReactNode
}

export function FormDialog({ title, submitLabel, busy, failure, onClose, onSubmit, children }: FormDialogProps) {
  const { t } = useTranslation()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit()
  }
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('parts.close') }}>
      <form className={styles.dialog} onSubmit={submit} noValidate>
        <FormErrorSummary error={failure} fieldIds={{ designation: 'letter-designation' }} />
        {children}
        <div className={styles.buttons}>
          <Button variant="subtle" size="md" onClick={onClose}>
            {t('parts.cancel')}
          </Button>
          <Button type="submit" variant="filled" size="md" loading={busy}>
            {submitLabel}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

interface ListsFieldProps {
  category: Category
  value: RecipientKind[]
  onChange: (value: RecipientKind[]) => void
  error?: string | undefined
}

/** The lists that offer the letter: only those its category is for. */
export function ListsField({ category, value, onChange, error }: ListsFieldProps) {
  const { t } = useTranslation()
  return (
    <Checkbox.Group
      label={t('letters.dialog.lists')}
      value={value}
      error={error}
      onChange={kinds => onChange(categoryFacts[category].recipientKinds.filter(kind => kinds.includes(kind)))}
    >
      <div className={styles.ticks}>
        {categoryFacts[category].recipientKinds.map(kind => (
          <Checkbox key={kind} value={kind} label={t(`people.kinds.${kind}`)} />
        ))}
      </div>
    </Checkbox.Group>
  )
}

export function CreateLetterDialog({ onClose, onCreated }: { onClose: () => void; onCreated: (id: string) => void }) {
  const { t } = useTranslation()
  const create = useCreateLetter()
  const [designation, setDesignation] = useState('')
  const [category, setCategory] = useState<Category>('administration')
  const [lists, setLists] = useState<RecipientKind[]>(['guardian'])
  const [language, setLanguage] = useState<Language>(currentLanguage())
  const failure = create.error ? asApiError(create.error) : null
  const choose = (next: Category) => {
    setCategory(next)
    setLists(now => now.filter(kind => categoryFacts[next].recipientKinds.includes(kind)))
  }
  const submit = () => {
    const contents = firstLetter(language, designation)
    create.mutate(
      { designation, category, recipientKinds: lists, fileName: '', contents },
      { onSuccess: letter => onCreated(letter.id) },
    )
  }
  return (
    <FormDialog
      title={t('letters.dialog.createTitle')}
      submitLabel={t('letters.dialog.create')}
      busy={create.isPending}
      failure={failure}
      onClose={onClose}
      onSubmit={submit}
    >
      <TextField
        id="letter-designation"
        data-autofocus
        label={t('letters.dialog.designation')}
        value={designation}
        maxLength={120}
        error={failure?.fault('designation')}
        onText={setDesignation}
      />
      <SelectField
        label={t('letters.dialog.category')}
        hint={t('letters.dialog.categoryHint')}
        choices={categoryChoices()}
        value={category}
        onChoice={choose}
      />
      <ListsField category={category} value={lists} onChange={setLists} error={failure?.fault('recipientKinds')} />
      <div>
        <p className={styles.label}>{t('letters.dialog.language')}</p>
        <Segmented
          label={t('letters.dialog.language')}
          items={languages.map(id => ({ id, label: t(`people.languages.${id}`) }))}
          value={language}
          onChange={setLanguage}
        />
      </div>
    </FormDialog>
  )
}

interface DuplicateLetterDialogProps {
  letter: LetterRow
  onClose: () => void
  onCreated: (id: string) => void
}

export function DuplicateLetterDialog({ letter, onClose, onCreated }: DuplicateLetterDialogProps) {
  const { t } = useTranslation()
  const duplicate = useDuplicateLetter()
  const [designation, setDesignation] = useState(() => t('letters.dialog.copyOf', { name: letter.designation }))
  const failure = duplicate.error ? asApiError(duplicate.error) : null
  return (
    <FormDialog
      title={t('letters.dialog.duplicateTitle', { name: letter.designation })}
      submitLabel={t('letters.dialog.duplicate')}
      busy={duplicate.isPending}
      failure={failure}
      onClose={onClose}
      onSubmit={() => duplicate.mutate({ id: letter.id, designation }, { onSuccess: copy => onCreated(copy.id) })}
    >
      <TextField
        id="letter-designation"
        data-autofocus
        label={t('letters.dialog.designation')}
        value={designation}
        maxLength={120}
        error={failure?.fault('designation')}
        onText={setDesignation}
      />
    </FormDialog>
  )
}
