import { Button } from '@mantine/core'
import type { Editor } from '@tiptap/core'
import { useTranslation } from 'react-i18next'
import { Note } from '../../../components/note.tsx'
import { currentLanguage } from '../../../lib/i18n/i18n.ts'
import type { Language } from '../letter-words.ts'
import { selectNode, setAttrs } from './editor-commands.ts'
import styles from './letter-editor.module.css'
import { type LetterProblem, positionOf } from './letter-problems.ts'

const most = 4

interface ProblemsNoteProps {
  problems: LetterProblem[]
  editor: Editor
  language: Language
  onLanguage: (language: Language) => void
}

/** What keeps the letter from being saved, in words, each leading to its place. */
export function ProblemsNote({ problems, editor, language, onLanguage }: ProblemsNoteProps) {
  const { t } = useTranslation()
  if (problems.length === 0) return null
  const show = (problem: LetterProblem) => {
    if (problem.language !== language) {
      onLanguage(problem.language)
      return
    }
    const position = positionOf(editor.state.doc, problem.path)
    if (problem.part === 'document' && position !== null && problem.path !== '') selectNode(editor, position)
    else document.getElementById('letter-subject')?.focus()
  }
  return (
    <Note
      tone="warn"
      role="status"
      title={t('letters.problems.title', { count: problems.length })}
      className={styles.problems}
    >
      <ul>
        {problems.slice(0, most).map(problem => (
          <li key={`${problem.language}-${problem.part}-${problem.path}-${problem.code}`}>
            <span>{problem.message[currentLanguage()]}</span>
            <Button size="xs" variant="subtle" onClick={() => show(problem)}>
              {t('letters.problems.show')}
            </Button>
            <Replace problem={problem} editor={editor} language={language} />
          </li>
        ))}
      </ul>
    </Note>
  )
}

/** A misspelt field is one click away from the one that was meant. */
function Replace({ problem, editor, language }: { problem: LetterProblem; editor: Editor; language: Language }) {
  const { t } = useTranslation()
  const meant = problem.suggestion
  const position = positionOf(editor.state.doc, problem.path)
  const here = problem.part === 'document' && problem.language === language && problem.code === 'unknown-field'
  if (!meant || !here || position === null) return null
  const node = editor.state.doc.nodeAt(position)
  if (!node || !('field' in node.attrs)) return null
  return (
    <Button size="xs" variant="light" onClick={() => setAttrs(editor, position, { field: meant })}>
      {t('letters.problems.replace', { name: meant })}
    </Button>
  )
}
