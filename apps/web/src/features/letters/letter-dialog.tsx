import type { LetterRow } from '@mailroom/contract'
import { type Category, categories, categoryFacts, type RecipientKind } from '@mailroom/letter'
import { Button, Checkbox, Modal } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TextField } from '../../components/form/field.tsx'
import { SelectField } from '../../components/form/select-field.tsx'
import { FormErrorSummary } from '../../components/form-error-summary.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { currentLanguage } from '../../lib/i18n/i18n.ts'
import { useCreateLetter, useDuplicateLetter } from './api.ts'
import styles from './letters.module.css'

export type LetterDialogState = { type: 'create' } | { type: 'duplicate'; letter: LetterRow }

interface LetterDialogProps {
  state: LetterDialogState | null
  onClose: () => void
  onMade: (id: string) => void
}

const blank = { type: 'doc' as const, content: [{ type: 'heading', attrs: { level: 1 } }, { type: 'paragraph' }] }

/** A new letter needs a name and a category; everything else is done where it can be seen. */
export function LetterDialog({ state, onClose, onMade }: LetterDialogProps) {
  const { t } = useTranslation()
  const copied = state?.type === 'duplicate' ? state.letter : null
  const [designation, setDesignation] = useState(copied ? t('letters.dialog.copyOf', { name: copied.designation }) : '')
  const [category, setCategory] = useState<Category>('administration')
  const [lists, setLists] = useState<readonly RecipientKind[]>(categoryFacts.administration.recipientKinds)
  const [language, setLanguage] = useState(currentLanguage())
  const create = useCreateLetter()
  const duplicate = useDuplicateLetter()
  const error = create.error ?? duplicate.error
  const made = { onSuccess: ({ id }: { id: string }) => onMade(id) }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (copied) duplicate.mutate({ id: copied.id, designation }, made)
    else create.mutate({ designation, category, recipientKinds: [...lists], contents: { [language]: { subject: designation, document: blank } } }, made)
  }
  return (
    <Modal
      opened={state !== null}
      onClose={onClose}
      title={copied ? t('letters.dialog.duplicateTitle', { name: copied.designation }) : t('letters.dialog.createTitle')}
      size={460}
      closeButtonProps={{ 'aria-label': t('parts.close') }}
    >
      <form className={styles.dialog} onSubmit={submit} noValidate>
        <FormErrorSummary error={error} />
        <TextField data-autofocus label={t('letters.dialog.designation')} value={designation} maxLength={120} onText={setDesignation} />
        {!copied && (
          <>
            <SelectField
              label={t('letters.dialog.category')}
              hint={t('letters.dialog.categoryHint')}
              value={category}
              choices={categories.map(value => ({ value, label: categoryFacts[value].label[currentLanguage()] }))}
              onChoice={value => {
                setCategory(value)
                setLists(categoryFacts[value].recipientKinds)
              }}
            />
            <ListsField category={category} lists={lists} onLists={setLists} />
            <div>
              <span className={styles.label}>{t('letters.dialog.language')}</span>
              <Segmented
                label={t('letters.dialog.language')}
                items={[
                  { id: 'en', label: t('parts.english') },
                  { id: 'fr', label: t('parts.french') },
                ]}
                value={language}
                onChange={setLanguage}
              />
            </div>
          </>
        )}
        <div className={styles.dialogButtons}>
          <Button variant="subtle" size="md" onClick={onClose}>
            {t('parts.cancel')}
          </Button>
          <Button type="submit" variant="filled" size="md" loading={create.isPending || duplicate.isPending} disabled={designation.trim() === '' || lists.length === 0}>
            {copied ? t('letters.dialog.duplicate') : t('letters.dialog.create')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

interface ListsFieldProps {
  category: Category
  lists: readonly RecipientKind[]
  onLists: (lists: RecipientKind[]) => void
}

export function ListsField({ category, lists, onLists }: ListsFieldProps) {
  const { t } = useTranslation()
  return (
    <Checkbox.Group label={t('letters.dialog.lists')} value={[...lists]} onChange={values => onLists(values as RecipientKind[])}>
      <div className={styles.lists}>
        {categoryFacts[category].recipientKinds.map(kind => (
          <Checkbox key={kind} value={kind} label={t(`people.kinds.${kind}`)} />
        ))}
      </div>
    </Checkbox.Group>
  )
}
