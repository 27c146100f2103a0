import { useTranslation } from 'react-i18next'
import type { Column } from './columns.ts'
import styles from './data-table.module.css'
import type { DataTableProps } from './table-props.ts'
import { Tick } from './tick.tsx'
import type { Ticks } from './use-ticks.ts'

interface TableRowProps<Row> {
  index: number
  columns: readonly Column<Row>[]
  height: number
  table: DataTableProps<Row>
  ticks: Ticks
}

export function TableRow<Row>({ index, columns, height, table, ticks }: TableRowProps<Row>) {
  const { t } = useTranslation()
  const row = table.rows.rowAt(index)
  if (row === undefined) return <PendingRow index={index} span={columns.length + 1} height={height} />
  const id = table.rowId(row)
  const open = table.openId === id
  const cells = columns.map(column =>
    column.primary ? (
      <TitleCell key={column.id} column={column} row={row} table={table} open={open} />
    ) : (
      <td key={column.id} data-align={column.align} title={column.hint?.(row)}>
        {column.cell(row)}
      </td>
    ),
  )
  return (
    // The title button is the keyboard's way; a click anywhere in the row is a convenience.
    <tr
      className={styles.row}
      data-row={index}
      data-on={ticks.selected.has(id) || undefined}
      data-open={open || undefined}
      aria-rowindex={index + 2}
      style={{ height }}
      onClick={event => isPlainClick(event.target) && table.onOpen?.(row)}
      onDoubleClick={() => table.onEdit?.(row)}
    >
      {ticks.enabled && (
        <td className={styles.tickCell}>
          <Tick
            label={t('parts.select', { name: table.rowName(row) })}
            checked={ticks.selected.has(id)}
            onTick={shift => ticks.tick(index, shift)}
          />
        </td>
      )}
      {cells}
    </tr>
  )
}

/** A click on a control inside the row is that control's; a click while text is being selected is nobody's. */
function isPlainClick(target: EventTarget): boolean {
  if (target instanceof Element && target.closest('button, a, input, label')) return false
  return (window.getSelection()?.toString() ?? '') === ''
}

interface TitleCellProps<Row> {
  column: Column<Row>
  row: Row
  table: DataTableProps<Row>
  open: boolean
}

function TitleCell<Row>({ column, row, table, open }: TitleCellProps<Row>) {
  return (
    <th scope="row" className={styles.title} title={column.hint?.(row)}>
      {table.onOpen ? (
        <button type="button" data-title aria-current={open ? 'true' : undefined} onClick={() => table.onOpen?.(row)}>
          {column.cell(row)}
        </button>
      ) : (
        column.cell(row)
      )}
    </th>
  )
}

function PendingRow({ index, span, height }: { index: number; span: number; height: number }) {
  return (
    <tr className={styles.row} data-row={index} aria-rowindex={index + 2} aria-busy="true" style={{ height }}>
      <td colSpan={span}>
        <i className={styles.pending} style={{ width: `${30 + ((index * 37) % 40)}%` }} />
      </td>
    </tr>
  )
}
