import type { DispatchView, RecipientRow } from '@mailroom/contract'
import { Button, Menu } from '@mantine/core'
import { useElementSize, useMergedRef } from '@mantine/hooks'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorState } from '../../components/error-state.tsx'
import { SearchField } from '../../components/form/search-field.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { StateWord } from '../../components/state-word.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { useFormats } from '../../lib/formats.ts'
import { wentWrong } from '../dispatches/dispatch-state.tsx'
import { type RecipientGroup, useRecipients } from './api.ts'
import styles from './mail.module.css'
import { recipientLooks, repairsOf } from './recipient-look.ts'
import { useRepairLabel } from './use-repair-label.ts'
import { useRepairs } from './use-repairs.tsx'

const rowHeight = 56

/** Every recipient with their state in words, worst first; those to fix have their repair in the row. */
export function RecipientsPart({ dispatch }: { dispatch: DispatchView }) {
  const { t } = useTranslation()
  const [group, setGroup] = useState<RecipientGroup>('all')
  const [search, setSearch] = useState('')
  const rows = useRecipients(dispatch.id, group, search)
  const repairs = useRepairs()
  const { counts } = dispatch
  const scroller = useRef<HTMLDivElement>(null)
  const size = useElementSize<HTMLDivElement>()
  const ref = useMergedRef(scroller, size.ref)
  const narrow = size.width > 0 && size.width < 520
  const height = narrow ? 96 : rowHeight
  const virtual = useVirtualizer({
    count: rows.total,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 8,
  })
  const items = virtual.getVirtualItems()
  const first = items[0]?.index ?? 0
  const last = items.at(-1)?.index ?? 0
  useEffect(() => rows.onRange(first, last), [first, last, rows.onRange])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another height is measured anew
  useEffect(() => virtual.measure(), [height, virtual])
  const wrong = wentWrong(counts)
  return (
    <div className={styles.recipients}>
      <div className={styles.groups}>
        <Tabs<RecipientGroup>
          look="pills"
          label={t('mail.recipients.show')}
          items={[
            { id: 'all', label: t('mail.recipients.all') },
            ...(wrong > 0 ? [{ id: 'failed' as const, label: t('mail.recipients.toFix'), count: wrong }] : []),
            ...(counts.paper > 0
              ? [{ id: 'paper' as const, label: t('mail.recipients.paper'), count: counts.paper }]
              : []),
            { id: 'accepted', label: t('mail.recipients.accepted'), count: counts.accepted },
          ]}
          current={group}
          onChange={setGroup}
        />
        <span className="grow" />
        <SearchField
          label={t('mail.recipients.find')}
          value={search}
          width={narrow ? '100%' : 140}
          onSearch={setSearch}
        />
      </div>
      {rows.error ? <ErrorState error={rows.error} onRetry={rows.retry} /> : null}
      {rows.loading && <Skeleton lines={8} />}
      {!rows.loading && !rows.error && rows.total === 0 && (
        <p className={styles.nothing}>{t('mail.recipients.none')}</p>
      )}
      <div ref={ref} className={styles.who} data-stale={rows.stale || undefined} data-narrow={narrow || undefined}>
        <ul style={{ height: virtual.getTotalSize() }}>
          {items.map(item => (
            <li key={item.key} style={{ height: item.size, transform: `translateY(${item.start}px)` }}>
              <Row row={rows.rowAt(item.index)} kind={dispatch.kind} busyId={repairs.busyId} onRepair={repairs.run} />
            </li>
          ))}
        </ul>
      </div>
      {repairs.dialog}
    </div>
  )
}

interface RowProps {
  row: RecipientRow | undefined
  kind: DispatchView['kind']
  busyId: string | null
  onRepair: ReturnType<typeof useRepairs>['run']
}

function Row({ row, kind, busyId, onRepair }: RowProps) {
  const { t } = useTranslation()
  if (!row) return null
  const look = recipientLooks[row.state]
  return (
    <>
      <p className={`${styles.name} cut`}>
        <b>{row.name}</b>
        {row.concerned && row.concerned !== row.name && <span className={styles.position}> · {row.concerned}</span>}
      </p>
      <p className={`${styles.mailbox} cut`}>{row.address ?? t('mail.recipients.noAddress')}</p>
      <StateWord className={styles.word} icon={look.icon} tone={look.tone}>
        {row.words}
      </StateWord>
      <When row={row} />
      <RowRepairs row={row} kind={kind} busyId={busyId} onRepair={onRepair} />
    </>
  )
}

/** The obvious repair as a button, the others behind it. */
function RowRepairs({ row, kind, busyId, onRepair }: RowProps & { row: RecipientRow }) {
  const { t } = useTranslation()
  const label = useRepairLabel()
  const [main, ...others] = repairsOf(row, kind)
  if (!main) return null
  return (
    <span className={styles.repair}>
      <Button size="xs" loading={busyId === row.messageId} onClick={() => onRepair(main, row)}>
        {label(main, row, true)}
        <span className="sr">, {row.name}</span>
      </Button>
      <Menu>
        <Menu.Target>
          <IconButton icon="more" size="sm" label={t('mail.recipients.more', { name: row.name })} tooltip={false} />
        </Menu.Target>
        <Menu.Dropdown>
          {others.map(repair => (
            <Menu.Item key={repair} onClick={() => onRepair(repair, row)}>
              {label(repair, row)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </span>
  )
}

function When({ row }: { row: RecipientRow }) {
  const { t } = useTranslation()
  const { dayAndTime, time } = useFormats()
  const parts = [
    row.changedAt ? dayAndTime(row.changedAt) : null,
    row.attempts > 1 ? t('mail.recipients.tries', { count: row.attempts }) : null,
    row.nextTryAt ? t('mail.recipients.next', { time: time(row.nextTryAt) }) : null,
    row.printed ? t('mail.recipients.printed') : null,
  ]
  return <p className={`${styles.when} cut`}>{parts.filter(Boolean).join(', ')}</p>
}
