import type { Virtualizer } from '@tanstack/react-virtual'
import { type RefObject, useEffect, useRef } from 'react'
import { useShortcuts } from '../../lib/shortcuts.ts'
import type { DataTableProps } from './table-props.ts'
import type { Ticks } from './use-ticks.ts'

/** j and k move, x ticks, Enter opens (the row's own button does that), F2 edits, Ctrl+A ticks all filtered. */
export function useTableKeys<Row>(
  table: DataTableProps<Row>,
  ticks: Ticks,
  virtual: Virtualizer<HTMLDivElement, Element>,
  scroller: RefObject<HTMLDivElement | null>,
): void {
  const { rows, rowId, openId, onOpen, onEdit } = table
  const cursor = useRef(-1)
  const wanted = useRef<number | null>(null)
  const rowElement = (index: number) =>
    scroller.current?.querySelector<HTMLElement>(`[data-row="${index}"] [data-title]`)
  const focused = () => {
    const row = document.activeElement?.closest<HTMLElement>('[data-row]')
    if (row && scroller.current?.contains(row)) return Number(row.dataset.row)
    const open = openId === undefined ? -1 : rows.indexWhere(candidate => rowId(candidate) === openId)
    return open >= 0 ? open : cursor.current
  }
  const move = (step: 1 | -1) => {
    const index = Math.min(rows.total - 1, Math.max(0, focused() + step))
    cursor.current = index
    wanted.current = index
    virtual.scrollToIndex(index, { align: 'auto' })
    const row = rows.rowAt(index)
    if (row !== undefined && openId !== undefined && onOpen && rowId(row) !== openId) onOpen(row)
    rowElement(index)?.focus({ preventScroll: true })
  }
  const atCursor = (act: (row: Row) => void) => () => {
    const row = rows.rowAt(focused())
    if (row !== undefined) act(row)
  }
  useShortcuts({
    j: () => move(1),
    k: () => move(-1),
    ...(ticks.enabled && { x: () => ticks.tick(focused(), false) }),
    ...(onEdit && { F2: atCursor(onEdit) }),
    ...(ticks.enabled && { 'mod+a': event => selectAll(event, ticks) }),
  })
  // Opened from elsewhere (the panel's arrows, a link): bring the line into sight, leave the focus where it is.
  const openIndex = openId === undefined ? -1 : rows.indexWhere(row => rowId(row) === openId)
  useEffect(() => {
    if (openIndex >= 0) virtual.scrollToIndex(openIndex, { align: 'auto' })
  }, [openIndex, virtual])
  // A row that was out of sight exists only after the scroll: it takes the focus then.
  useEffect(() => {
    if (wanted.current === null) return
    const element = rowElement(wanted.current)
    if (!element) return
    wanted.current = null
    element.focus({ preventScroll: true })
  })
}

function selectAll(event: KeyboardEvent, ticks: Ticks): void {
  const field =
    event.target instanceof HTMLElement
      ? event.target.closest('input:not([type=checkbox]), textarea, [contenteditable=true]')
      : null
  // Inside a field Ctrl+A keeps its own meaning; the shortcut layer has already prevented it, so do it here.
  if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) field.select()
  else ticks.tickAll()
}
