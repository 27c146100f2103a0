import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx'
import { Icon } from '../../../components/icon.tsx'
import { IconButton } from '../../../components/icon-button.tsx'
import { Segmented } from '../../../components/segmented.tsx'
import { useFormats } from '../../../lib/formats.ts'
import { type Language, languages, otherLanguage } from '../letter-words.ts'
import styles from './editor-head.module.css'
import type { LetterDraft } from './letter-draft.ts'
import type { LetterProblem } from './letter-problems.ts'
import { SettingsDialog } from './settings-dialog.tsx'
import { TestButton } from './test-button.tsx'

interface EditorHeadProps {
  letterId: string
  draft: LetterDraft
  language: Language
  problems: LetterProblem[]
  savedAt: string
  /** Of the newest version; the next save makes the one after it. */
  mayEdit: boolean
  busy: boolean
  onLanguage: (language: Language) => void
  onSave: () => void
}

export function EditorHead(props: EditorHeadProps) {
  const { letterId, draft, language, problems, mayEdit, busy, onLanguage, onSave } = props
  const { t } = useTranslation()
  const [settings, setSettings] = useState(false)
  return (
    <header className={styles.head}>
      <p className={styles.crumb}>
        <Link to="/letters">{t('letters.editor.crumb')}</Link> ›
      </p>
      <h1 className="cut">{draft.form.designation}</h1>
      {mayEdit && (
        <IconButton size="sm" icon="sliders" label={t('letters.editor.settings')} onClick={() => setSettings(true)} />
      )}
      <LanguageTabs {...{ draft, language, problems, mayEdit, onLanguage }} />
      <SavedWords draft={draft} savedAt={props.savedAt} />
      {mayEdit && (
        <>
          <TestButton letterId={letterId} form={draft.form} dirty={draft.dirty} language={language} />
          <Button
            variant="filled"
            loading={busy}
            disabled={!draft.dirty || problems.length > 0}
            aria-keyshortcuts="Control+S"
            onClick={onSave}
          >
            {t('letters.editor.save', { number: draft.version + 1 })}
          </Button>
        </>
      )}
      {settings && <SettingsDialog form={draft.form} onClose={() => setSettings(false)} onApply={draft.set} />}
    </header>
  )
}

/** "Kept in this tab at 10:42" while writing, "Saved 12 Nov" when nothing is open. */
function SavedWords({ draft, savedAt }: { draft: LetterDraft; savedAt: string }) {
  const { t } = useTranslation()
  const { time, moment } = useFormats()
  const kept = draft.dirty && draft.keptAt !== null
  if (draft.dirty && !kept) return <p className={styles.saved} />
  return (
    <p className={styles.saved} role="status">
      <Icon name="check" size={16} />
      {kept && draft.keptAt !== null
        ? t('letters.editor.kept', { time: time(draft.keptAt) })
        : t('letters.editor.saved', { when: moment(savedAt) })}
    </p>
  )
}

type LanguageTabsProps = Pick<EditorHeadProps, 'draft' | 'language' | 'problems' | 'mayEdit' | 'onLanguage'>

/** One text per language. The one that lacks is offered as a copy to translate; one at fault has an amber sign. */
function LanguageTabs({ draft, language, problems, mayEdit, onLanguage }: LanguageTabsProps) {
  const { t } = useTranslation()
  const [adding, setAdding] = useState<Language | null>(null)
  const { contents } = draft.form
  const pick = (next: Language) => {
    if (contents[next]) onLanguage(next)
    else setAdding(next)
  }
  const add = () => {
    const source = adding && contents[otherLanguage(adding)]
    if (!adding || !source) return
    draft.setVariant(adding, source)
    onLanguage(adding)
    setAdding(null)
  }
  const word = (one: Language) => t(`people.languages.${one}`)
  const item = (one: Language) => {
    const amber = problems.some(problem => problem.language === one)
    const missing = !contents[one]
    const note = amber ? 'letters.editor.problemsIn' : missing ? 'letters.editor.addLanguage' : null
    return {
      id: one,
      label: word(one),
      icon: missing ? ('plus' as const) : undefined,
      amber,
      note: note ? t(note, { language: word(one) }) : undefined,
    }
  }
  return (
    <>
      <Segmented
        wide="phone"
        className={styles.languages}
        label={t('letters.editor.language')}
        items={languages.filter(one => contents[one] || mayEdit).map(item)}
        value={language}
        onChange={pick}
      />
      <ConfirmDialog
        opened={adding !== null}
        onClose={() => setAdding(null)}
        title={t('letters.editor.addTitle', { language: word(adding ?? language) })}
        confirmLabel={t('letters.editor.addCopy')}
        onConfirm={add}
      >
        <p>{t('letters.editor.addWords')}</p>
      </ConfirmDialog>
    </>
  )
}
