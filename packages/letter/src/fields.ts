import type { Language, Localised } from './language.ts'

/** The context of a letter: fixes the lists it is offered in and its merge fields (SPEC 0). */
export const categories = ['absences', 'meetings', 'results', 'administration'] as const
export type Category = (typeof categories)[number]

export const recipientKinds = ['student', 'guardian', 'teacher', 'staff'] as const
export type RecipientKind = (typeof recipientKinds)[number]

/** `text`; `date` = ISO `YYYY-MM-DD`; `time` = `HH:MM` (24 h); `number`; `list` = strings, or rows if `items` is there. */
export type FieldType = 'text' | 'date' | 'time' | 'number' | 'list'

/** A value as it stands in the letter's data. Rows of a list are records by the last part of the item's name. */
export type FieldValue = string | number | null | undefined | string[] | FieldRow[]
export type FieldRow = { [item: string]: string | number | null | undefined }

/** What shapes the formats beyond the type: a person's name, a pronoun, money, a countable thing. */
export type FieldKind = 'name' | 'pronoun' | 'money' | 'count'

export interface Field {
  /** Dotted path into the data, `student.givenName`; an item of a list is `absences.rows.date`. */
  name: string
  type: FieldType
  kind?: FieldKind
  /** `directory`: the server knows it per recipient. `asked`: the sender fills it in once for the dispatch. */
  source: 'directory' | 'asked'
  /** A letter makes little sense without it: new chips start as `hold`, the dispatch form marks it. */
  required?: true
  label: Localised
  sample: Localised<FieldValue>
  /** Columns of a list field; names are absolute (`absences.rows.date`). */
  items?: Field[]
  /** For kind `count`: singular and plural. */
  unit?: Localised<readonly [one: string, other: string]>
}

export type FieldGroupName =
  | 'recipient'
  | 'student'
  | 'absences'
  | 'lateness'
  | 'meeting'
  | 'outing'
  | 'results'
  | 'certificate'
  | 'payment'
  | 'welcome'
  | 'school'
  | 'sender'
  | 'date'

export interface FieldGroup {
  name: FieldGroupName
  label: Localised
  fields: Field[]
}

export interface CategoryFacts {
  name: Category
  label: Localised
  /** The lists a letter of this category is offered in. */
  recipientKinds: readonly RecipientKind[]
  groups: readonly FieldGroupName[]
}

/** Nested data of one recipient: `{ student: { givenName: 'Lina' }, today: '2026-11-23' }`. */
export interface LetterData {
  [key: string]: FieldValue | LetterData
}

export type { Language }
