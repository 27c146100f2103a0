import type { Editor } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { type RefObject, useCallback, useEffect, useState } from 'react'
import type { Holder } from './editor-commands.ts'

export interface MarginMark extends Holder {
  depth: number
  top: number
  height: number
  /** The repeated row inside says the same: the bracket is enough. */
  quiet: boolean
  /** Of a condition: its place among the letter's conditions, as the preview counts them. */
  condition: number | null
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

/** Where conditions and repeats are drawn, measured from the top of the desk. */
function marksOf(editor: Editor, desk: HTMLElement): MarginMark[] {
  const origin = desk.getBoundingClientRect().top
  const found: MarginMark[] = []
  let conditions = 0
  editor.state.doc.descendants((node, position) => {
    const type = node.type.name as Holder['type']
    if (type !== 'condition' && type !== 'repeat' && !(type === 'tableRow' && node.attrs.repeat)) return
    const condition = type === 'condition' ? conditions++ : null
    const dom = editor.view.nodeDOM(position)
    if (!(dom instanceof HTMLElement)) return
    const box = dom.getBoundingClientRect()
    const top = box.top - origin
    const depth = found.filter(other => other.top + other.height >= top + box.height && other.top <= top).length
    const place = { depth, top, height: box.height }
    found.push({ type, position, attrs: node.attrs, ...place, quiet: onlyHoldsRows(node), condition })
  })
  return found
}

/** The marks as they are drawn now; measured anew after each change of the text, its width, fonts or images. */
export function useMarginMarks(editor: Editor, host: RefObject<HTMLElement | null>): MarginMark[] {
  const [marks, setMarks] = useState<MarginMark[]>([])
  const measure = useCallback(() => {
    const desk = host.current
    if (!desk || editor.isDestroyed) return
    const found = marksOf(editor, desk)
    setMarks(now => (JSON.stringify(now) === JSON.stringify(found) ? now : found))
  }, [editor, host])
  useEffect(() => {
    measure()
    editor.on('transaction', measure)
    const observer = new ResizeObserver(measure)
    if (host.current) observer.observe(host.current)
    observer.observe(editor.view.dom)
    return () => {
      editor.off('transaction', measure)
      observer.disconnect()
    }
  }, [editor, host, measure])
  return marks
}
