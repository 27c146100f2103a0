import { listDispatches } from '@mailroom/contract'
import { useQuery } from '@tanstack/react-query'
import { call } from '../../lib/api.ts'

/** How many dispatches wait for their time: the number in the navigation. */
export const useScheduledCount = () =>
  useQuery({
    queryKey: ['dispatches', 'scheduled-count'],
    queryFn: () => call(listDispatches, { query: { view: 'scheduled', limit: 1 } }),
    select: answer => answer.total,
    staleTime: 60_000,
  })
