import type { InstitutionView, Language, LetterContents } from '@mailroom/contract'
import {
  askedFields,
  type Category,
  type Field,
  type FieldRow,
  type FieldValue,
  type Letterhead,
  type LetterSchool,
  type LetterSender,
  subjectText,
} from '@mailroom/letter'
import type { RecipientData } from '../../dispatches/rules.ts'

/** Everything of the institution and the letter that a dispatch freezes; kept as JSON in `dispatch.frozen`. */
export type FrozenFacts = {
  /** Null: a written e-mail without a letter. */
  category: Category | null
  contents: LetterContents
  /** Pattern of the PDF's name. */
  fileName: string
  school: LetterSchool
  letterhead: Letterhead
  window: InstitutionView['window']
  font: InstitutionView['font']
  paper: InstitutionView['paper']
  /** `#rrggbb`, or empty for Mailroom's own. */
  accent: string
  sender: LetterSender
  /** ISO date of the letter. */
  today: string
  /** The sender's answers to the letter's questions, by field. */
  asked: Record<string, FieldValue>
  /** Of the institution: for recipients whose language the letter does not have, and for Others. */
  language: Language
}
/** With what the sender wrote: subject and body may hold `{{ fields }}`; body and signature are sanitised HTML. */
export type Frozen = FrozenFacts & { subject?: string; body?: string; signature?: string }

/** One line of the plan, as frozen in `dispatch_recipient`. */
export type LetterRecipient = { language: Language; data: RecipientData; addressLines: readonly string[] }

/** The institution as letters name it. */
export const schoolOf = (institution: InstitutionView): LetterSchool => ({
  name: institution.name,
  addressLines: institution.addressLines,
  city: institution.city,
  phone: institution.phone,
  email: institution.email,
  headName: institution.headName,
  headTitle: institution.headTitle,
  country: institution.country,
})

export const letterheadOf = (institution: InstitutionView): Letterhead => ({
  schoolName: institution.name,
  tagline: institution.subtitle,
  contactLines: [...institution.addressLines, institution.phone, institution.email].filter(Boolean),
  logo: institution.logo,
  colour: institution.accent || null,
  footer: institution.footer || null,
})

/** The civil day of an instant on this machine, ISO `YYYY-MM-DD`. */
export const civilDay = (now: Date): string => {
  const two = (number: number) => String(number).padStart(2, '0')
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
}

/** Name of a letter's PDF when its author gave no pattern: what it is, and about whom. */
export const fileNameFor = (letter: { fileName: string; designation: string }): string =>
  letter.fileName || `${subjectText([{ text: letter.designation }])} {{ student.fullName }}`

const isScalar = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number'

const rowOf = (field: Field, value: unknown): FieldRow => {
  if (typeof value !== 'object' || value === null) return {}
  const columns = (field.items ?? []).map(item => item.name.slice(field.name.length + 1))
  const entries = columns.map(column => [column, Object.hasOwn(value, column) ? Reflect.get(value, column) : null])
  return Object.fromEntries(entries.filter(([, one]) => isScalar(one)))
}

const answerOf = (field: Field, value: unknown): FieldValue => {
  if (isScalar(value)) return value
  if (!Array.isArray(value)) return undefined
  return field.items ? value.map(row => rowOf(field, row)) : value.filter(one => typeof one === 'string')
}

/** The sender's answers, as far as the category asks for them and they have the shape of a value; the rest is dropped. */
export const askedValues = (category: Category | null, values: Record<string, unknown>): Record<string, FieldValue> => {
  if (!category) return {}
  const answers = askedFields(category).map(field => {
    const value = Object.hasOwn(values, field.name) ? answerOf(field, values[field.name]) : undefined
    return [field.name, value] as const
  })
  return Object.fromEntries(answers.filter(([, value]) => value !== undefined))
}
