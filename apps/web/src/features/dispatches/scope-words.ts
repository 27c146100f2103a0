import type { PersonKind } from '@mailroom/contract'
import { useTranslation } from 'react-i18next'
import { useSelection } from '../../components/data-table/selection.ts'
import { useFormats } from '../../lib/formats.ts'
import { useFilters } from '../resources/people-filters.ts'
import type { PeopleSearch } from '../resources/people-search.ts'
import { selections } from '../resources/selections.ts'

/** "28 selected", "Class 4B", "Whole list": after the name of the list. */
export function useScopeWords(kind: PersonKind, search: PeopleSearch): string {
  const { t } = useTranslation()
  const { number } = useFormats()
  const selected = useSelection(selections[kind]).size
  const filters = useFilters(kind, search)
  if (selected > 0) return t('dispatch.selected', { count: selected, shown: number(selected) })
  const parts = filters.flatMap(filter => (filter.chosen ? [`${filter.name} ${filter.chosen}`] : []))
  if (search.search) parts.push(`“${search.search}”`)
  if (search.view && search.view !== 'all') parts.push(t(`people.views.${search.view}`))
  return parts.join(', ') || t('dispatch.whole')
}
