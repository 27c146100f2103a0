import type { LetterRow } from '@mailroom/contract'
import type { PagedRows } from '../../components/data-table/rows.ts'
import type { Formats } from '../../lib/formats.ts'
import { useFormats } from '../../lib/formats.ts'
import { useLetters } from './api.ts'
import { categoryWord, matches } from './letter-words.ts'
import type { LettersSearch } from './letters-search.ts'

const orders: Record<
  NonNullable<LettersSearch['sort']>,
  (formats: Formats) => (a: LetterRow, b: LetterRow) => number
> = {
  designation:
    ({ compare }) =>
    (a, b) =>
      compare(a.designation, b.designation),
  category:
    ({ compare }) =>
    (a, b) =>
      compare(categoryWord(a.category), categoryWord(b.category)) || compare(a.designation, b.designation),
  saved: () => (a, b) => a.savedAt.localeCompare(b.savedAt),
}

const noRange = () => undefined

/** All letters come in one answer (a school has dozens); search, filters and order are worked out here. */
export function useLetterRows(search: LettersSearch): PagedRows<LetterRow> {
  const formats = useFormats()
  const query = useLetters(search.view === 'archived')
  const order = orders[search.sort ?? 'designation'](formats)
  const turn = search.direction === 'desc' ? -1 : 1
  const rows = (query.data ?? [])
    .filter(letter => !search.category || letter.category === search.category)
    .filter(letter => !search.list || letter.recipientKinds.includes(search.list))
    .filter(letter => matches(letter, search.search ?? ''))
    .sort((a, b) => turn * order(a, b))
  return {
    key: JSON.stringify(search),
    total: rows.length,
    rowAt: index => rows[index],
    indexWhere: test => rows.findIndex(test),
    onRange: noRange,
    loading: query.isPending,
    stale: false,
    error: query.data ? null : query.error,
    retry: () => void query.refetch(),
  }
}
