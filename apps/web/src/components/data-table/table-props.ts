import type { ReactNode } from 'react'
import type { Column, Sort } from './columns.ts'
import type { PagedRows } from './rows.ts'
import type { SelectionStore } from './selection.ts'

export interface CompactCells {
  title: ReactNode
  aside?: ReactNode
  second?: ReactNode
}

export interface DataTableProps<Row> {
  /** Accessible name of the list. */
  label: string
  columns: readonly Column<Row>[]
  rows: PagedRows<Row>
  rowId: (row: Row) => string
  /** Spoken name of a row: "Select James Abbott". */
  rowName: (row: Row) => string
  sort: Sort
  onSort: (sort: Sort) => void
  hidden?: readonly string[]
  /** Row whose detail is open beside the list. */
  openId?: string | undefined
  onOpen?: (row: Row) => void
  /** Double-click or F2. */
  onEdit?: (row: Row) => void
  selection?: SelectionStore
  /** Ids of everything the filters match, in list order: for Ctrl+A and for shift ranges over unloaded rows. */
  allIds?: () => Promise<string[]>
  rowHeight?: number
  /** Two-line row on phones. */
  compact: (row: Row) => CompactCells
  empty: ReactNode
  /** Room below the last row for a floating bar. */
  footRoom?: number
}
