import type { LetterDocument } from '../document.ts'
import type { Category, RecipientKind } from '../fields.ts'
import type { Localised } from '../language.ts'

/** A letter that comes with Mailroom, in every language. */
export interface SuppliedLetter {
  /** Stable name, by which an installation knows that it has this letter already. */
  key: string
  category: Category
  recipientKinds: readonly RecipientKind[]
  designation: Localised
  /** With `{{ field | format }}` chips. */
  subject: Localised
  document: Localised<LetterDocument>
}
