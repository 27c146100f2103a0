import { type PersonKind, type PersonRow, roleMay } from '@mailroom/contract'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHiddenColumns } from '../../components/data-table/columns.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { useSelection } from '../../components/data-table/selection.ts'
import { PageHead } from '../../components/page-head.tsx'
import { Desk, Sheet } from '../../components/sheet.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { useShortcuts } from '../../lib/shortcuts.ts'
import { useMe } from '../users/api.ts'
import { useAllIds, usePeople, usePeopleCounts } from './api.ts'
import styles from './people.module.css'
import { PeopleActionBar, PeopleHeadActions } from './people-actions.tsx'
import { nameOf, PersonName, usePeopleColumns } from './people-columns.tsx'
import { PeopleDialogs, type PersonDialog } from './people-dialogs.tsx'
import { PeopleEmpty } from './people-empty.tsx'
import type { PeopleSearch } from './people-search.ts'
import { PeopleToolbar } from './people-toolbar.tsx'
import { PersonPanel } from './person-panel.tsx'
import { EmailCell } from './reach.tsx'
import { selections } from './selections.ts'

const page = getRouteApi('/shell/people/$kind')

/** One of the four lists, with the open person beside it. Everything that decides what is shown is in the URL. */
export function PeoplePage() {
  const { kind } = page.useParams()
  // Another list is another page: nothing of the last one (scroll, dialogs) may stay.
  return <PeopleList key={kind} kind={kind} />
}

function PeopleList({ kind }: { kind: PersonKind }) {
  const { t } = useTranslation()
  const search = page.useSearch()
  const navigate = page.useNavigate()
  const me = useMe()
  const mayEdit = roleMay(me.role, 'people.edit')
  const rows = usePeople(kind, search)
  const allIds = useAllIds(kind, search)
  const selection = selections[kind]
  const selected = useSelection(selection)
  const columnsShown = useHiddenColumns(`people-${kind}`)
  const [dialog, setDialog] = useState<PersonDialog | null>(null)
  const addEmail = mayEdit ? (row: PersonRow) => setDialog({ type: 'address', id: row.id }) : undefined
  const columns = usePeopleColumns(kind, addEmail)
  const patch = (change: Partial<PeopleSearch>) =>
    void navigate({ search: now => ({ ...now, ...change }), replace: true })
  const open = (id: string | undefined) => patch({ open: id })
  const step = (by: 1 | -1) => {
    const next = rows.rowAt(rows.indexWhere(row => row.id === search.open) + by)
    if (next) open(next.id)
  }
  const close = () => (search.open ? open(undefined) : selection.clear())
  useShortcuts({ Escape: close }, search.open !== undefined || selected.size > 0)
  return (
    <>
      <PageHead
        title={t(`people.kinds.${kind}`)}
        actions={<PeopleHeadActions kind={kind} search={search} onCreate={() => setDialog({ type: 'create' })} />}
      >
        <ViewTabs
          kind={kind}
          view={search.view ?? 'all'}
          onView={view => patch({ view: view === 'all' ? undefined : view })}
        />
      </PageHead>
      <Desk>
        <Sheet className={styles.list} aria-label={t(`people.listLabel.${kind}`)}>
          <PeopleToolbar
            kind={kind}
            search={search}
            onPatch={patch}
            total={rows.total}
            selected={selected.size}
            columns={columns}
            hidden={columnsShown.hidden}
            onToggleColumn={columnsShown.toggle}
          />
          <DataTable
            label={t(`people.kinds.${kind}`)}
            columns={columns}
            hidden={columnsShown.hidden}
            rows={rows}
            rowId={row => row.id}
            rowName={nameOf}
            sort={{ by: search.sort ?? 'name', direction: search.direction ?? 'asc' }}
            onSort={sort => patch({ sort: sort.by as PeopleSearch['sort'], direction: sort.direction })}
            openId={search.open}
            onOpen={row => open(row.id)}
            onEdit={mayEdit ? row => setDialog({ type: 'edit', id: row.id }) : undefined}
            selection={selection}
            allIds={allIds}
            compact={row => ({
              title: <PersonName row={row} />,
              aside: row.classes.join(', '),
              second: <EmailCell row={row} />,
            })}
            empty={<PeopleEmpty kind={kind} search={search} onClear={() => void navigate({ search: {} })} />}
            footRoom={selected.size > 0 ? 80 : 0}
          />
          <PeopleActionBar kind={kind} selected={selected} onPreferences={() => setDialog({ type: 'bulk' })} />
        </Sheet>
        {search.open && (
          <PersonPanel id={search.open} onStep={step} onClose={() => open(undefined)} onDialog={setDialog} />
        )}
      </Desk>
      <PeopleDialogs kind={kind} dialog={dialog} selected={selected} onClose={() => setDialog(null)} onCreated={open} />
    </>
  )
}

type View = NonNullable<PeopleSearch['view']>

function ViewTabs({ kind, view, onView }: { kind: PersonKind; view: View; onView: (view: View) => void }) {
  const { t } = useTranslation()
  const counts = usePeopleCounts().data?.kinds[kind]
  const items = (['all', 'incomplete', 'paper'] as const).map(id => ({
    id,
    label: t(`people.views.${id}`),
    count: counts?.[id],
  }))
  return <Tabs look="pills" label={t('people.views.label')} items={items} current={view} onChange={onView} />
}
