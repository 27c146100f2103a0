import type { Category } from '@mailroom/letter'
import type { Editor } from '@tiptap/core'
import { type CSSProperties, type RefObject, useLayoutEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../../components/icon.tsx'
import { selectNode } from './editor-commands.ts'
import styles from './margin-notes.module.css'
import { type Counted, countOf, countWords, noteWords } from './note-words.ts'
import { type MarginMark, useMarginMarks } from './use-margin-marks.ts'

interface MarginNotesProps {
  editor: Editor
  category: Category
  counted: Counted | undefined
  /** The desk that page and notes stand on. */
  host: RefObject<HTMLDivElement | null>
}

/** Conditions and repeats as brackets in the page margin, with a note on the desk that says what they do. */
export function MarginNotes({ editor, category, counted, host }: MarginNotesProps) {
  const { t } = useTranslation()
  const marks = useMarginMarks(editor, host)
  const list = useRef<HTMLUListElement>(null)
  // A note stands beside its bracket, or below the note before it: how tall they are is only known once drawn.
  useLayoutEffect(() => {
    let free = 0
    for (const note of list.current?.querySelectorAll<HTMLElement>('button') ?? []) {
      const top = Math.max(Number(note.dataset.top) - 2, free)
      note.style.top = `${top}px`
      free = top + note.offsetHeight + 2
    }
  })
  const conditions = marks.filter(mark => mark.condition !== null).length
  return (
    <ul ref={list} aria-label={t('letters.notes.label')}>
      {marks.map(mark => (
        <li key={`${mark.position}-${mark.type}`}>
          <i
            className={styles.bracket}
            style={{ top: mark.top, height: mark.height, '--depth': mark.depth } as CSSProperties}
          />
          {!mark.quiet && (
            <NoteButton
              {...{ mark, category }}
              count={countOf(counted, mark.condition, conditions)}
              onClick={() => selectNode(editor, mark.position)}
            />
          )}
        </li>
      ))}
    </ul>
  )
}

interface NoteButtonProps {
  mark: MarginMark
  category: Category
  count: ReturnType<typeof countOf>
  onClick: () => void
}

function NoteButton({ mark, category, count, onClick }: NoteButtonProps) {
  const { t } = useTranslation()
  return (
    <button type="button" className={styles.note} data-top={mark.top} onClick={onClick}>
      <Icon name={mark.type === 'condition' ? 'condition' : 'repeat'} size={14} />
      {noteWords(mark, category, t)}
      {count && <small className="num">, {countWords(count, t)}</small>}
    </button>
  )
}
