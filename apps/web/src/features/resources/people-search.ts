import { personSort } from '@mailroom/contract'
import { z } from 'zod'

/** What the address of a list holds: everything needed to come back to the same view or to send the link on. */
export const peopleSearch = z.object({
  search: z.string().optional().catch(undefined),
  classId: z.string().optional().catch(undefined),
  level: z.string().optional().catch(undefined),
  reach: z.string().optional().catch(undefined),
  language: z.enum(['en', 'fr']).optional().catch(undefined),
  legal: z.boolean().optional().catch(undefined),
  view: z.enum(['all', 'incomplete', 'paper']).optional().catch(undefined),
  sort: personSort.optional().catch(undefined),
  direction: z.enum(['asc', 'desc']).optional().catch(undefined),
  /** The person shown beside the list. */
  open: z.string().optional().catch(undefined),
})
export type PeopleSearch = z.output<typeof peopleSearch>
