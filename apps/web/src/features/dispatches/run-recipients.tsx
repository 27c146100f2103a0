import type { DispatchCounts, DispatchView, RecipientRow } from '@mailroom/contract'
import { Button, Menu } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Column } from '../../components/data-table/columns.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { SearchField } from '../../components/form/search-field.tsx'
import { Icon } from '../../components/icon.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import type { SegmentTone } from '../../components/segment-bar.tsx'
import { StateWord } from '../../components/state-word.tsx'
import { useFormats } from '../../lib/formats.ts'
import { type RecipientGroup, useRecipients, useRecipientTotal } from '../messages/api.ts'
import { recipientLooks, repairsOf } from '../messages/recipient-look.ts'
import { useRepairLabel } from '../messages/use-repair-label.ts'
import { useRepairs } from '../messages/use-repairs.tsx'
import { wentWrong } from './dispatch-state.tsx'
import { RecipientDialog } from './recipient-dialog.tsx'
import styles from './sending.module.css'

/** The legend of the bar is its filter; below it everybody, worst first, with the repair in the row. */
export function RunRecipients({ dispatch }: { dispatch: DispatchView }) {
  const { t } = useTranslation()
  const [group, setGroup] = useState<RecipientGroup>('all')
  const [search, setSearch] = useState('')
  const [shown, setShown] = useState<string | null>(null)
  const rows = useRecipients(dispatch.id, group, search)
  const repairs = useRepairs()
  const total = useRecipientTotal(dispatch.id)
  const at = rows.indexWhere(row => row.id === shown)
  const waits = rows.indexWhere(row => row.nextTryAt !== null) >= 0
  return (
    <>
      <div className={styles.tabs}>
        <Legend counts={dispatch.counts} total={total ?? dispatch.counts.total} group={group} onGroup={setGroup} />
        <span className="only-l">
          <SearchField label={t('run.search')} value={search} width={184} slash onSearch={setSearch} />
        </span>
      </div>
      <DataTable<RecipientRow>
        label={t('run.recipientsOf', { subject: dispatch.subject })}
        columns={useRunColumns(dispatch.kind, repairs, waits)}
        rows={rows}
        rowId={row => row.id}
        rowName={row => row.name}
        sort={{ by: '', direction: 'asc' }}
        onSort={() => undefined}
        onOpen={row => setShown(row.id)}
        compact={row => ({
          title: <Name row={row} />,
          aside: <State row={row} />,
          second: <span className="cut">{row.words}</span>,
        })}
        empty={<p className={styles.nobody}>{t('run.nobody')}</p>}
      />
      <RecipientDialog
        row={at >= 0 ? rows.rowAt(at) : undefined}
        kind={dispatch.kind}
        onClose={() => setShown(null)}
        onRepair={repairs.run}
      />
      {repairs.dialog}
    </>
  )
}

/** Nobody waits for a next try in most dispatches; what repairs one row stands in its words, so that the others keep the room. */
function useRunColumns(
  kind: DispatchView['kind'],
  repairs: ReturnType<typeof useRepairs>,
  waits: boolean,
): Column<RecipientRow>[] {
  const { t } = useTranslation()
  const { moment, dayAndTime, timeOrDay } = useFormats()
  const words = (row: RecipientRow) =>
    row.state === 'accepted' && row.changedAt ? t('run.acceptedAt', { when: timeOrDay(row.changedAt) }) : row.words
  const next: Column<RecipientRow> = {
    id: 'next',
    title: t('run.columns.nextTry'),
    width: 80,
    minListWidth: 760,
    cell: row => (row.nextTryAt ? moment(row.nextTryAt) : ''),
    hint: row => (row.nextTryAt ? dayAndTime(row.nextTryAt) : ''),
  }
  return [
    {
      id: 'name',
      title: t('run.columns.recipient'),
      width: waits ? 264 : 284,
      primary: true,
      cell: row => <Name row={row} />,
      hint: row => `${row.name} ${row.address ?? ''}`,
    },
    { id: 'state', title: t('run.columns.state'), width: 124, cell: row => <State row={row} /> },
    ...(waits ? [next] : []),
    {
      id: 'words',
      title: t('run.columns.words'),
      cell: row => (
        <span className={styles.reason}>
          <span className="cut">{words(row)}</span>
          <RowRepairs row={row} kind={kind} repairs={repairs} short={waits} />
        </span>
      ),
      hint: words,
    },
    {
      id: 'actions',
      title: t('run.columns.actions'),
      width: 80,
      align: 'end',
      minListWidth: 640,
      cell: row => <RowMenu row={row} kind={kind} repairs={repairs} />,
    },
  ]
}

function State({ row }: { row: RecipientRow }) {
  const { t } = useTranslation()
  const { icon, tone } = recipientLooks[row.state]
  return (
    <StateWord icon={icon} tone={tone}>
      {t(`run.states.${row.state}`)}
    </StateWord>
  )
}

function Name({ row }: { row: RecipientRow }) {
  return (
    <>
      <b>{row.name}</b>
      {row.concerned && row.concerned !== row.name && <span className={styles.concerned}> · {row.concerned}</span>}
    </>
  )
}

interface LegendProps {
  counts: DispatchCounts
  total: number
  group: RecipientGroup
  onGroup: (group: RecipientGroup) => void
}

function Legend({ counts, total, group, onGroup }: LegendProps) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const parts: { id: RecipientGroup; count: number; tone?: SegmentTone }[] = [
    { id: 'all', count: total },
    { id: 'accepted', count: counts.accepted, tone: 'ok' },
    { id: 'waiting', count: counts.waiting + counts.held, tone: 'wait' },
    { id: 'deferred', count: counts.deferred, tone: 'warn' },
    { id: 'failed', count: wentWrong(counts), tone: 'bad' },
    { id: 'toDecide', count: counts.toDecide, tone: 'warn' },
    { id: 'unknown', count: counts.unknown, tone: 'warn' },
    { id: 'paper', count: counts.paper, tone: 'hatch' },
    { id: 'unreachable', count: counts.unreachable, tone: 'missing' },
    { id: 'cancelled', count: counts.cancelled, tone: 'wait' },
  ]
  return (
    <fieldset className={styles.legend} aria-label={t('run.show')}>
      {parts
        .filter(part => part.count > 0 || part.id === 'all' || part.id === group)
        .map(part => (
          <button key={part.id} type="button" aria-pressed={part.id === group} onClick={() => onGroup(part.id)}>
            {part.tone && <i data-tone={part.tone} aria-hidden="true" />}
            {t(`run.groups.${part.id}`)} <b className="num">{number(part.count)}</b>
          </button>
        ))}
    </fieldset>
  )
}

interface ActionsProps {
  row: RecipientRow
  kind: DispatchView['kind']
  repairs: ReturnType<typeof useRepairs>
}

/** The obvious repair and paper beside it: always shown where the row is at an end, else while it is pointed at. */
function RowRepairs({ row, kind, repairs, short }: ActionsProps & { short: boolean }) {
  const label = useRepairLabel()
  const offered = repairsOf(row, kind)
  const refused = row.state === 'failed' || row.state === 'bounced' || row.state === 'needs-decision'
  const [main] = offered
  // Paper beside the obvious repair; who is to decide sees giving up too where there is no paper.
  const second = offered.find(repair => repair === 'print' || (repair === 'giveUp' && row.state === 'needs-decision'))
  const inRow = [main, second].filter(repair => repair !== undefined)
  if (inRow.length === 0) return null
  return (
    <span className={styles.repairs} data-shown={refused || undefined}>
      {inRow.map(repair => (
        <Button
          key={repair}
          size="xs"
          variant={refused && repair === main ? 'light' : 'subtle'}
          loading={repairs.busyId === row.messageId && repair === main}
          onClick={() => repairs.run(repair, row)}
        >
          {label(repair, row, short || repair !== 'correct')}
          <span className="sr">, {row.name}</span>
        </Button>
      ))}
    </span>
  )
}

function RowMenu({ row, kind, repairs }: ActionsProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const label = useRepairLabel()
  const offered = repairsOf(row, kind)
  if (offered.length === 0 && !row.personId) return null
  return (
    <Menu>
      <Menu.Target>
        <IconButton icon="more" size="sm" label={t('mail.recipients.more', { name: row.name })} tooltip={false} />
      </Menu.Target>
      <Menu.Dropdown>
        {offered.map(repair => (
          <Menu.Item key={repair} onClick={() => repairs.run(repair, row)}>
            {label(repair, row)}
          </Menu.Item>
        ))}
        {row.personId && (
          <Menu.Item
            leftSection={<Icon name="user" />}
            onClick={() =>
              void navigate({
                to: '/people/$kind',
                params: { kind: 'guardian' },
                search: { open: row.personId ?? undefined },
              })
            }
          >
            {t('mail.recipients.person')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
