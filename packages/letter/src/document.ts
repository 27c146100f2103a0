/**
 * The document a letter is stored as: TipTap/ProseMirror JSON, standard nodes plus ours. The facts below are what the
 * web editor builds its extensions from, so that the editor cannot make a document the renderer does not know.
 */
export interface DocMark {
  type: string
  attrs?: Record<string, unknown>
}

export interface DocNode {
  type: string
  attrs?: Record<string, unknown>
  content?: DocNode[]
  marks?: DocMark[]
  text?: string
}

/** A whole letter: the root node. */
export interface LetterDocument extends DocNode {
  type: 'doc'
  content: DocNode[]
}

/** What happens when a chip has no value: nothing, a text of the author's, or the recipient is held back. */
export const emptyRules = ['blank', 'write', 'hold'] as const
export type IfEmpty = (typeof emptyRules)[number]

export const conditionOperators = ['filled', 'empty', 'is', 'is-not', 'at-least', 'at-most'] as const
export type ConditionOperator = (typeof conditionOperators)[number]

export const textAlignments = ['left', 'center', 'right', 'justify'] as const
export type TextAlign = (typeof textAlignments)[number]

/** Inline chip. `format` is one of `formatsOf(field)`; absent = the field's default format. */
export interface MergeFieldAttrs {
  field: string
  format?: string | null
  ifEmpty: IfEmpty
  fallback?: string | null
}

/** Block shown only if the field answers; `value` is compared for the last four operators. */
export interface ConditionAttrs {
  field: string
  operator: ConditionOperator
  value?: string | null
}

/** Block (or table row, attr `repeat`) written once per item of a list field. */
export interface RepeatAttrs {
  list: string
}

/** One attribute of a node or mark: its default, and the closed set of values if there is one. */
export interface AttrFact {
  default?: unknown
  values?: readonly unknown[]
}

export interface NodeFact {
  group: 'root' | 'block' | 'inline' | 'part'
  /** ProseMirror content expression; absent for leaves. */
  content?: string
  attrs: Record<string, AttrFact>
  /** True for the nodes that are ours and need an extension of their own. */
  ours?: true
}

const align: AttrFact = { default: null, values: [null, ...textAlignments] }
/** `half`: starts at the middle of the page, where signatures stand (left-aligned, unlike `textAlign: right`). */
const indent: AttrFact = { default: null, values: [null, 'half'] }
const cell: Record<string, AttrFact> = { colspan: { default: 1 }, rowspan: { default: 1 }, colwidth: { default: null } }

/** Every node the letter language knows. Unknown attributes are ignored, unknown nodes refused. */
export const nodeFacts: Record<string, NodeFact> = {
  doc: { group: 'root', content: 'block+', attrs: {} },
  paragraph: { group: 'block', content: 'inline*', attrs: { textAlign: align, indent } },
  heading: {
    group: 'block',
    content: 'inline*',
    attrs: { level: { default: 1, values: [1, 2, 3] }, textAlign: align },
  },
  bulletList: { group: 'block', content: 'listItem+', attrs: {} },
  orderedList: { group: 'block', content: 'listItem+', attrs: { start: { default: 1 }, type: { default: null } } },
  listItem: { group: 'part', content: 'paragraph block*', attrs: {} },
  table: { group: 'block', content: 'tableRow+', attrs: {} },
  tableRow: { group: 'part', content: '(tableCell | tableHeader)*', attrs: { repeat: { default: null } } },
  tableHeader: { group: 'part', content: 'block+', attrs: cell },
  tableCell: { group: 'part', content: 'block+', attrs: cell },
  image: {
    group: 'block',
    attrs: {
      src: {},
      alt: { default: null },
      title: { default: null },
      width: { default: null },
      height: { default: null },
    },
  },
  hardBreak: { group: 'inline', attrs: {} },
  horizontalRule: { group: 'block', attrs: {} },
  text: { group: 'inline', attrs: {} },
  mergeField: {
    group: 'inline',
    attrs: {
      field: {},
      format: { default: null },
      ifEmpty: { default: 'blank', values: emptyRules },
      fallback: { default: null },
    },
    ours: true,
  },
  condition: {
    group: 'block',
    content: 'block+',
    attrs: { field: {}, operator: { default: 'filled', values: conditionOperators }, value: { default: null } },
    ours: true,
  },
  repeat: { group: 'block', content: 'block+', attrs: { list: {} }, ours: true },
  pageBreak: { group: 'block', attrs: {}, ours: true },
}

/** Every mark the letter language knows. */
export const markFacts: Record<string, { attrs: Record<string, AttrFact> }> = {
  bold: { attrs: {} },
  italic: { attrs: {} },
  underline: { attrs: {} },
  link: { attrs: { href: {}, target: { default: null }, rel: { default: null }, class: { default: null } } },
}

/** Limits of `checkDocument`: deeper or larger documents are refused before anything else is looked at. */
export const maxDepth = 50
/** UTF-16 code units of the JSON, near enough to bytes for a limit. */
export const maxDocumentSize = 500_000
