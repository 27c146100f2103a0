import { fieldNames, findField } from './catalogue.ts'
import { hasForbidden, oneLine, truncate } from './characters.ts'
import { chipText, type RenderState, valueAt } from './engine.ts'
import type { LetterData } from './fields.ts'
import { formatNames } from './format.ts'
import { summarise } from './render.ts'
import type { Slot } from './slots.ts'
import { nearest } from './suggest.ts'
import { LetterError, type Problem, type RenderedText, type TextOptions } from './types.ts'

/** A subject in pieces, for the editor's one-line field: plain text, or a chip. */
export type SubjectPart = { text: string } | { field: string; format?: string }

/** RFC 5322 allows 998 octets a line; mail programs show far less, and our databases keep 255. */
export const maxSubjectLength = 255

/** A chip in text: `{{ student.givenName }}` or `{{ meeting.date | long }}`. Any other brace is plain text. */
const chip = /\{\{\s*([A-Za-z0-9_.$-]{1,80})\s*(?:\|\s*([a-z-]{1,30})\s*)?\}\}/g

/** Splits a stored subject into text and chips. `subjectText` puts it together again. */
export function subjectParts(template: string): SubjectPart[] {
  const parts: SubjectPart[] = []
  let end = 0
  for (const match of template.matchAll(chip)) {
    if (match.index > end) parts.push({ text: template.slice(end, match.index) })
    parts.push({ field: match[1] ?? '', ...(match[2] ? { format: match[2] } : {}) })
    end = match.index + match[0].length
  }
  if (end < template.length) parts.push({ text: template.slice(end) })
  return parts
}

/** The stored form of a subject. Braces that a user typed are set apart so that they never become a chip. */
export function subjectText(parts: readonly SubjectPart[]): string {
  return parts
    .map(part =>
      'text' in part
        ? part.text.replace(/\{(?=\{)/g, '{\u200b')
        : `{{ ${part.field}${part.format ? ` | ${part.format}` : ''} }}`,
    )
    .join('')
}

function problem(code: Problem['code'], path: string, en: string, fr: string, suggestion?: string): Problem {
  return { code, path, message: { en, fr }, ...(suggestion ? { suggestion } : {}) }
}

function checkChip(
  part: { field: string; format?: string },
  path: string,
  category: TextOptions['category'],
): Problem[] {
  const { field: name, format } = part
  const found = findField(category, name)
  if (!found) {
    const meant = nearest(name, fieldNames(category))
    const [en, fr] = meant ? [` Did you mean “${meant}”?`, ` Vouliez-vous dire « ${meant} » ?`] : ['', '']
    return [
      problem(
        'unknown-field',
        path,
        `This category has no field “${name}”.${en}`,
        `Cette catégorie n’a pas de champ « ${name} ».${fr}`,
        meant,
      ),
    ]
  }
  const { label } = found.field
  if (found.list || found.field.items) {
    return [
      problem(
        'field-outside-repeat',
        path,
        `“${label.en}” has several rows and cannot stand in one line.`,
        `« ${label.fr} » a plusieurs lignes et ne tient pas dans un objet.`,
      ),
    ]
  }
  if (format && !formatNames(found.field).includes(format)) {
    return [
      problem(
        'bad-attribute',
        path,
        `“${label.en}” has no format “${format}”.`,
        `« ${label.fr} » n’a pas de format « ${format} ».`,
        nearest(format, formatNames(found.field)),
      ),
    ]
  }
  return []
}

/** What is wrong with a subject or file-name pattern; `path` is the number of the part. Empty = may be used. */
export function checkSubject(template: string, category: TextOptions['category']): Problem[] {
  const problems: Problem[] = []
  if (hasForbidden(template) || /[\r\n\u2028\u2029]/.test(template)) {
    problems.push(
      problem(
        'control-character',
        '',
        'The subject holds line breaks or invisible control characters.',
        'L’objet contient des retours à la ligne ou des caractères de contrôle invisibles.',
      ),
    )
  }
  if (template.length > 2000) {
    problems.push(problem('too-large', '', 'The subject is too long.', 'L’objet est trop long.'))
    return problems
  }
  for (const [i, part] of subjectParts(template).entries()) {
    if ('field' in part) problems.push(...checkChip(part, String(i), category))
  }
  return problems
}

function slotOf(part: { field: string; format?: string }, options: TextOptions): Slot {
  const found = findField(options.category, part.field)
  return {
    name: part.field,
    ...(found ? { found } : {}),
    ...(part.format ? { format: part.format } : {}),
    ifEmpty: 'blank',
    fallback: '',
  }
}

function fill(template: string, data: LetterData, options: TextOptions): RenderedText {
  // Stray control characters are dropped below; only fields that may not be reached stop the rendering.
  const problems = checkSubject(template, options.category).filter(p => p.code !== 'control-character')
  if (problems.length > 0) throw new LetterError('LETTER_INVALID', problems)
  const slots: Slot[] = []
  const missing = new Map<number, number>()
  const state: RenderState = {
    slots: { language: options.language, chips: slots, conditions: [], repeats: [] },
    data, mark: false, missing, used: new Set(), shown: [], rows: [],
  } // biome-ignore format: the state of a letter without body
  const texts = subjectParts(template).map(part => {
    if ('text' in part) return part.text
    const slot = slotOf(part, options)
    const index = slots.push(slot) - 1
    const value = valueAt(data, slot.name)
    const text =
      typeof value === 'object' && value !== null && !Array.isArray(value) ? undefined : chipText(state, slot, value)
    if (text === undefined) missing.set(index, 1)
    return text ?? ''
  })
  return { text: texts.join(''), missing: summarise(slots, missing, options.language) }
}

/** Blanks that empty chips leave: double spaces, a space before a comma, a comma or dash at the end. */
function tidy(text: string): string {
  const joined = oneLine(text.replaceAll('\u200b', ''))
    .replace(/ {2,}/g, ' ')
    .replace(/ (?=[,.])/g, '')
  return joined.replace(/(?:^[\s,·–-]+)|(?:[\s,:·–-]+$)/gu, '')
}

/**
 * The subject for one recipient: one line, no control or bidi-override characters, at most 255 UTF-16 units (cut at a
 * whole letter). Plain text, not HTML: escape it where it is shown.
 * @throws LetterError LETTER_INVALID for an unknown field, a row's field, or a template over 2,000 characters.
 */
export function renderSubject(template: string, data: LetterData, options: TextOptions): RenderedText {
  const { text, missing } = fill(template, data, options)
  return { text: truncate(tidy(text), maxSubjectLength).trimEnd(), missing }
}

/** Names Windows keeps for devices, whatever the extension. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/i

/**
 * A file name ending in `.pdf` from a pattern such as `{{ student.className }}-{{ student.surname }}`: ASCII letters,
 * digits, `-`, `_` only (accents folded, "Réunion 4e B" → "Reunion-4e-B"), so that it survives every mail program, zip and
 * file system; at most 80 characters; `letter.pdf` if nothing is left.
 * @throws LetterError as `renderSubject`.
 */
export function renderFileName(pattern: string, data: LetterData, options: TextOptions): string {
  const folded = fill(pattern.replace(/\.pdf\s*$/i, ''), data, options)
    .text.replaceAll('œ', 'oe').replaceAll('Œ', 'OE').replaceAll('æ', 'ae').replaceAll('Æ', 'AE').replaceAll('ß', 'ss').replaceAll('ø', 'o').replaceAll('ł', 'l') // biome-ignore format: a table
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
  const safe = folded
    .replace(/[^A-Za-z0-9_]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 76)
    .replace(/-+$/, '')
  if (!safe) return 'letter.pdf'
  return `${reserved.test(safe) ? `${safe}-letter` : safe}.pdf`
}
