import { z } from 'zod'

/** UUID of any row. */
export const id = z.uuid()
export const idParams = z.object({ id })
/** An instant, ISO 8601 with its offset. */
export const instant = z.iso.datetime({ offset: true })
/** The version of a row that was read, to be sent back with a change; as large as an `int` of Postgres. */
export const rowVersion = z.number().int().min(0).max(2_147_483_647)
/** Interface and letter languages. */
export const language = z.enum(['en', 'fr'])
export type Language = z.output<typeof language>

// Control characters (C0, DEL, C1) and bidirectional overrides never belong in a one-line text: they forge headers
// (RFC 5322 §2.2) and hide what is shown (U+202E).
// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the purpose
const forbiddenInLine = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/u
// A lone surrogate cannot be stored as UTF-8.
const wellFormed = (text: string) => text.isWellFormed()

/** One line of text, trimmed, 1 to `max` characters, without control characters. */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1, { error: 'REQUIRED' })
    .max(max, { error: 'TOO_LONG' })
    .refine(text => !forbiddenInLine.test(text), { error: 'CONTROL_CHARACTERS' })
    .refine(wellFormed, { error: 'NOT_UNICODE' })
/** One line that may be empty. */
export const optionalLine = (max: number) =>
  z
    .string()
    .trim()
    .max(max, { error: 'TOO_LONG' })
    .refine(text => !forbiddenInLine.test(text), { error: 'CONTROL_CHARACTERS' })
    .refine(wellFormed, { error: 'NOT_UNICODE' })
/** Longer text or HTML: NUL and lone surrogates are refused, line breaks are kept. */
export const text = (max: number) =>
  z
    .string()
    .max(max, { error: 'TOO_LONG' })
    .refine(value => !value.includes('\u0000'), { error: 'CONTROL_CHARACTERS' })
    .refine(wellFormed, { error: 'NOT_UNICODE' })
/** An address as typed; the server parses it strictly (one mailbox, RFC 5321 §4.1.2) and answers in words. */
export const emailText = line(320)
/** A mailbox as shown: a display name and an address. */
export const mailbox = z.object({ name: z.string(), address: z.string() })
export type Mailbox = z.output<typeof mailbox>
export const nothing = z.object({ ok: z.literal(true) })
export const direction = z.enum(['asc', 'desc'])
/** Offset paging for virtual lists. */
export const paging = {
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
}
/** A boolean in a query string. */
export const flag = z.enum(['true', 'false']).transform(value => value === 'true')
