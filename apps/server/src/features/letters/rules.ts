import type { Language, LetterContents } from '@mailroom/contract'
import {
  type Category,
  type CompiledLetter,
  compileLetter,
  escapeHtml,
  type FieldValue,
  findField,
  formatValue,
  fullName,
  isEmpty,
  type LetterData,
  type LetterSchool,
  letterData,
  type MissingField,
  type RenderedLetter,
  renderFileName,
  renderLetter,
  renderSubject,
  subjectParts,
} from '@mailroom/letter'
import { type RenderedEmail, renderEmail } from '@mailroom/letter/email'
import type { Frozen, FrozenFacts, LetterRecipient } from './frozen/rules.ts'
import { composePage } from './page/rules.ts'

export type { Frozen, FrozenFacts, LetterRecipient } from './frozen/rules.ts'

export type ComposeOptions = {
  /** The page with the address in the envelope window (paper), without it (attached to an e-mail), or none. */
  page?: 'with-address' | 'without-address' | 'none'
  /** The e-mail with the message alone, with the letter in its body, or none. */
  email?: 'message' | 'with-letter' | 'none'
  /** Mark merged values and draw the envelope window: for previews. */
  mark?: boolean
  /** Show unknown fields in place instead of refusing the letter: for previews of unfinished ones. */
  lenient?: boolean
  /** Compiled letters of this dispatch by language, kept by the caller from one recipient to the next. */
  cache?: Map<string, CompiledLetter>
}
export type ComposedLetter = {
  language: Language
  subject: string
  /** The letter alone; empty for a written e-mail. */
  letterHtml: string
  text: string
  /** Complete document for the renderer; null when not asked for or without a letter. */
  page: string | null
  email: RenderedEmail | null
  fileName: string
  missing: MissingField[]
  /** Not empty: this recipient must not get the letter. */
  held: MissingField[]
  /** Which of the letter's conditions hold for this recipient, in the order of the text. */
  conditionsShown: boolean[]
}

type TextOptions = { language: Language; category: Category | null; mark?: boolean }

/** A written e-mail has the fields that every category has. */
const fieldsOf = (category: Category | null): Category => category ?? 'administration'

/** The language of one recipient's letter: their own, else the institution's, else the one there is. */
export const pickLanguage = (contents: LetterContents, wanted: Language, fallback: Language): Language =>
  [wanted, fallback, 'fr' as const, 'en' as const].find(language => contents[language]) ?? wanted

/** The data of one recipient's letter. */
export const dataFor = (frozen: FrozenFacts, recipient: LetterRecipient, language: Language): LetterData =>
  letterData({
    language,
    recipients: recipient.data.recipients,
    recipientKind: recipient.data.kind,
    address: recipient.data.address,
    students: recipient.data.students,
    school: frozen.school,
    sender: frozen.sender,
    today: frozen.today,
    asked: frozen.asked,
  })

/** Does a subject or body hold a `{{ field }}`? Without one it is the same for everybody. */
export const hasFields = (text: string): boolean => subjectParts(text).some(part => 'field' in part)

const valueAt = (data: LetterData, name: string): LetterData[string] =>
  name.split('.').reduce<LetterData[string]>((at, part) => {
    if (typeof at !== 'object' || at === null || Array.isArray(at) || !Object.hasOwn(at, part)) return undefined
    return (at as LetterData)[part]
  }, data)

const surnameUpper = (data: LetterData, language: Language) => {
  const [givenName, surname] = [valueAt(data, 'student.givenName'), valueAt(data, 'student.surname')]
  return typeof givenName === 'string' && typeof surname === 'string'
    ? fullName({ givenName, surname }, language, true)
    : undefined
}

/** A chip's value as plain text; undefined for an unknown field, a repeated one, or no value. */
const chipText = (part: { field: string; format?: string }, data: LetterData, options: TextOptions) => {
  const found = findField(fieldsOf(options.category), part.field)
  const value = valueAt(data, part.field) as FieldValue
  if (!found || found.list || found.field.items || isEmpty(value)) return undefined
  const upper = part.format === 'surname-upper' ? surnameUpper(data, options.language) : undefined
  return upper ?? formatValue(found.field, value, options.language, part.format)
}

const chipHtml = (part: { field: string; format?: string }, data: LetterData, options: TextOptions): string => {
  const text = chipText(part, data, options)
  const html = escapeHtml(text ?? '').replaceAll('\n', '<br>')
  if (!options.mark) return html
  const label = findField(fieldsOf(options.category), part.field)?.field.label[options.language] ?? part.field
  const [name, shown] = text === undefined ? ['mf mf-empty', escapeHtml(label)] : ['mf', html]
  return `<span class="${name}" data-field="${escapeHtml(part.field)}">${shown}</span>`
}

/**
 * Replaces the `{{ field | format }}` chips of a written body by this recipient's values, escaped; a chip without a
 * value (or unknown) writes nothing. Only text is looked at: tags and their attributes stay as they are.
 */
export const mergeBody = (html: string, data: LetterData, options: TextOptions): string =>
  html
    .split(/(<[^>]*>)/)
    .map((piece, index) => {
      if (index % 2 === 1 || !piece.includes('{{')) return piece
      return subjectParts(piece)
        .map(part => ('text' in part ? part.text : chipHtml(part, data, options)))
        .join('')
    })
    .join('')

/** Fields named in a text that this category does not have: refuse them before anything is sent. */
export const unknownFields = (text: string, category: Category | null): string[] => {
  const names = subjectParts(text).flatMap(part => ('field' in part ? [part.field] : []))
  return [...new Set(names)].filter(name => !findField(fieldsOf(category), name))
}

const gapsIn = (text: string, data: LetterData, options: TextOptions): MissingField[] =>
  subjectParts(text).flatMap((part): MissingField[] => {
    if (!('field' in part) || chipText(part, data, options) !== undefined) return []
    const label = findField(fieldsOf(options.category), part.field)?.field.label[options.language] ?? part.field
    return [{ field: part.field, label, ifEmpty: 'blank', times: 1 }]
  })

const schoolLine = (school: LetterSchool) => (school.addressLines ?? []).join(', ')

/**
 * The e-mail around a written message (`frozen.body`) and, with `letterHtml`, the letter in its body. Without `data`
 * (Others, who must see nobody's values) chips write nothing.
 */
export const composeEmail = (
  frozen: Frozen,
  options: { letterHtml: string | null; language: Language; data?: LetterData; mark?: boolean },
): RenderedEmail => {
  const { letterHtml, language, data = {}, mark } = options
  const body = mergeBody(frozen.body ?? '', data, { language, category: frozen.category, mark })
  return renderEmail({
    html: body && letterHtml ? `${body}<hr>${letterHtml}` : body || letterHtml || '',
    schoolName: frozen.school.name,
    schoolLine: schoolLine(frozen.school),
    accent: frozen.accent,
    signatureHtml: frozen.signature || undefined,
    language,
  })
}

/**
 * The subject: the sender's. One that was left as the letter proposes it, in whatever language, is written to each
 * recipient in the language of their letter.
 */
const subjectOf = (frozen: Frozen, language: Language): string => {
  const written = (frozen.subject ?? '').trim()
  const variants = Object.values(frozen.contents)
  const proposed = frozen.contents[language]?.subject ?? ''
  return written === '' || variants.some(variant => variant?.subject.trim() === written) ? proposed : written
}

const mergeSubject = (
  template: string,
  data: LetterData,
  frozen: Frozen,
  options: { language: Language; lenient?: boolean },
) => {
  const category = fieldsOf(frozen.category)
  const known = options.lenient
    ? template.replace(/\{\{[^{}]*\}\}/g, chip => (unknownFields(chip, category).length > 0 ? '…' : chip))
    : template
  return renderSubject(known, data, { language: options.language, category }).text
}

const nothing: Pick<RenderedLetter, 'html' | 'text' | 'missing' | 'held' | 'conditionsShown'> = {
  html: '',
  text: '',
  missing: [],
  held: [],
  conditionsShown: [],
}

const renderVariant = (frozen: FrozenFacts, language: Language, data: LetterData, options: ComposeOptions) => {
  const variant = frozen.contents[language]
  if (!variant || !frozen.category) return nothing
  const { cache, lenient, mark } = options
  const compiled =
    cache?.get(language) ?? compileLetter(variant.document, { language, category: frozen.category, lenient })
  cache?.set(language, compiled)
  return renderLetter(compiled, data, { mark })
}

/**
 * What one recipient gets, from frozen facts alone: the same function makes previews, what is sent and what is printed,
 * and the same input gives the same result. Parts nobody asked for in `options` are not made.
 * @throws LetterError for a letter that may not be used (not with `lenient`) or that passes a limit.
 */
export const composeLetter = (
  frozen: Frozen,
  recipient: LetterRecipient,
  options: ComposeOptions = {},
): ComposedLetter => {
  const { category, contents } = frozen
  const language = category ? pickLanguage(contents, recipient.language, frozen.language) : recipient.language
  const data = dataFor(frozen, recipient, language)
  const letter = renderVariant(frozen, language, data, options)
  const template = subjectOf(frozen, language)
  const subject = mergeSubject(template, data, frozen, { language, lenient: options.lenient })
  const written = gapsIn(`${template} ${frozen.body ?? ''}`, data, { language, category })
  const { page = 'with-address', email = 'none', mark } = options
  return {
    language,
    subject,
    letterHtml: letter.html,
    text: letter.text,
    page:
      category && page !== 'none'
        ? composePage(frozen, recipient, {
            html: letter.html,
            title: subject,
            language,
            withAddress: page === 'with-address',
            showWindow: mark,
          })
        : null,
    email:
      email === 'none'
        ? null
        : composeEmail(frozen, { letterHtml: email === 'with-letter' ? letter.html : null, language, data, mark }),
    fileName: category ? renderFileName(frozen.fileName, data, { language, category }) : '',
    missing: [...letter.missing, ...written.filter(gap => !letter.missing.some(one => one.field === gap.field))],
    held: letter.held,
    conditionsShown: letter.conditionsShown,
  }
}
