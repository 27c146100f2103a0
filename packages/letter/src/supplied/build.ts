import type { ConditionOperator, DocNode, IfEmpty, LetterDocument } from '../document.ts'

/** Builders for the supplied letters: a letter reads here nearly as it reads on paper. */
type Inline = string | DocNode

const inlines = (parts: readonly Inline[]): DocNode[] =>
  parts.map(part => (typeof part === 'string' ? { type: 'text', text: part } : part))

export interface ChipOptions {
  format?: string
  /** Text instead of an empty value. */
  or?: string
  /** Without a value the recipient is held back. */
  hold?: true
}

/** A merge-field chip. */
export function chip(field: string, options: ChipOptions = {}): DocNode {
  const ifEmpty: IfEmpty = options.hold ? 'hold' : options.or ? 'write' : 'blank'
  return { type: 'mergeField', attrs: { field, format: options.format ?? null, ifEmpty, fallback: options.or ?? null } }
}

export function bold(text: string): DocNode {
  return { type: 'text', text, marks: [{ type: 'bold' }] }
}

/** A chip in bold. */
export function strongChip(field: string, options: ChipOptions = {}): DocNode {
  return { ...chip(field, options), marks: [{ type: 'bold' }] }
}

export function p(...parts: Inline[]): DocNode {
  return { type: 'paragraph', content: inlines(parts) }
}

/** A line of the closing, from the middle of the page. */
export function half(...parts: Inline[]): DocNode {
  return { type: 'paragraph', attrs: { indent: 'half' }, content: inlines(parts) }
}

/** The letter's subject line. */
export function subjectLine(...parts: Inline[]): DocNode {
  return { type: 'heading', attrs: { level: 1 }, content: inlines(parts) }
}

export function bullets(...items: DocNode[]): DocNode {
  return { type: 'bulletList', content: items.map(item => ({ type: 'listItem', content: [item] })) }
}

export function when(field: string, operator: ConditionOperator, value: string | null, ...content: DocNode[]): DocNode {
  return { type: 'condition', attrs: { field, operator, value }, content }
}

/** Shown only if the field has a value. */
export function ifFilled(field: string, ...content: DocNode[]): DocNode {
  return when(field, 'filled', null, ...content)
}

export function ifEmpty(field: string, ...content: DocNode[]): DocNode {
  return when(field, 'empty', null, ...content)
}

export interface Column {
  title: string
  cell: Inline[]
  /** Share of the width. */
  width: number
  align?: 'right'
}

/** A table with one row per item of a list; left out as a whole when the list is empty. */
export function rowsTable(list: string, columns: readonly Column[]): DocNode {
  const cell = (type: string, column: Column, parts: readonly Inline[]): DocNode => ({
    type,
    attrs: { colspan: 1, rowspan: 1, colwidth: [column.width] },
    content: [
      { type: 'paragraph', ...(column.align ? { attrs: { textAlign: column.align } } : {}), content: inlines(parts) },
    ],
  })
  return ifFilled(list, {
    type: 'table',
    content: [
      { type: 'tableRow', content: columns.map(c => cell('tableHeader', c, [c.title])) },
      { type: 'tableRow', attrs: { repeat: list }, content: columns.map(c => cell('tableCell', c, c.cell)) },
    ],
  })
}

export function letter(...content: DocNode[]): LetterDocument {
  return { type: 'doc', content }
}

/** French sets a no-break space inside guillemets and before high punctuation (Imprimerie nationale). */
export function frenchSpaces(text: string): string {
  return text.replace(/ (?=[:;?!»])/g, '\u00a0').replace(/« /g, '«\u00a0')
}

function withFrenchSpaces(node: DocNode): DocNode {
  const fallback = node.attrs?.fallback
  return {
    ...node,
    ...(node.text === undefined ? {} : { text: frenchSpaces(node.text) }),
    ...(typeof fallback === 'string' ? { attrs: { ...node.attrs, fallback: frenchSpaces(fallback) } } : {}),
    ...(node.content ? { content: node.content.map(withFrenchSpaces) } : {}),
  }
}

/** A letter in French, its spaces set as a typesetter would. */
export function frenchLetter(...content: DocNode[]): LetterDocument {
  return { type: 'doc', content: content.map(withFrenchSpaces) }
}

/** Room for a signature by hand. */
const room: DocNode = { type: 'paragraph', attrs: { indent: 'half' } }

/** Closing of all supplied letters: the head signs, or else the sender. English puts the office under the name. */
export const signedEn: DocNode[] = [
  ifFilled(
    'school.headName',
    room,
    room,
    half(chip('school.headName')),
    half(chip('school.headTitle', { or: 'Head of school' })),
  ),
  ifEmpty('school.headName', room, room, half(chip('sender.name', { or: 'The school office' }))),
]

export const signedFr: DocNode[] = [
  ifFilled(
    'school.headName',
    half(chip('school.headTitle', { or: 'La direction' }), ','),
    room,
    room,
    half(chip('school.headName')),
  ),
  ifEmpty(
    'school.headName',
    half('Pour l’établissement,'),
    room,
    room,
    half(chip('sender.name', { or: 'Le secrétariat' })),
  ),
]

/** "Dear Mrs Whitcombe," */
export const greetEn: DocNode = p(chip('recipient.greeting', { or: 'Dear Sir or Madam' }), ',')
export const greetFr: DocNode = p(chip('recipient.greeting', { or: 'Madame, Monsieur' }), ',')

/** French letters close by repeating the salutation. */
export const regardsFr: DocNode = p(
  'Nous vous prions d’agréer, ',
  chip('recipient.greeting', { or: 'Madame, Monsieur' }),
  ', l’expression de nos salutations distinguées.',
)

/** The school's telephone as the end of a sentence, only where there is one. */
export const callEn: DocNode = ifFilled(
  'school.phone',
  p('For any question, please call the school office on ', chip('school.phone'), '.'),
)
export const callFr: DocNode = ifFilled(
  'school.phone',
  p('Pour toute question, le secrétariat répond au ', chip('school.phone'), '.'),
)
