import type { PersonKind, PersonRow } from '@mailroom/contract'
import { useTranslation } from 'react-i18next'
import { ColumnChooser } from '../../components/data-table/column-chooser.tsx'
import type { Column } from '../../components/data-table/columns.ts'
import { SearchField } from '../../components/form/search-field.tsx'
import { Icon } from '../../components/icon.tsx'
import { FilterMenu } from './filter-menu.tsx'
import styles from './people.module.css'
import { type Filter, useFilters } from './people-filters.ts'
import type { PeopleSearch } from './people-search.ts'

interface PeopleToolbarProps {
  kind: PersonKind
  search: PeopleSearch
  onPatch: (patch: Partial<PeopleSearch>) => void
  total: number
  selected: number
  columns: Column<PersonRow>[]
  hidden: string[]
  onToggleColumn: (id: string) => void
}

export function PeopleToolbar(props: PeopleToolbarProps) {
  const { kind, search, onPatch, total, selected, columns, hidden, onToggleColumn } = props
  const { t } = useTranslation()
  const filters = useFilters(kind, search)
  const chosen = filters.filter(filter => filter.chosen !== null)
  return (
    <div className={styles.tools}>
      <div className={styles.search}>
        <SearchField
          label={t(`people.search.${kind}`)}
          value={search.search ?? ''}
          slash
          onSearch={text => onPatch({ search: text || undefined })}
        />
      </div>
      {chosen.length > 0 && (
        <div className={styles.chips}>
          {chosen.map(filter => (
            <FilterChip key={filter.id} filter={filter} onRemove={() => onPatch({ [filter.id]: undefined })} />
          ))}
        </div>
      )}
      <FilterMenu filters={filters} onPatch={onPatch} />
      <p className={`${styles.count} only-l`} role="status">
        {t('people.lines', { count: total })}
        {selected > 0 && <span> · {t('people.selected', { count: selected })}</span>}
      </p>
      <span className="only-l">
        <ColumnChooser columns={columns} hidden={hidden} onToggle={onToggleColumn} />
      </span>
    </div>
  )
}

function FilterChip({ filter, onRemove }: { filter: Filter; onRemove: () => void }) {
  const { t } = useTranslation()
  return (
    <span className={styles.chip}>
      {filter.name}
      <b>{filter.chosen}</b>
      <button
        type="button"
        aria-label={t('people.filter.remove', { name: filter.name, value: filter.chosen ?? '' })}
        onClick={onRemove}
      >
        <Icon name="close" size={14} />
      </button>
    </span>
  )
}
