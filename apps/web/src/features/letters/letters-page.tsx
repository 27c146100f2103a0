import { type LetterRow, roleMay } from '@mailroom/contract'
import { Button } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Icon } from '../../components/icon.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Desk, Sheet } from '../../components/sheet.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { useFormats } from '../../lib/formats.ts'
import { useMe } from '../users/api.ts'
import { LetterActions } from './letter-actions.tsx'
import { useLetterColumns } from './letter-columns.tsx'
import { CreateLetterDialog, DuplicateLetterDialog } from './letter-dialogs.tsx'
import { useLetterRows } from './letter-rows.ts'
import { categoryWord } from './letter-words.ts'
import styles from './letters.module.css'
import type { LettersSearch } from './letters-search.ts'
import { LettersToolbar } from './letters-toolbar.tsx'

const page = getRouteApi('/shell/letters')

/** The standard letters: one line each, opened in the editor. */
export function LettersPage() {
  const { t } = useTranslation()
  const { day } = useFormats()
  const search = page.useSearch()
  const navigate = page.useNavigate()
  const me = useMe()
  const mayEdit = roleMay(me.role, 'letters.edit')
  const rows = useLetterRows(search)
  const [creating, setCreating] = useState(false)
  const [copying, setCopying] = useState<LetterRow | null>(null)
  const patch = (change: Partial<LettersSearch>) =>
    void navigate({ search: now => ({ ...now, ...change }), replace: true })
  const open = (id: string) => void navigate({ to: '/letters/$id', params: { id } })
  const actions = (row: LetterRow) => (
    <LetterActions row={row} mayEdit={mayEdit} onOpen={() => open(row.id)} onDuplicate={() => setCopying(row)} />
  )
  const columns = useLetterColumns(actions)
  const create = mayEdit && (
    <Button variant="filled" leftSection={<Icon name="plus" />} onClick={() => setCreating(true)}>
      {t('letters.create')}
    </Button>
  )
  return (
    <>
      <PageHead title={t('letters.title')} actions={create}>
        <Tabs
          look="pills"
          label={t('letters.views.label')}
          items={(['current', 'archived'] as const).map(id => ({ id, label: t(`letters.views.${id}`) }))}
          current={search.view ?? 'current'}
          onChange={view => patch({ view: view === 'archived' ? view : undefined })}
        />
      </PageHead>
      <Desk>
        <Sheet as="div" className={styles.list}>
          <LettersToolbar search={search} total={rows.total} onPatch={patch} />
          <DataTable<LetterRow>
            label={t('letters.title')}
            columns={columns}
            rows={rows}
            rowId={row => row.id}
            rowName={row => row.designation}
            sort={{ by: search.sort ?? 'designation', direction: search.direction ?? 'asc' }}
            onSort={sort => patch({ sort: sort.by as LettersSearch['sort'], direction: sort.direction })}
            onOpen={row => open(row.id)}
            compact={row => ({
              title: <b>{row.designation}</b>,
              aside: actions(row),
              second: `${categoryWord(row.category)} · ${row.languages.join(', ').toUpperCase()} · ${day(row.savedAt)}`,
            })}
            empty={<Nothing search={search} onClear={() => void navigate({ search: {} })} action={create} />}
          />
        </Sheet>
      </Desk>
      {creating && <CreateLetterDialog onClose={() => setCreating(false)} onCreated={open} />}
      {copying && <DuplicateLetterDialog letter={copying} onClose={() => setCopying(null)} onCreated={open} />}
    </>
  )
}

interface NothingProps {
  search: LettersSearch
  onClear: () => void
  action: ReactNode
}

/** Filtered away, nothing archived, or a school without letters. */
function Nothing({ search, onClear, action }: NothingProps) {
  const { t } = useTranslation()
  if (search.search || search.category || search.list) {
    return (
      <EmptyState
        icon="filter"
        title={t('letters.empty.none')}
        action={<Button onClick={onClear}>{t('people.filter.clear')}</Button>}
      />
    )
  }
  if (search.view === 'archived') return <EmptyState icon="tray" title={t('letters.empty.archived')} />
  return (
    <EmptyState icon="letter" title={t('letters.empty.title')} action={action}>
      {t('letters.empty.words')}
    </EmptyState>
  )
}
