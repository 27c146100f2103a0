import { categoryFacts } from '@mailroom/letter'
import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TextField } from '../../../components/form/field.tsx'
import { SelectField } from '../../../components/form/select-field.tsx'
import { SubjectField } from '../language/subject-field.tsx'
import { ListsField } from '../letter-dialogs.tsx'
import { categoryChoices } from '../letter-words.ts'
import styles from '../letters.module.css'
import type { LetterForm } from './letter-draft.ts'

interface SettingsDialogProps {
  form: LetterForm
  onClose: () => void
  onApply: (patch: Partial<LetterForm>) => void
}

/** What stands outside the text; saved with it as one version. */
export function SettingsDialog({ form, onClose, onApply }: SettingsDialogProps) {
  const { t } = useTranslation()
  const [designation, setDesignation] = useState(form.designation)
  const [category, setCategory] = useState(form.category)
  const [recipientKinds, setKinds] = useState(form.recipientKinds)
  const [fileName, setFileName] = useState(form.fileName)
  const offered = recipientKinds.filter(kind => categoryFacts[category].recipientKinds.includes(kind))
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('letters.editor.settings')}
      closeButtonProps={{ 'aria-label': t('parts.close') }}
    >
      <form
        className={styles.dialog}
        noValidate
        onSubmit={event => {
          event.preventDefault()
          onApply({ designation: designation.trim() || form.designation, category, recipientKinds: offered, fileName })
          onClose()
        }}
      >
        <TextField
          data-autofocus
          label={t('letters.dialog.designation')}
          value={designation}
          maxLength={120}
          onText={setDesignation}
        />
        <SelectField
          label={t('letters.dialog.category')}
          hint={t('letters.dialog.categoryHint')}
          choices={categoryChoices()}
          value={category}
          onChoice={setCategory}
        />
        <ListsField
          category={category}
          value={offered}
          onChange={setKinds}
          error={offered.length === 0 ? t('letters.dialog.noList') : undefined}
        />
        <SubjectField
          id="letter-file-name"
          label={t('letters.editor.fileName')}
          category={category}
          value={fileName}
          placeholder={form.designation}
          onChange={setFileName}
        />
        <div className={styles.buttons}>
          <Button variant="subtle" size="md" onClick={onClose}>
            {t('parts.cancel')}
          </Button>
          <Button type="submit" variant="filled" size="md" disabled={offered.length === 0}>
            {t('letters.dialog.apply')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
