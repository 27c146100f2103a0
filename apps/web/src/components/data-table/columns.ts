import { useLocalStorage } from '@mantine/hooks'
import type { ReactNode } from 'react'

export interface Column<Row> {
  id: string
  title: string
  /** Pixels; the one column without a width takes what is left. */
  width?: number
  /** Pixels where the list has room to spare. */
  wideWidth?: number
  align?: 'start' | 'end'
  /** The server's name for sorting by this column; absent: not sortable. */
  sort?: string
  /** Leaves when the list is narrower than this: the planned order of leaving. */
  minListWidth?: number
  /** The row's name: 600/400, opens the row. Exactly one column has it. */
  primary?: boolean
  cell: (row: Row) => ReactNode
  /** Full text, where it may be cut. */
  hint?: (row: Row) => string
}

export interface Sort {
  by: string
  direction: 'asc' | 'desc'
}

/** Columns the user has hidden, remembered per list on this machine. */
export function useHiddenColumns(listId: string) {
  const [hidden, setHidden] = useLocalStorage<string[]>({
    key: `mailroom-columns-${listId}`,
    defaultValue: [],
    getInitialValueInEffect: false,
  })
  const toggle = (id: string) => setHidden(now => (now.includes(id) ? now.filter(other => other !== id) : [...now, id]))
  return { hidden, toggle }
}

/** A list of this width has room to spare. */
const wideList = 1000

/** The columns that a list of this width shows, with the widths that they have there. */
export const visibleColumns = <Row>(
  columns: readonly Column<Row>[],
  width: number,
  hidden: readonly string[],
): Column<Row>[] =>
  columns
    .filter(column => column.primary || ((column.minListWidth ?? 0) <= width && !hidden.includes(column.id)))
    .map(column => (column.wideWidth && width >= wideList ? { ...column, width: column.wideWidth } : column))
