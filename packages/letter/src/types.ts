import type { ConditionAttrs, IfEmpty } from './document.ts'
import type { Category, LetterData } from './fields.ts'
import type { Language } from './language.ts'

/** One thing wrong with a document or subject, ready to be shown; `path` leads to the node (`content.3.content.0`). */
export interface Problem {
  code:
    | 'not-a-document'
    | 'too-deep'
    | 'too-large'
    | 'unknown-node'
    | 'unknown-mark'
    | 'unknown-field'
    | 'field-outside-repeat'
    | 'not-a-list'
    | 'nested-repeat'
    | 'bad-attribute'
    | 'unsafe-link'
    | 'unsafe-image'
    | 'control-character'
  path: string
  message: { en: string; fr: string }
  /** The nearest known name, if one is near enough ("did you mean …?"). */
  suggestion?: string
}

/** A letter ready to be rendered for thousands of recipients. Opaque but for these facts; keep it in memory. */
export interface CompiledLetter {
  language: Language
  category: Category
  /** The Liquid text, for inspection and tests. */
  template: string
  /** Names of all fields the letter can use, in order of first use. */
  fieldsUsed: string[]
  /** Conditions and repeats in document order; `renderLetter` reports on them by this index. */
  conditions: ConditionAttrs[]
  repeats: string[]
}

/** A chip that found no value. `times` counts the places (rows of a repeat each count). */
export interface MissingField {
  field: string
  label: string
  ifEmpty: IfEmpty
  /** The words written instead, for `write`. */
  fallback?: string
  /** The letter names a field this category does not have (only after a lenient compile). */
  unknown?: true
  times: number
}

export interface RenderedLetter {
  html: string
  /** The same as plain text: tables as aligned columns, lines unwrapped. */
  text: string
  /** Every chip without a value, whatever its rule. */
  missing: MissingField[]
  /** Those of `missing` that hold this recipient back. Not empty = do not send. */
  held: MissingField[]
  /** Fields whose value went into this recipient's letter. */
  fieldsUsed: string[]
  /** By index of `CompiledLetter.conditions`: was the block shown? (A condition in a repeat: in any row.) */
  conditionsShown: boolean[]
  /** By index of `CompiledLetter.repeats`: how many rows were written. */
  rowsWritten: number[]
}

export interface CompileOptions {
  language: Language
  category: Category
  /** Unknown fields become always-empty, always-held chips instead of an error. For previews of unfinished letters. */
  lenient?: boolean
}

export interface RenderOptions {
  /** Wrap merged values in `<span class="mf" …>` for previews. */
  mark?: boolean
}

export interface TextOptions {
  language: Language
  category: Category
}

export interface RenderedText {
  text: string
  missing: MissingField[]
}

/** Thrown by `compileLetter` and `renderSubject` for a template that may not be used, and when a limit is passed. */
export class LetterError extends Error {
  readonly code: 'LETTER_INVALID' | 'LETTER_TOO_COMPLEX'
  readonly problems: Problem[]
  constructor(code: LetterError['code'], problems: Problem[], message?: string) {
    super(message ?? problems[0]?.message.en ?? code)
    this.name = 'LetterError'
    this.code = code
    this.problems = problems
  }
}

export type { LetterData }
