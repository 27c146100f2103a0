import {
  type Body,
  bulkPreferences,
  countPeople,
  createPerson,
  getPerson,
  listPeople,
  listPeopleIds,
  type PersonDetail,
  type PersonFilters,
  type PersonKind,
  type PersonRow,
  personKinds,
  savePreferences,
  summarisePeople,
  updatePerson,
} from '@mailroom/contract'
import { keepPreviousData, useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { usePagedRows } from '../../components/data-table/rows.ts'
import { call } from '../../lib/api.ts'
import type { PeopleSearch } from './people-search.ts'

export const usePeopleCounts = () =>
  useQuery({ queryKey: ['people', 'counts'], queryFn: () => call(countPeople), staleTime: 60_000 })

/** The filters of the contract from what the URL holds; `open` and the sort are the page's own. */
export const filtersOf = (search: PeopleSearch): PersonFilters => ({
  search: search.search ?? '',
  classId: search.classId ?? '',
  level: search.level ?? '',
  reach: search.reach ?? '',
  language: search.language ?? '',
  legal: search.legal,
  view: search.view ?? 'all',
})

/** `legal` travels as the text that the contract's flag reads. */
const queryOf = (search: PeopleSearch) => {
  const { legal, ...rest } = filtersOf(search)
  return {
    ...rest,
    ...(legal !== undefined && { legal: legal ? ('true' as const) : ('false' as const) }),
    sort: search.sort ?? 'name',
    direction: search.direction ?? 'asc',
  }
}

export function usePeople(kind: PersonKind, search: PeopleSearch) {
  const query = queryOf(search)
  return usePagedRows({
    queryKey: ['people', kind, query],
    fetchPage: (offset, limit, signal) =>
      call(listPeople, { params: { kind }, query: { ...query, offset, limit } }, { signal }),
  })
}

export function useAllIds(kind: PersonKind, search: PeopleSearch): () => Promise<string[]> {
  const client = useQueryClient()
  const query = queryOf(search)
  return () =>
    client.fetchQuery({
      queryKey: ['people', kind, query, 'ids'],
      queryFn: async () => (await call(listPeopleIds, { params: { kind }, query })).ids,
      staleTime: 15_000,
    })
}

export function useSelectionSummary(kind: PersonKind, ids: ReadonlySet<string>) {
  return useQuery({
    queryKey: ['people', kind, 'summary', [...ids].sort().join(' ')],
    queryFn: () => call(summarisePeople, { params: { kind }, body: { ids: [...ids] } }),
    enabled: ids.size > 0,
    placeholderData: keepPreviousData,
  }).data
}

/** A few people of every kind whose name matches: for the command palette and pickers. */
export function usePeopleSearch(
  search: string,
  kinds: readonly PersonKind[] = personKinds,
): { kind: PersonKind; row: PersonRow }[] {
  const answers = useQueries({
    queries: kinds.map(kind => ({
      queryKey: ['people', kind, 'find', search],
      queryFn: () => call(listPeople, { params: { kind }, query: { search, limit: 5 } }),
      enabled: search.length >= 2,
      staleTime: 30_000,
    })),
  })
  return kinds.flatMap((kind, index) => (answers[index]?.data?.rows ?? []).map(row => ({ kind, row })))
}

export const usePerson = (id: string) =>
  useQuery({ queryKey: ['person', id], queryFn: () => call(getPerson, { params: { id } }) })

function useSavedPerson<Input>(save: (input: Input) => Promise<PersonDetail>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: save,
    onSuccess: person => {
      client.setQueryData(['person', person.id], person)
      return client.invalidateQueries({ queryKey: ['people'] })
    },
  })
}

export const useCreatePerson = (kind: PersonKind) =>
  useSavedPerson((body: Body<typeof createPerson>) => call(createPerson, { params: { kind }, body }))

export const useUpdatePerson = (id: string) =>
  useSavedPerson((body: Body<typeof updatePerson>) => call(updatePerson, { params: { id }, body }))

/** The switch moves at once; a refusal moves it back and says why. */
export function useSavePreferences(id: string) {
  const client = useQueryClient()
  const key = ['person', id]
  return useMutation({
    mutationFn: (body: Body<typeof savePreferences>) => call(savePreferences, { params: { id }, body }),
    onMutate: async body => {
      await client.cancelQueries({ queryKey: key })
      const before = client.getQueryData<PersonDetail>(key)
      if (before) client.setQueryData(key, { ...before, ...withoutUndefined(body) })
      return before
    },
    onError: (_error, _body, before) => client.setQueryData(key, before),
    onSuccess: person => {
      client.setQueryData(key, person)
      return client.invalidateQueries({ queryKey: ['people'] })
    },
  })
}

export function useBulkPreferences(kind: PersonKind) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Body<typeof bulkPreferences>) => call(bulkPreferences, { params: { kind }, body }),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['people'] }),
        client.invalidateQueries({ queryKey: ['person'] }),
      ]),
  })
}

const withoutUndefined = <T extends object>(value: T): Partial<T> =>
  Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as Partial<T>
