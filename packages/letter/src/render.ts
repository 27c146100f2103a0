import { Context } from 'liquidjs'
import { compileLetter, parts } from './compile.ts'
import { liquid, type RenderState, states } from './engine.ts'
import type { LetterData } from './fields.ts'
import type { Language } from './language.ts'
import { plainText } from './plain-text.ts'
import type { Slot } from './slots.ts'
import {
  type CompiledLetter,
  type CompileOptions,
  LetterError,
  type MissingField,
  type RenderedLetter,
  type RenderOptions,
} from './types.ts'

function missingOf(slot: Slot, times: number, language: Language): MissingField {
  const { name, found, ifEmpty, fallback } = slot
  return {
    field: name,
    label: found ? found.field.label[language] : name,
    // Whatever the chip says, a field that does not exist can never be filled: the letter must not go.
    ifEmpty: found ? ifEmpty : 'hold',
    ...(found && ifEmpty === 'write' && fallback.trim() ? { fallback } : {}),
    ...(found ? {} : { unknown: true as const }),
    times,
  }
}

/** One entry per field, rule and fallback, however many chips say so. */
export function summarise(
  slots: readonly Slot[],
  counts: ReadonlyMap<number, number>,
  language: Language,
): MissingField[] {
  const byKey = new Map<string, MissingField>()
  for (const [index, times] of counts) {
    const slot = slots[index]
    if (!slot) continue
    const missing = missingOf(slot, times, language)
    const key = JSON.stringify([missing.field, missing.ifEmpty, missing.fallback ?? ''])
    const before = byKey.get(key)
    byKey.set(key, before ? { ...before, times: before.times + times } : missing)
  }
  return [...byKey.values()]
}

function run(letter: CompiledLetter, state: RenderState): string {
  const engine = liquid()
  const context = new Context(state.data, engine.options, { sync: true })
  states.set(context, state)
  try {
    return engine.renderSync(parts(letter).templates, context) as string
  } catch (error) {
    throw new LetterError(
      'LETTER_TOO_COMPLEX',
      [],
      error instanceof Error ? error.message : 'The letter cannot be rendered',
    )
  }
}

/** Paragraphs in which every chip was blank, and the white space they leave. */
function dropBlanks(html: string): string {
  return html.replace(/<(p|li|h[1-3])(?: [^>]*)?>[\s\u00a0]*<\/\1>/g, '')
}

/**
 * The letter for one recipient. Pure: same letter and data, same result. Values are escaped and cleaned of control
 * characters; fields without a value are counted in `missing`, those which hold the recipient back also in `held`.
 * @throws LetterError LETTER_TOO_COMPLEX beyond 1,000 rows, 2 s or 20 MB; TypeError for a copied CompiledLetter.
 */
export function renderLetter(letter: CompiledLetter, data: LetterData, options: RenderOptions = {}): RenderedLetter {
  const { slots } = parts(letter)
  const state: RenderState = {
    slots,
    data,
    mark: options.mark ?? false,
    missing: new Map(),
    used: new Set(),
    shown: slots.conditions.map(() => false),
    rows: slots.repeats.map(() => 0),
  }
  const raw = run(letter, state)
  const html = state.mark ? raw : dropBlanks(raw)
  const missing = summarise(slots.chips, state.missing, slots.language)
  return {
    html,
    text: plainText(html),
    missing,
    held: missing.filter(m => m.ifEmpty === 'hold'),
    fieldsUsed: [...state.used],
    conditionsShown: state.shown,
    rowsWritten: state.rows,
  }
}

/** Compiles and renders in one step, leniently and marked: what the editor's preview shows while somebody types. */
export function previewLetter(
  doc: unknown,
  data: LetterData,
  options: Omit<CompileOptions, 'lenient'>,
): RenderedLetter {
  return renderLetter(compileLetter(doc, { ...options, lenient: true }), data, { mark: true })
}
