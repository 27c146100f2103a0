import { categoryName, recipientKind } from '@mailroom/contract'
import { z } from 'zod'

/** What the address of the list of letters holds. */
export const lettersSearch = z.object({
  search: z.string().optional().catch(undefined),
  category: categoryName.optional().catch(undefined),
  list: recipientKind.optional().catch(undefined),
  view: z.enum(['archived']).optional().catch(undefined),
  sort: z.enum(['designation', 'category', 'saved']).optional().catch(undefined),
  direction: z.enum(['asc', 'desc']).optional().catch(undefined),
})
export type LettersSearch = z.output<typeof lettersSearch>

/** The language of the letter that is shown, and the list whose people fill the preview. */
export const letterSearch = z.object({
  language: z.enum(['en', 'fr']).optional().catch(undefined),
  list: recipientKind.optional().catch(undefined),
})
