import { z } from 'zod'

export const lettersSearch = z.object({
  search: z.string().optional().catch(undefined),
  view: z.enum(['current', 'archived']).optional().catch(undefined),
  sort: z.enum(['designation', 'category', 'version', 'saved']).optional().catch(undefined),
  direction: z.enum(['asc', 'desc']).optional().catch(undefined),
})

/** The language shown, and the list whose people fill the preview. */
export const letterSearch = z.object({
  language: z.enum(['en', 'fr']).optional().catch(undefined),
  list: z.enum(['guardian', 'student', 'teacher', 'staff']).optional().catch(undefined),
})
