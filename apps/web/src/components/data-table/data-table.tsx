import { useElementSize, useMediaQuery, useMergedRef } from '@mantine/hooks'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorState } from '../error-state.tsx'
import { Skeleton } from '../skeleton.tsx'
import { visibleColumns } from './columns.ts'
import { CompactRow } from './compact-row.tsx'
import styles from './data-table.module.css'
import { TableHead } from './table-head.tsx'
import type { DataTableProps } from './table-props.ts'
import { TableRow } from './table-row.tsx'
import { useTableKeys } from './use-table-keys.ts'
import { useTicks } from './use-ticks.ts'

/** Server-paged, virtual, one hairline per row. Native table markup: spacers stand for the rows out of sight. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, rows, hidden = [], rowHeight = 36, footRoom = 0 } = props
  const { t } = useTranslation()
  const phone = useMediaQuery('(max-width: 767px)', false, { getInitialValueInEffect: false })
  const size = useElementSize<HTMLDivElement>()
  const scroller = useRef<HTMLDivElement>(null)
  const ref = useMergedRef(size.ref, scroller)
  const height = phone ? Math.max(rowHeight, 61) : rowHeight
  const virtual = useVirtualizer({
    count: rows.total,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 12,
    scrollPaddingStart: phone ? 0 : 32,
    scrollPaddingEnd: footRoom,
  })
  const items = virtual.getVirtualItems()
  const first = items[0]?.index ?? 0
  const last = items.at(-1)?.index ?? 0
  useEffect(() => rows.onRange(first, last), [first, last, rows.onRange])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another row height makes every measured position wrong
  useEffect(() => virtual.measure(), [height, virtual])
  const asked = useRef(rows.key)
  useEffect(() => {
    if (asked.current === rows.key) return
    asked.current = rows.key
    scroller.current?.scrollTo({ top: 0 })
  }, [rows.key])
  const ticks = useTicks(props)
  useTableKeys(props, ticks, virtual, scroller)
  if (rows.error) return <ErrorState error={rows.error} onRetry={rows.retry} />
  if (rows.loading) return <Skeleton lines={10} />
  if (rows.total === 0) return props.empty
  const shown = visibleColumns(columns, size.width || 1200, hidden)
  const before = items[0]?.start ?? 0
  const after = Math.max(0, virtual.getTotalSize() - (items.at(-1)?.end ?? 0)) + footRoom
  const region = { role: 'region', 'aria-label': label, 'aria-busy': rows.stale, tabIndex: 0 }
  if (phone) {
    return (
      <div ref={ref} className={styles.scroll} data-stale={rows.stale} {...region}>
        <ul style={{ paddingTop: before, paddingBottom: after }}>
          {items.map(item => (
            <CompactRow key={item.key} index={item.index} height={height} table={props} ticks={ticks} />
          ))}
        </ul>
      </div>
    )
  }
  return (
    <div ref={ref} className={styles.scroll} data-stale={rows.stale} {...region}>
      <table className={styles.table} aria-rowcount={rows.total + 1} aria-label={t('parts.listOf', { name: label })}>
        <TableHead columns={shown} table={props} ticks={ticks} />
        <tbody>
          {before > 0 && <Spacer height={before} />}
          {items.map(item => (
            <TableRow
              key={item.key}
              index={item.index}
              columns={shown}
              height={rowHeight}
              table={props}
              ticks={ticks}
            />
          ))}
          {after > 0 && <Spacer height={after} />}
        </tbody>
      </table>
    </div>
  )
}

function Spacer({ height }: { height: number }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a table row takes no focus; the spacer is not a row of the list
    <tr aria-hidden="true" className={styles.spacer}>
      <td style={{ height }} />
    </tr>
  )
}
