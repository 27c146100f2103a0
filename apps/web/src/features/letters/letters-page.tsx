import { type LetterRow, roleMay } from '@mailroom/contract'
import { categoryFacts } from '@mailroom/letter'
import { Button, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DataTable } from '../../components/data-table/data-table.tsx'
import type { PagedRows } from '../../components/data-table/rows.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { SearchField } from '../../components/form/search-field.tsx'
import { Icon } from '../../components/icon.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Desk, Sheet } from '../../components/sheet.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { asApiError } from '../../lib/api-error.ts'
import { useFormats } from '../../lib/formats.ts'
import { currentLanguage } from '../../lib/i18n/i18n.ts'
import { useMe } from '../users/api.ts'
import { useArchiveLetter, useLetters } from './api.ts'
import { LetterDialog, type LetterDialogState } from './letter-dialog.tsx'
import styles from './letters.module.css'

const page = getRouteApi('/shell/letters')
const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
type SortKey = 'designation' | 'category' | 'version' | 'saved'

/** The standard letters of the school: a few dozen, so searched and sorted right here. */
export function LettersPage() {
  const { t } = useTranslation()
  const { day, compare, number } = useFormats()
  const search = page.useSearch()
  const navigate = page.useNavigate()
  const mayEdit = roleMay(useMe().role, 'letters.edit')
  const archived = search.view === 'archived'
  const query = useLetters(archived)
  const [dialog, setDialog] = useState<LetterDialogState | null>(null)
  const language = currentLanguage()
  const sort = search.sort ?? 'designation'
  const direction = search.direction ?? 'asc'
  const letters = useMemo(() => {
    const wanted = plain(search.search ?? '')
    const key: Record<SortKey, (letter: LetterRow) => string> = {
      designation: letter => letter.designation,
      category: letter => categoryFacts[letter.category].label[language],
      version: letter => String(letter.version),
      saved: letter => letter.savedAt,
    }
    const found = (query.data ?? []).filter(letter => plain(letter.designation).includes(wanted))
    return found.sort((a, b) => compare(key[sort](a), key[sort](b)) * (direction === 'asc' ? 1 : -1))
  }, [query.data, search.search, sort, direction, language, compare])
  const rows: PagedRows<LetterRow> = {
    total: letters.length,
    rowAt: index => letters[index],
    indexWhere: test => letters.findIndex(test),
    onRange: ignore,
    loading: query.isPending,
    stale: query.isPlaceholderData,
    error: query.error,
    retry: () => void query.refetch(),
  }
  const patch = (change: Partial<typeof search>) => void navigate({ search: now => ({ ...now, ...change }), replace: true })
  const open = (letter: LetterRow) => void navigate({ to: '/letters/$id', params: { id: letter.id } })
  return (
    <>
      <PageHead
        title={t('letters.title')}
        actions={
          mayEdit && (
            <Button variant="filled" leftSection={<Icon name="plus" />} onClick={() => setDialog({ type: 'create' })}>
              {t('letters.create')}
            </Button>
          )
        }
      >
        <Tabs
          look="pills"
          label={t('letters.views.label')}
          items={(['current', 'archived'] as const).map(id => ({ id, label: t(`letters.views.${id}`) }))}
          current={archived ? 'archived' : 'current'}
          onChange={view => patch({ view: view === 'archived' ? view : undefined })}
        />
      </PageHead>
      <Desk>
        <Sheet as="div" className={styles.list}>
          <div className={styles.tools}>
            <SearchField label={t('letters.search')} value={search.search ?? ''} width={260} slash onSearch={text => patch({ search: text || undefined })} />
          </div>
          <DataTable<LetterRow>
            label={t('letters.title')}
            columns={[
              { id: 'designation', title: t('letters.columns.designation'), sort: 'designation', primary: true, cell: row => <b>{row.designation}</b>, hint: row => row.designation },
              { id: 'category', title: t('letters.columns.category'), width: 150, sort: 'category', minListWidth: 560, cell: row => categoryFacts[row.category].label[language] },
              {
                id: 'lists',
                title: t('letters.columns.lists'),
                width: 230,
                minListWidth: 900,
                cell: row => row.recipientKinds.map(kind => t(`people.kinds.${kind}`)).join(', '),
                hint: row => row.recipientKinds.map(kind => t(`people.kinds.${kind}`)).join(', '),
              },
              { id: 'languages', title: t('letters.columns.languages'), width: 140, minListWidth: 720, cell: row => row.languages.map(name => t(`people.languages.${name}`)).join(', ') },
              { id: 'version', title: t('letters.columns.version'), width: 80, sort: 'version', minListWidth: 640, cell: row => number(row.version) },
              {
                id: 'saved',
                title: t('letters.columns.saved'),
                width: 220,
                sort: 'saved',
                minListWidth: 800,
                cell: row => `${row.savedBy ?? t('letters.supplied')}, ${day(row.savedAt)}`,
                hint: row => `${row.savedBy ?? t('letters.supplied')}, ${day(row.savedAt)}`,
              },
              ...(mayEdit
                ? [{ id: 'actions', title: t('parts.more'), width: 100, align: 'end' as const, cell: (row: LetterRow) => <RowMenu row={row} onDuplicate={() => setDialog({ type: 'duplicate', letter: row })} /> }]
                : []),
            ]}
            rows={rows}
            rowId={row => row.id}
            rowName={row => row.designation}
            sort={{ by: sort, direction }}
            onSort={next => patch({ sort: next.by as SortKey, direction: next.direction })}
            onOpen={open}
            compact={row => ({
              title: <b>{row.designation}</b>,
              aside: row.languages.map(name => name.toUpperCase()).join(' '),
              second: `${categoryFacts[row.category].label[language]} · ${t('dispatch.output.version', { number: row.version })}`,
            })}
            empty={
              <EmptyState icon="letter" title={search.search ? t('letters.empty.none') : archived ? t('letters.empty.archived') : t('letters.empty.title')}>
                {!search.search && !archived && t('letters.empty.words')}
              </EmptyState>
            }
          />
        </Sheet>
      </Desk>
      <LetterDialog key={dialog?.type} state={dialog} onClose={() => setDialog(null)} onMade={id => void navigate({ to: '/letters/$id', params: { id } })} />
    </>
  )
}

/** All letters are here already: there is no range to fetch. */
const ignore = () => undefined

function RowMenu({ row, onDuplicate }: { row: LetterRow; onDuplicate: () => void }) {
  const { t } = useTranslation()
  const archive = useArchiveLetter()
  const set = (archived: boolean) =>
    archive.mutate(
      { id: row.id, archived },
      {
        onSuccess: () => notifications.show({ message: t(archived ? 'letters.archivedToast' : 'letters.restoredToast', { name: row.designation }) }),
        onError: error => notifications.show({ message: asApiError(error).message }),
      },
    )
  return (
    <Menu>
      <Menu.Target>
        <IconButton icon="more" size="sm" label={t('letters.actions', { name: row.designation })} tooltip={false} />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Icon name="copy" />} onClick={onDuplicate}>
          {t('letters.duplicate')}
        </Menu.Item>
        <Menu.Item leftSection={<Icon name={row.archived ? 'undo' : 'tray'} />} onClick={() => set(!row.archived)}>
          {row.archived ? t('letters.restore') : t('letters.archive')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
