import {
  addDomain,
  type Body,
  detectSending,
  getSending,
  previewFrom,
  probeServer,
  removeDomain,
  type SendingSettings,
  saveSending,
} from '@mailroom/contract'
import { keepPreviousData, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '../../lib/api.ts'

export const sendingQuery = queryOptions({
  queryKey: ['sending'],
  queryFn: () => call(getSending),
  refetchInterval: 15_000,
})

export function useSaveSending() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Body<typeof saveSending>) => call(saveSending, { body }),
    onSuccess: (saved: SendingSettings) => client.setQueryData(sendingQuery.queryKey, saved),
  })
}

export function useAddDomain() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (domain: string) => call(addDomain, { body: { domain } }),
    onSuccess: () => client.invalidateQueries({ queryKey: sendingQuery.queryKey }),
  })
}

export function useRemoveDomain() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => call(removeDomain, { params: { id } }),
    onSuccess: () => client.invalidateQueries({ queryKey: sendingQuery.queryKey }),
  })
}

/** What recipients will see, for the form as typed; the last answer stays while the next one is made. */
export const useFromPreview = (body: Body<typeof previewFrom>) =>
  useQuery({
    queryKey: ['sending', 'from', body],
    queryFn: () => call(previewFrom, { body }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })

export const useDetect = () =>
  useMutation({ mutationFn: (address: string) => call(detectSending, { body: { address } }) })

export function useProbe() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => call(probeServer, { params: { id } }),
    onSettled: () => client.invalidateQueries({ queryKey: sendingQuery.queryKey }),
  })
}
