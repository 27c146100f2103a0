import { z } from 'zod'

/**
 * Every refusal: `code` for programs, `field` as a dotted path into the body where one is at fault, `message` and
 * `hint` (the way out) in the caller's language, `requestId` to find it in the log. `fields` lists every fault of a
 * form at once.
 */
export const errorBody = z.object({
  error: z.object({
    code: z.string(),
    field: z.string().optional(),
    message: z.string(),
    hint: z.string().optional(),
    requestId: z.string().optional(),
    fields: z
      .array(z.object({ field: z.string(), code: z.string(), message: z.string(), hint: z.string().optional() }))
      .optional(),
    values: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  }),
})
export type ErrorBody = z.output<typeof errorBody>
