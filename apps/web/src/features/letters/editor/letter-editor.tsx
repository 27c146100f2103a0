import { type InstitutionView, type LetterContents, type LetterView, roleMay } from '@mailroom/contract'
import type { Category } from '@mailroom/letter'
import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useBlocker } from '@tanstack/react-router'
import { type Editor, useEditorState } from '@tiptap/react'
import { type ReactNode, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx'
import { Note } from '../../../components/note.tsx'
import { Segmented } from '../../../components/segmented.tsx'
import { Sheet } from '../../../components/sheet.tsx'
import { useShortcuts } from '../../../lib/shortcuts.ts'
import { useMe } from '../../users/api.ts'
import { FieldTree } from '../language/field-tree.tsx'
import { SubjectField } from '../language/subject-field.tsx'
import { categoryWord, type Language } from '../letter-words.ts'
import { askForField, insertField, selectedChip } from './editor-commands.ts'
import { EditorHead } from './editor-head.tsx'
import { Inspector } from './inspector.tsx'
import { type LetterDraft, tidyContents, useLetterDraft } from './letter-draft.ts'
import styles from './letter-editor.module.css'
import { problemsOf, usesOf } from './letter-problems.ts'
import { LetterSheet } from './letter-sheet.tsx'
import { ProblemsNote } from './problems-note.tsx'
import { RecipientPreview } from './recipient-preview.tsx'
import { ConflictDialog, useSaving } from './save-letter.tsx'
import { Toolbar } from './toolbar.tsx'
import { useLetterLanguage, useLetterText } from './use-letter-text.ts'
import { useRecipientPreview } from './use-recipient-preview.ts'
import { VersionsPane } from './versions-pane.tsx'

const panes = ['letter', 'fields', 'preview'] as const
/** What a narrow screen shows; a wide one shows all three side by side. */
type Pane = (typeof panes)[number]

interface LetterEditorProps {
  letter: LetterView
  institution: InstitutionView
}

export function LetterEditor({ letter, institution }: LetterEditorProps) {
  const me = useMe()
  const mayEdit = roleMay(me.role, 'letters.edit') && !letter.archived
  const draft = useLetterDraft(letter)
  const { form } = draft
  const { category } = form
  const [language, setLanguage] = useLetterLanguage(draft)
  const [pane, setPane] = useState<Pane>('letter')
  const problems = useMemo(() => problemsOf(form.contents, category), [form.contents, category])
  const saving = useSaving(letter, draft)
  const editor = useLetterText(draft, language, mayEdit)
  const preview = useRecipientPreview(form, language)
  const save = () => draft.dirty && problems.length === 0 && !saving.busy && saving.save()
  useShortcuts({ 'mod+s': () => mayEdit && save() })
  return (
    <div className={styles.editor} data-pane={pane}>
      <EditorHead
        letterId={letter.id}
        savedAt={letter.savedAt}
        busy={saving.busy}
        onLanguage={setLanguage}
        onSave={save}
        {...{ draft, language, problems, mayEdit }}
      />
      <PaneTabs pane={pane} onPane={setPane} />
      <FieldsPane {...{ letter, draft, language, editor, mayEdit }} onInserted={() => setPane('letter')} />
      <LetterPane {...{ letter, draft, language, editor, mayEdit }}>
        <Notes draft={draft} saving={saving} />
        {editor && <ProblemsNote {...{ problems, editor, language }} onLanguage={setLanguage} />}
        {editor && <LetterSheet {...{ editor, category, language, institution }} counted={preview.counted} />}
      </LetterPane>
      <div className={styles.right}>
        {editor && mayEdit && <Inspector {...{ editor, category, language }} />}
        <RecipientPreview preview={preview} />
      </div>
      <ConflictDialog saving={saving} />
      <LeaveDialog dirty={draft.dirty} />
    </div>
  )
}

function PaneTabs({ pane, onPane }: { pane: Pane; onPane: (pane: Pane) => void }) {
  const { t } = useTranslation()
  return (
    <div className={styles.panes}>
      <Segmented
        wide
        label={t('letters.editor.panes')}
        items={panes.map(id => ({ id, label: t(`letters.editor.${id}Tab`) }))}
        value={pane}
        onChange={onPane}
      />
    </div>
  )
}

interface PaneProps {
  letter: LetterView
  draft: LetterDraft
  language: Language
  editor: Editor | null
  mayEdit: boolean
}

/** The fields of the category, with the letter's versions at the foot. */
function FieldsPane({ letter, draft, language, editor, mayEdit, onInserted }: PaneProps & { onInserted: () => void }) {
  const { t } = useTranslation()
  const { form } = draft
  const uses = useMemo(() => usesOf(form.contents[language]?.document ?? { type: 'doc' }), [form.contents, language])
  const pick = (field: string) => {
    if (!editor || !mayEdit) return
    insertField(editor, form.category, field)
    onInserted()
  }
  const restore = (contents: LetterContents, number: number) => {
    draft.replace({ ...form, contents: tidyContents(contents) })
    notifications.show({ message: t('letters.versions.restored', { number }) })
  }
  return (
    <Sheet as="aside" className={styles.left} aria-label={t('letters.fields.pane')}>
      <header className={styles.paneHead}>
        <h2>{t('letters.fields.title')}</h2>
        <span>{categoryWord(form.category)}</span>
      </header>
      <div className={styles.fields}>
        {editor && <Fields editor={editor} category={form.category} used={uses} onPick={pick} />}
      </div>
      <VersionsPane
        letterId={letter.id}
        current={letter.version}
        form={form}
        language={language}
        onRestore={mayEdit ? restore : undefined}
      />
    </Sheet>
  )
}

function LetterPane({ letter, draft, language, editor, mayEdit, children }: PaneProps & { children: ReactNode }) {
  const { t } = useTranslation()
  const { form } = draft
  return (
    <section className={styles.middle} aria-label={t('letters.editor.letterTab')}>
      <Sheet as="div" className={styles.tools}>
        {editor && mayEdit && <Toolbar editor={editor} category={form.category} onField={() => askForField(editor)} />}
        {mayEdit ? (
          <div className={styles.subject}>
            <SubjectField
              key={`${language}-${draft.edition}`}
              id="letter-subject"
              label={t('letters.editor.subject')}
              category={form.category}
              value={form.contents[language]?.subject ?? ''}
              onChange={subject => draft.setVariant(language, { subject })}
            />
          </div>
        ) : (
          <p className={styles.readOnly}>
            {letter.archived ? t('letters.editor.archived') : t('letters.editor.readOnly')}
          </p>
        )}
      </Sheet>
      {children}
    </section>
  )
}

interface FieldsProps {
  editor: Editor
  category: Category
  used: ReadonlyMap<string, number>
  onPick: (field: string) => void
}

function Fields({ editor, ...tree }: FieldsProps) {
  const current = useEditorState({ editor, selector: ({ editor: now }) => selectedChip(now)?.attrs.field })
  return <FieldTree {...tree} current={current} />
}

/** What came back from an earlier visit, and what the server refused. */
function Notes({ draft, saving }: { draft: LetterDraft; saving: ReturnType<typeof useSaving> }) {
  const { t } = useTranslation()
  return (
    <>
      {draft.restored && draft.dirty && (
        <Note
          tone="info"
          role="status"
          className={styles.problems}
          title={t('letters.editor.restoredDraft')}
          actions={
            <Button size="xs" onClick={() => draft.replace(draft.saved)}>
              {t('letters.editor.throwAway')}
            </Button>
          }
        />
      )}
      {saving.failure && (
        <Note tone="bad" role="alert" className={styles.problems} title={saving.failure.message}>
          {[saving.failure.hint, ...saving.failure.fields.map(fault => fault.message)]
            .filter((words, index, all) => words && words !== saving.failure?.message && all.indexOf(words) === index)
            .join(' ')}
        </Note>
      )}
    </>
  )
}

function LeaveDialog({ dirty }: { dirty: boolean }) {
  const { t } = useTranslation()
  const blocker = useBlocker({ shouldBlockFn: () => dirty, enableBeforeUnload: () => dirty, withResolver: true })
  return (
    <ConfirmDialog
      opened={blocker.status === 'blocked'}
      onClose={() => blocker.reset?.()}
      title={t('parts.leaveTitle')}
      confirmLabel={t('parts.leaveAnyway')}
      onConfirm={() => blocker.proceed?.()}
    >
      <p>{t('letters.editor.leaveWords')}</p>
    </ConfirmDialog>
  )
}
