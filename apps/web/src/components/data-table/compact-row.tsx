import { useTranslation } from 'react-i18next'
import styles from './data-table.module.css'
import type { DataTableProps } from './table-props.ts'
import { Tick } from './tick.tsx'
import type { Ticks } from './use-ticks.ts'

interface CompactRowProps<Row> {
  index: number
  height: number
  table: DataTableProps<Row>
  ticks: Ticks
}

/** On a phone a row is two lines: name and class, then the address with its state. */
export function CompactRow<Row>({ index, height, table, ticks }: CompactRowProps<Row>) {
  const { t } = useTranslation()
  const row = table.rows.rowAt(index)
  if (row === undefined) {
    return (
      <li className={styles.compact} style={{ height }} aria-busy="true">
        <i className={styles.pending} style={{ width: '60%', gridColumn: 2 }} />
      </li>
    )
  }
  const id = table.rowId(row)
  const cells = table.compact(row)
  return (
    <li
      className={styles.compact}
      data-row={index}
      data-on={ticks.selected.has(id) || undefined}
      data-ticks={ticks.enabled || undefined}
      style={{ height }}
    >
      {ticks.enabled && (
        <Tick
          label={t('parts.select', { name: table.rowName(row) })}
          checked={ticks.selected.has(id)}
          onTick={shift => ticks.tick(index, shift)}
        />
      )}
      <button type="button" className={styles.compactTitle} data-title onClick={() => table.onOpen?.(row)}>
        {cells.title}
      </button>
      <span className={styles.compactAside}>{cells.aside}</span>
      <span className={styles.compactSecond}>{cells.second}</span>
    </li>
  )
}
