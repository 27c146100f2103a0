import type { HealthCode } from '@mailroom/contract'

/** How a part of Mailroom is: a code that becomes a sentence in the reader's language, and what the part itself said. */
export type Finding = { ok: boolean; code: HealthCode; value?: string }
