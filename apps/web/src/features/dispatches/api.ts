import {
  type Call,
  createDispatch,
  type DispatchChoice,
  type DispatchView,
  getDispatch,
  getHome,
  type LiveEvent,
  listDispatches,
  listLetters,
  listMyAccounts,
  listSignatures,
  type PersonKind,
  planDispatch,
  previewDispatch,
  type Query,
  rescheduleDispatch,
  sendTestToMe,
  uploadAttachment,
} from '@mailroom/contract'
import { keepPreviousData, type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useRef } from 'react'
import { call, upload } from '../../lib/api.ts'
import { asApiError } from '../../lib/api-error.ts'
import { digest } from './choice.ts'
import { useLive } from './live.ts'

/** How many dispatches wait for their time: the number in the navigation. */
export const useScheduledCount = () =>
  useQuery({
    queryKey: ['dispatches', 'scheduled-count'],
    queryFn: () => call(listDispatches, { query: { view: 'scheduled', limit: 1 } }),
    select: answer => answer.total,
    staleTime: 60_000,
  })

/** The letters offered in a list; of no list: all. */
export const useLettersOf = (list: PersonKind | '') =>
  useQuery({
    queryKey: ['letters', 'list', list],
    queryFn: async () => (await call(listLetters, { query: { list } })).letters,
  })

export const useMyAccounts = () => useQuery({ queryKey: ['me', 'accounts'], queryFn: () => call(listMyAccounts) })

export const useMySignatures = () =>
  useQuery({ queryKey: ['me', 'signatures'], queryFn: async () => (await call(listSignatures)).signatures })

/** The check-up. The old outcome stays on screen while the new one is worked out. */
export function usePlan(choice: DispatchChoice, enabled = true) {
  const key = useMemo(() => digest(choice), [choice])
  return useQuery({
    queryKey: ['plan', key],
    queryFn: ({ signal }) => call(planDispatch, { body: choice }, { signal }),
    placeholderData: keepPreviousData,
    enabled,
  })
}

export interface Written {
  subject: string
  body: string
  signatureId: string | null
}

/** What one recipient gets; neighbours are not fetched ahead, the server draws each in a few milliseconds. */
export function useDispatchPreview(choice: DispatchChoice, index: number, written: Written, enabled: boolean) {
  const key = useMemo(() => digest([choice, written]), [choice, written])
  return useQuery({
    queryKey: ['dispatch-preview', key, index],
    queryFn: ({ signal }) => call(previewDispatch, { body: { choice, index, ...written } }, { signal }),
    placeholderData: keepPreviousData,
    enabled,
  })
}

export function useCreateDispatch() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Call<typeof createDispatch>['body']) => call(createDispatch, { body }),
    // The same key is the same dispatch, so repeating after silence is safe.
    retry: (count, error) => count < 2 && 'status' in error && error.status === 0,
    onSuccess: () => client.invalidateQueries({ queryKey: ['dispatches'] }),
    // Its way out is to look at the check-up again: so it is made again.
    onError: error =>
      asApiError(error).code === 'RECIPIENTS_CHANGED' && client.invalidateQueries({ queryKey: ['plan'] }),
  })
}

export const useSendTest = () =>
  useMutation({ mutationFn: (body: Call<typeof sendTestToMe>['body']) => call(sendTestToMe, { body }) })

export const useUploadAttachment = () =>
  useMutation({
    mutationFn: (file: File) => {
      const form = new FormData()
      form.set('file', file)
      return upload(uploadAttachment, form)
    },
  })

export const useDispatches = (query: Partial<Query<typeof listDispatches>>) =>
  useQuery({
    queryKey: ['dispatches', 'list', query],
    queryFn: () => call(listDispatches, { query }),
    placeholderData: keepPreviousData,
  })

export const useDispatch = (id: string | undefined) =>
  useQuery({
    queryKey: ['dispatch', id],
    queryFn: () => call(getDispatch, { params: { id: id ?? '' } }),
    enabled: Boolean(id),
    // What keeps it from leaving (the server, its next try) changes without any count changing.
    refetchInterval: query => (query.state.data?.state === 'sending' ? 5000 : false),
  })

export const useHome = (days: number) =>
  useQuery({
    queryKey: ['home', days],
    queryFn: () => call(getHome, { query: { days } }),
    placeholderData: keepPreviousData,
  })

/** A changed dispatch is the answer itself; the lists around it are asked again. */
function useChange<Input>(act: (input: Input) => Promise<DispatchView>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: act,
    onSuccess: view => {
      client.setQueryData(['dispatch', view.id], view)
      return refreshLists(client)
    },
  })
}

export const useDispatchAction = (act: (id: string) => Promise<DispatchView>) => useChange(act)

export const useReschedule = () =>
  useChange(({ id, sendAt }: { id: string; sendAt: string }) =>
    call(rescheduleDispatch, { params: { id }, body: { sendAt } }),
  )

export const refreshLists = (client: QueryClient) =>
  Promise.all([
    client.invalidateQueries({ queryKey: ['dispatches'] }),
    client.invalidateQueries({ queryKey: ['recipients'] }),
    client.invalidateQueries({ queryKey: ['home'] }),
  ])

/** Counts come with the stream; the rows behind them are asked again, at most every two seconds. */
export function useLiveDispatches(): void {
  const client = useQueryClient()
  const live = useLive()
  useEffect(() => {
    if (live) layOver(client, live)
  }, [client, live])
  const print = live ? digest([live.dispatches, live.kept]) : ''
  const last = useRef(0)
  useEffect(() => {
    if (print === '') return
    const refresh = () => {
      last.current = Date.now()
      for (const key of ['recipients', 'dispatch', 'dispatches', 'home']) {
        void client.invalidateQueries({ queryKey: [key], refetchType: 'active' })
      }
    }
    const timer = setTimeout(refresh, Math.max(0, last.current + 2000 - Date.now()))
    return () => clearTimeout(timer)
  }, [client, print])
}

function layOver(client: QueryClient, live: LiveEvent): void {
  const byId = new Map(live.dispatches.map(dispatch => [dispatch.id, dispatch]))
  const fresh = <Row extends { id: string }>(row: Row): Row => {
    const news = byId.get(row.id)
    return news ? { ...row, state: news.state, counts: news.counts } : row
  }
  const rowsIn = (answer: unknown) => (isPage(answer) ? { ...answer, rows: answer.rows.map(fresh) } : answer)
  client.setQueriesData<unknown>({ queryKey: ['dispatches'] }, rowsIn)
  for (const id of byId.keys()) client.setQueryData<DispatchView>(['dispatch', id], view => view && fresh(view))
}

const isPage = (answer: unknown): answer is { rows: { id: string }[] } =>
  typeof answer === 'object' && answer !== null && 'rows' in answer && Array.isArray(answer.rows)
