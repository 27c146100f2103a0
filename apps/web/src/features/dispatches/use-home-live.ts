import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useLiveDispatches } from './api.ts'
import { useLive } from './live.ts'

/** Follows the event stream: a dispatch that starts or ends changes the home page's lists at once. */
export function useHomeLive(): void {
  const client = useQueryClient()
  const live = useLive()
  useLiveDispatches()
  const running = (live?.dispatches ?? []).map(dispatch => `${dispatch.id} ${dispatch.state}`).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: another set of running dispatches is what asks anew
  useEffect(() => {
    if (live) void client.invalidateQueries({ queryKey: ['home'] })
  }, [client, running])
}
