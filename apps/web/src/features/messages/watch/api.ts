import { getHealth, getWatch, pauseServer, resumeServer, settleRestored, type WatchView } from '@mailroom/contract'
import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '../../../lib/api.ts'
import { refreshLists } from '../../dispatches/api.ts'

const watchKey = ['health', 'watch']

/** Queues, breakers, alerts and what a restore holds; the old answer stays while the next one comes. */
export const useWatch = (everyMs: number) =>
  useQuery({ queryKey: watchKey, queryFn: () => call(getWatch), refetchInterval: everyMs })

export const useHealth = (everyMs: number) =>
  useQuery({ queryKey: ['health', 'parts'], queryFn: () => call(getHealth), refetchInterval: everyMs })

/** The answer is the whole watch as it now stands; letters elsewhere on screen have moved too. */
function useWatchCommand<Input>(act: (input: Input) => Promise<WatchView>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: act,
    onSuccess: watch => {
      client.setQueryData(watchKey, watch)
      void client.invalidateQueries({ queryKey: ['dispatch'] })
      return refreshLists(client)
    },
  })
}

export const usePauseServer = () => useWatchCommand((id: string) => call(pauseServer, { params: { id } }))
export const useResumeServer = () => useWatchCommand((id: string) => call(resumeServer, { params: { id } }))
export const useSettleRestored = () =>
  useWatchCommand((what: 'release' | 'cancel') => call(settleRestored, { body: { what } }))

export const refreshHealth = (client: QueryClient) => client.invalidateQueries({ queryKey: ['health'] })
