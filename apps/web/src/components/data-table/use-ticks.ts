import { useCallback, useRef } from 'react'
import { SelectionStore, useSelection } from './selection.ts'
import type { DataTableProps } from './table-props.ts'

const none = new SelectionStore('none')

export interface Ticks {
  enabled: boolean
  selected: ReadonlySet<string>
  /** Ticks row `index`; with shift, every row since the last one ticked. */
  tick: (index: number, shift: boolean) => void
  tickAll: () => void
  clear: () => void
}

export function useTicks<Row>({ selection, rows, rowId, allIds }: DataTableProps<Row>): Ticks {
  const selected = useSelection(selection ?? none)
  const anchor = useRef<number | null>(null)
  const idAt = (index: number) => {
    const row = rows.rowAt(index)
    return row === undefined ? undefined : rowId(row)
  }
  const rangeIds = async (from: number, to: number): Promise<string[]> => {
    const loaded = Array.from({ length: to - from + 1 }, (_, step) => idAt(from + step))
    if (loaded.every(id => id !== undefined)) return loaded
    return allIds ? (await allIds()).slice(from, to + 1) : loaded.filter(id => id !== undefined)
  }
  const tick = (index: number, shift: boolean) => {
    const id = idAt(index)
    if (!selection || id === undefined) return
    const on = !selection.get().has(id)
    const start = anchor.current
    anchor.current = index
    if (!shift || start === null) return selection.set([id], on)
    void rangeIds(Math.min(start, index), Math.max(start, index)).then(ids => selection.set(ids, on))
  }
  const tickAll = useCallback(() => {
    if (selection && allIds) void allIds().then(ids => selection.set(ids, true))
  }, [selection, allIds])
  const clear = useCallback(() => selection?.clear(), [selection])
  return { enabled: selection !== undefined, selected, tick, tickAll, clear }
}
