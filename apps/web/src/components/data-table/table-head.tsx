import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/formats.ts'
import { Icon } from '../icon.tsx'
import type { Column, Sort } from './columns.ts'
import styles from './data-table.module.css'
import type { DataTableProps } from './table-props.ts'
import { Tick } from './tick.tsx'
import type { Ticks } from './use-ticks.ts'

interface TableHeadProps<Row> {
  columns: readonly Column<Row>[]
  table: DataTableProps<Row>
  ticks: Ticks
}

export function TableHead<Row>({ columns, table, ticks }: TableHeadProps<Row>) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const all = ticks.selected.size > 0 && ticks.selected.size >= table.rows.total
  return (
    <>
      <colgroup>
        {ticks.enabled && <col style={{ width: 40 }} />}
        {columns.map(column => (
          <col key={column.id} style={{ width: column.width }} />
        ))}
      </colgroup>
      <thead>
        <tr aria-rowindex={1}>
          {ticks.enabled && (
            <td className={styles.tickCell}>
              <Tick
                label={t('parts.selectAll', { total: number(table.rows.total) })}
                checked={all}
                indeterminate={ticks.selected.size > 0 && !all}
                onTick={() => (ticks.selected.size > 0 ? ticks.clear() : ticks.tickAll())}
              />
            </td>
          )}
          {columns.map(column => (
            <HeadCell key={column.id} column={column} sort={table.sort} onSort={table.onSort} />
          ))}
        </tr>
      </thead>
    </>
  )
}

function HeadCell<Row>({ column, sort, onSort }: { column: Column<Row>; sort: Sort; onSort: (sort: Sort) => void }) {
  const by = column.sort
  if (!by) {
    return (
      <th scope="col" data-align={column.align}>
        {column.title}
      </th>
    )
  }
  const current = sort.by === by
  const next = current && sort.direction === 'asc' ? 'desc' : 'asc'
  return (
    <th
      scope="col"
      data-align={column.align}
      aria-sort={current ? (sort.direction === 'asc' ? 'ascending' : 'descending') : undefined}
    >
      <button type="button" onClick={() => onSort({ by, direction: next })}>
        {column.title}
        {current && <Icon name={sort.direction === 'asc' ? 'sort-up' : 'sort-down'} size={14} />}
      </button>
    </th>
  )
}
