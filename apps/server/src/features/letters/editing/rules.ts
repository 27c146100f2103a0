import type { ErrorCode, Language, LetterContents, WordValues } from '@mailroom/contract'
import {
  type Category,
  categoryFacts,
  checkDocument,
  checkSubject,
  languages,
  type Problem,
  subjectParts,
} from '@mailroom/letter'

export type LetterForm = {
  designation: string
  category: Category
  recipientKinds: string[]
  fileName: string
  contents: LetterContents
}
/** One thing wrong with a form: what an AppError is made of. */
export type Fault = { code: ErrorCode; field: string; values?: WordValues }

type Variant = NonNullable<LetterContents[Language]>
type LooseNode = { type?: unknown; text?: unknown; attrs?: Record<string, unknown>; content?: unknown }

/** More than this help nobody at once. */
const maximumFaults = 20

/** Has the document nothing to read? Walked with a stack of its own: a forged one may be nested without end. */
const isBlankDocument = (document: Variant['document']): boolean => {
  const stack: LooseNode[] = [document]
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (node.type === 'mergeField' || node.type === 'image') return false
    if (typeof node.text === 'string' && node.text.trim() !== '') return false
    if (Array.isArray(node.content))
      stack.push(...node.content.filter(child => typeof child === 'object' && child !== null))
  }
  return true
}

/** The variants that somebody has begun: a language whose subject and text are both blank is not one. */
export const begunVariants = (contents: LetterContents): LetterContents => {
  const begun = languages.filter(language => {
    const variant = contents[language]
    return variant && !(variant.subject.trim() === '' && isBlankDocument(variant.document))
  })
  return Object.fromEntries(begun.map(language => [language, contents[language]]))
}

/** The node that a problem's path (`content.3.content.0`) leads to. */
const nodeAt = (document: Variant['document'], path: string): LooseNode | undefined =>
  path
    .split('.')
    .filter(Boolean)
    .reduce<unknown>(
      (at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined),
      document,
    ) as LooseNode | undefined

const fieldNameAt = (document: Variant['document'], path: string): string => {
  const attrs = nodeAt(document, path)?.attrs ?? {}
  return String(attrs.field ?? attrs.list ?? attrs.repeat ?? '').slice(0, 60)
}

const faultOf = (problem: Problem, field: string, name: string, language: Language): Fault => {
  const { code, message, suggestion } = problem
  if (code === 'unknown-field')
    return { code: 'FIELD_UNKNOWN', field, values: { field: name, ...(suggestion ? { suggestion } : {}) } }
  return { code: 'LETTER_PROBLEM', field, values: { detail: message[language] } }
}

const checkText = (template: string, field: string, category: Category, language: Language): Fault[] => {
  const parts = subjectParts(template)
  return checkSubject(template, category).map(problem => {
    const part = parts[Number(problem.path)]
    return faultOf(problem, field, part && 'field' in part ? part.field : '', language)
  })
}

const checkVariant = (variant: Variant, at: string, category: Category, language: Language): Fault[] => {
  const problems = checkDocument(variant.document, category)
  const found = problems.map(problem =>
    faultOf(problem, `${at}.document`, fieldNameAt(variant.document, problem.path), language),
  )
  const blank: Fault[] = isBlankDocument(variant.document) ? [{ code: 'LETTER_EMPTY', field: `${at}.document` }] : []
  const untitled: Fault[] = variant.subject.trim() === '' ? [{ code: 'REQUIRED', field: `${at}.subject` }] : []
  return [
    ...untitled,
    ...checkText(variant.subject, `${at}.subject`, category, language),
    ...(found.length > 0 ? found : blank),
  ]
}

// What Postgres refuses inside jsonb: NUL, and halves of characters. `checkDocument` reads the attributes it knows only.
const isStorable = (value: unknown): boolean => {
  let storable = true
  const look = (text: string) => {
    if (text.includes('\u0000') || !text.isWellFormed()) storable = false
  }
  JSON.stringify(value, (key, one: unknown) => {
    look(key)
    if (typeof one === 'string') look(one)
    return one
  })
  return storable
}

/** Everything that keeps a letter from being saved, in the words of `language`; empty: it may be saved. */
export const checkForm = (form: LetterForm, language: Language): Fault[] => {
  const { category, contents } = form
  const allowed: readonly string[] = categoryFacts[category].recipientKinds
  const kinds = form.recipientKinds.flatMap((kind, index): Fault[] =>
    allowed.includes(kind) ? [] : [{ code: 'UNKNOWN_CHOICE', field: `recipientKinds.${index}` }],
  )
  const variants = languages.flatMap(one => {
    const variant = contents[one]
    return variant ? checkVariant(variant, `contents.${one}`, category, language) : []
  })
  const empty: Fault[] = Object.keys(contents).length === 0 ? [{ code: 'LETTER_EMPTY', field: 'contents' }] : []
  const faults = [...empty, ...kinds, ...checkText(form.fileName, 'fileName', category, language), ...variants]
  if (faults.length === 0 && !isStorable(contents)) return [{ code: 'CONTROL_CHARACTERS', field: 'contents' }]
  return faults.slice(0, maximumFaults)
}
