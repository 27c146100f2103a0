import type { Category } from '@mailroom/letter'
import type { Editor } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { type CSSProperties, type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../../components/icon.tsx'
import { type Holder, selectNode } from './editor-commands.ts'
import styles from './letter-sheet.module.css'
import { noteWords } from './note-words.ts'

interface Mark extends Holder {
  depth: number
  top: number
  height: number
  /** The repeated row inside says the same: the bracket is enough. */
  quiet: boolean
}

/** A table with one row per item stands in a condition that leaves it out when there is no item. */
function onlyHoldsRows(node: Node): boolean {
  if (node.type.name !== 'condition' || node.childCount !== 1 || node.attrs.operator !== 'filled') return false
  let same = false
  node.descendants(inner => {
    if (inner.type.name === 'tableRow' && inner.attrs.repeat === node.attrs.field) same = true
  })
  return same
}

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
      found.push({
        type,
        position,
        attrs: node.attrs,
        depth,
        top,
        height: box.height,
        quiet: onlyHoldsRows(node),
      })
    })
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
  return (
    <ul ref={list} className={styles.notes} aria-label={t('letters.notes.label')}>
      {marks.map(mark => (
        <li key={`${mark.position}-${mark.type}`}>
          <i
            className={styles.bracket}
            style={{ top: mark.top, height: mark.height, '--depth': mark.depth } as CSSProperties}
          />
          {!mark.quiet && (
            <button
              type="button"
              className={styles.note}
              data-top={mark.top}
              onClick={() => selectNode(editor, mark.position)}
            >
              <Icon name={mark.type === 'condition' ? 'condition' : 'repeat'} size={14} />
              {noteWords(mark, category, t)}
            </button>
          )}
        </li>
      ))}
    </ul>
  )
}
