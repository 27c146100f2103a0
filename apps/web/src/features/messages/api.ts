import {
  correctMessage,
  getMessage,
  getPerson,
  giveUpMessage,
  listDispatches,
  listMailAccounts,
  listRecipients,
  printInstead,
  type Query,
  type RecipientRow,
  resendFailed,
  retryMessage,
} from '@mailroom/contract'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { usePagedRows } from '../../components/data-table/rows.ts'
import { call } from '../../lib/api.ts'
import { refreshLists, useDispatchAction } from '../dispatches/api.ts'
import type { MailSearch } from './mail-search.ts'

/** When a day begins where the reader is, or one some days later; none for what is no date. */
const startOf = (day: string | undefined, later = 0): string => {
  const at = new Date(`${day}T00:00`)
  if (Number.isNaN(at.getTime())) return ''
  at.setDate(at.getDate() + later)
  return at.toISOString()
}

export function useSentMail(search: MailSearch, recipient: string) {
  const query = {
    account: search.account ?? 'all',
    // A person's mail is found by their name: the search reads recipients too.
    search: search.search ?? recipient,
    from: startOf(search.from),
    // The last day is part of the period: until the next one begins.
    to: startOf(search.to, 1),
    view: search.view ?? 'all',
    sort: search.sort ?? 'sent',
    direction: search.direction ?? 'desc',
  } as const
  return usePagedRows({
    queryKey: ['dispatches', 'mail', query],
    fetchPage: (offset, limit, signal) => call(listDispatches, { query: { ...query, offset, limit } }, { signal }),
  })
}

export const useMailPerson = (id: string | undefined) =>
  useQuery({
    queryKey: ['person', id],
    queryFn: () => call(getPerson, { params: { id: id ?? '' } }),
    enabled: id !== undefined,
  }).data

export const useMailAccounts = () =>
  useQuery({
    queryKey: ['mail-accounts'],
    queryFn: async () => (await call(listMailAccounts)).accounts,
    staleTime: 60_000,
  })

export type RecipientGroup = NonNullable<Query<typeof listRecipients>['group']>

export function useRecipients(id: string, group: RecipientGroup, search: string) {
  return usePagedRows<RecipientRow>({
    queryKey: ['recipients', id, group, search],
    fetchPage: (offset, limit, signal) =>
      call(listRecipients, { params: { id }, query: { group, search, offset, limit } }, { signal }),
  })
}

/** Everybody, each once: somebody who gets an e-mail and a copy on paper stands in two of the counts. */
export const useRecipientTotal = (id: string) =>
  useQuery({
    queryKey: ['recipients', id, 'total'],
    queryFn: () => call(listRecipients, { params: { id }, query: { limit: 1 } }),
    select: page => page.total,
    staleTime: 60_000,
  }).data

/** Any e-mail of a dispatch to begin with: an accepted one if there is one. */
export const useFirstMessage = (dispatchId: string, enabled: boolean) =>
  useQuery({
    queryKey: ['recipients', dispatchId, 'first'],
    queryFn: async () => {
      for (const group of ['accepted', 'all'] as const) {
        const { rows } = await call(listRecipients, { params: { id: dispatchId }, query: { group, limit: 50 } })
        const found = rows.find(row => row.messageId !== null)?.messageId
        if (found) return found
      }
      return null
    },
    enabled,
  })

export const useMessage = (id: string | null | undefined) =>
  useQuery({
    queryKey: ['message', id],
    queryFn: () => call(getMessage, { params: { id: id ?? '' } }),
    enabled: Boolean(id),
    placeholderData: keepPreviousData,
  })

function useRepair<Input>(repair: (input: Input) => Promise<{ recipient: RecipientRow }>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: repair,
    onSuccess: () =>
      Promise.all([
        refreshLists(client),
        client.invalidateQueries({ queryKey: ['dispatch'] }),
        client.invalidateQueries({ queryKey: ['message'] }),
        client.invalidateQueries({ queryKey: ['people'] }),
      ]),
  })
}

export const useRetry = () => useRepair((id: string) => call(retryMessage, { params: { id } }))
export const usePrintInstead = () => useRepair((id: string) => call(printInstead, { params: { id } }))
export const useGiveUp = () => useRepair((id: string) => call(giveUpMessage, { params: { id } }))
export const useCorrect = () =>
  useRepair(({ id, address, keepForPerson }: { id: string; address: string; keepForPerson: boolean }) =>
    call(correctMessage, { params: { id }, body: { address, keepForPerson } }),
  )

export const useResendFailed = () => useDispatchAction(id => call(resendFailed, { params: { id } }))
