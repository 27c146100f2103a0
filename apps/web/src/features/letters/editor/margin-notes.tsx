import type { Category } from '@mailroom/letter'
import type { Editor } from '@tiptap/core'
import { type CSSProperties, type RefObject, useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../../components/icon.tsx'
import { type Holder, selectNode } from './editor-commands.ts'
import styles from './letter-sheet.module.css'
import { noteWords } from './note-words.ts'

interface Mark extends Holder {
  depth: number
  top: number
  height: number
  /** Where the note stands: beside its bracket, or below the note before it. */
  noteTop: number
}

const noteHeight = 36

interface MarginNotesProps {
  editor: Editor
  category: Category
  /** The desk that page and notes stand on. */
  host: RefObject<HTMLDivElement | null>
}

/** Conditions and repeats as brackets in the page margin, with a note on the desk that says what they do. */
export function MarginNotes({ editor, category, host }: MarginNotesProps) {
  const { t } = useTranslation()
  const [marks, setMarks] = useState<Mark[]>([])
  const measure = useCallback(() => {
    const desk = host.current
    if (!desk || editor.isDestroyed) return
    const origin = desk.getBoundingClientRect().top
    const found: Mark[] = []
    editor.state.doc.descendants((node, position) => {
      const ours = node.type.name === 'condition' || node.type.name === 'repeat'
      if (!ours && !(node.type.name === 'tableRow' && node.attrs.repeat)) return
      const dom = editor.view.nodeDOM(position)
      if (!(dom instanceof HTMLElement)) return
      const box = dom.getBoundingClientRect()
      const top = box.top - origin
      const depth = found.filter(other => other.top + other.height >= top + box.height && other.top <= top).length
      const type = node.type.name as Holder['type']
      found.push({ type, position, attrs: node.attrs, depth, top, height: box.height, noteTop: top })
    })
    let free = 0
    for (const mark of found) {
      mark.noteTop = Math.max(mark.top - 2, free)
      free = mark.noteTop + noteHeight
    }
    setMarks(now => (JSON.stringify(now) === JSON.stringify(found) ? now : found))
  }, [editor, host])
  useEffect(() => {
    measure()
    editor.on('transaction', measure)
    // Width, fonts and images move what is drawn without a transaction.
    const observer = new ResizeObserver(measure)
    if (host.current) observer.observe(host.current)
    observer.observe(editor.view.dom)
    return () => {
      editor.off('transaction', measure)
      observer.disconnect()
    }
  }, [editor, host, measure])
  return (
    <ul className={styles.notes} aria-label={t('letters.notes.label')}>
      {marks.map(mark => (
        <li key={`${mark.position}-${mark.type}`}>
          <i
            className={styles.bracket}
            style={{ top: mark.top, height: mark.height, '--depth': mark.depth } as CSSProperties}
          />
          <button
            type="button"
            className={styles.note}
            style={{ top: mark.noteTop }}
            onClick={() => selectNode(editor, mark.position)}
          >
            <Icon name={mark.type === 'condition' ? 'condition' : 'repeat'} size={14} />
            {noteWords(mark, category, t)}
          </button>
        </li>
      ))}
    </ul>
  )
}
