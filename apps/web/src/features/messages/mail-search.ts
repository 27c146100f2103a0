import { dispatchSort } from '@mailroom/contract'
import { z } from 'zod'

/** Parts of the sent mail that wait for something. */
export const mailViews = ['sending', 'scheduled', 'to-print', 'to-decide', 'refused'] as const

/** What the address of the sent mail holds: the list as it stands, the open e-mail and which part of it. */
export const mailSearch = z.object({
  account: z.string().optional().catch(undefined),
  view: z.enum(mailViews).optional().catch(undefined),
  search: z.string().optional().catch(undefined),
  from: z.string().optional().catch(undefined),
  to: z.string().optional().catch(undefined),
  sort: dispatchSort.optional().catch(undefined),
  direction: z.enum(['asc', 'desc']).optional().catch(undefined),
  /** A dispatch, its part, and the recipient whose e-mail is shown. */
  open: z.string().optional().catch(undefined),
  part: z.enum(['message', 'recipients', 'attachments', 'history']).optional().catch(undefined),
  message: z.string().optional().catch(undefined),
  /** "All mail of …", from the person's panel. */
  person: z.string().optional().catch(undefined),
})
export type MailSearch = z.output<typeof mailSearch>
export type MailPart = NonNullable<MailSearch['part']>
