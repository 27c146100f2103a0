import type { Category } from '@mailroom/letter'
import type { Editor } from '@tiptap/core'
import { type CSSProperties, type RefObject, useLayoutEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../../components/icon.tsx'
import { selectNode } from './editor-commands.ts'
import styles from './margin-notes.module.css'
import { briefWords, type Counted, countOf, countWords, linesFor, noteWords } from './note-words.ts'
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
  const noted = marks.filter(mark => !mark.quiet)
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
              lines={linesFor(mark.top, noted[noted.indexOf(mark) + 1]?.top)}
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
  /** As many as there are before the next note; a note that is pointed at shows all it says. */
  lines: number
  onClick: () => void
}

function NoteButton({ mark, category, count, lines, onClick }: NoteButtonProps) {
  const { t } = useTranslation()
  const icon = <Icon name={mark.type === 'condition' ? 'condition' : 'repeat'} size={14} />
  const brief = lines <= 2
  const words = noteWords(mark, category, t)
  const counted = count ? `, ${countWords(count, t)}` : ''
  return (
    <button
      type="button"
      className={styles.note}
      data-top={mark.top}
      data-brief={brief || undefined}
      style={{ '--lines': lines } as CSSProperties}
      aria-label={words + counted}
      onClick={onClick}
    >
      {brief && (
        <span className={styles.brief}>
          {icon}
          {briefWords(mark, category, t)}
          {lines === 2 && count?.all && <small className="num">{countWords(count, t)}</small>}
        </span>
      )}
      <span className={styles.whole}>
        {icon}
        {words}
        <small className="num">{counted}</small>
      </span>
    </button>
  )
}
