import { type Context, Liquid } from 'liquidjs'
import { escapeHtml, oneLine } from './characters.ts'
import { holds } from './condition.ts'
import type { FieldRow, FieldValue, LetterData } from './fields.ts'
import { formatValue, isEmpty } from './format.ts'
import { fullName } from './people.ts'
import type { Slot, Slots } from './slots.ts'

/** What one rendering collects; found by its Liquid context, so that nothing of it is reachable from a template. */
export interface RenderState {
  slots: Slots
  data: LetterData
  mark: boolean
  missing: Map<number, number>
  used: Set<string>
  shown: boolean[]
  rows: number[]
}

export const states = new WeakMap<Context, RenderState>()

/** Rows beyond this are no letter: the render stops with LETTER_TOO_COMPLEX. */
export const maxRows = 1000

/** A value by its dotted path, own properties only. */
export function valueAt(data: LetterData, path: string): FieldValue | LetterData {
  let at: FieldValue | LetterData = data
  for (const part of path.split('.')) {
    if (typeof at !== 'object' || at === null || Array.isArray(at) || !Object.hasOwn(at, part)) return undefined
    at = at[part]
  }
  return at
}

/** "Lina LEFÈVRE" needs to know where the surname begins, which only its own field can tell. */
function upperSurname(state: RenderState): string | undefined {
  const givenName = valueAt(state.data, 'student.givenName')
  const surname = valueAt(state.data, 'student.surname')
  if (typeof givenName !== 'string' || typeof surname !== 'string') return undefined
  return fullName({ givenName, surname }, state.slots.language, true)
}

/** The text of a chip, undefined if there is none. Also used for subjects. */
export function chipText(state: RenderState, slot: Slot, value: FieldValue): string | undefined {
  if (!slot.found || isEmpty(value)) return undefined
  const upper = slot.format === 'surname-upper' ? upperSurname(state) : undefined
  return upper ?? formatValue(slot.found.field, value, state.slots.language, slot.format)
}

function markValue(slot: Slot, className: string, html: string): string {
  return `<span class="${className}" data-field="${escapeHtml(slot.name)}">${html}</span>`
}

const lines = (text: string): string => escapeHtml(text).replaceAll('\n', '<br>')

function writeField(state: RenderState, index: number, value: FieldValue): string {
  const slot = state.slots.chips[index]
  if (!slot) return ''
  const text = chipText(state, slot, value)
  if (text !== undefined) {
    state.used.add(slot.name)
    return state.mark ? markValue(slot, 'mf', lines(text)) : lines(text)
  }
  state.missing.set(index, (state.missing.get(index) ?? 0) + 1)
  if (slot.found && slot.ifEmpty === 'write' && slot.fallback.trim()) {
    return state.mark ? markValue(slot, 'mf mf-fallback', lines(slot.fallback)) : lines(slot.fallback)
  }
  if (!state.mark) return ''
  const label = slot.found ? slot.found.field.label[state.slots.language] : oneLine(slot.name)
  return markValue(
    slot,
    slot.ifEmpty === 'hold' || !slot.found ? 'mf mf-empty mf-hold' : 'mf mf-empty',
    escapeHtml(label),
  )
}

/** Only plain records of the listed items' values go into the loop; anything else in the data is dropped. */
function plainRows(value: unknown): FieldRow[] {
  if (!Array.isArray(value)) return []
  return value.filter((row): row is FieldRow => typeof row === 'object' && row !== null && !Array.isArray(row))
}

function makeEngine(): Liquid {
  const engine = new Liquid({
    ownPropertyOnly: true,
    strictFilters: true,
    // Second lock: whatever is not written by our own filter is escaped.
    outputEscape: 'escape',
    jsTruthy: false,
    // 500 kB of JSON make at most about 3 MB of template.
    parseLimit: 4_000_000,
    renderLimit: 2_000,
    memoryLimit: 20_000_000,
    // Templates are strings only; no partials from anywhere.
    templates: {},
  })
  engine.registerFilter('field', {
    raw: true,
    handler(value: FieldValue, index: number) {
      const state = states.get(this.context)
      const html = state ? writeField(state, index, value) : ''
      this.context.memoryLimit.use(html.length)
      return html
    },
  })
  engine.registerFilter('meets', function (value: FieldValue, index: number) {
    const state = states.get(this.context)
    const condition = state?.slots.conditions[index]
    const answer = condition?.found ? holds(condition.attrs, condition.found.field, value) : false
    if (state && answer) state.shown[index] = true
    return answer
  })
  engine.registerFilter('rows', function (value: unknown, index: number) {
    const state = states.get(this.context)
    const rows = plainRows(value)
    if (rows.length > maxRows) throw new Error(`rows limit exceeded: ${rows.length}`)
    this.context.memoryLimit.use(rows.length * (state?.slots.repeats[index]?.size ?? 0))
    if (state) state.rows[index] = rows.length
    return rows
  })
  return engine
}

let engine: Liquid | undefined

/** One engine for all letters: it holds no state of theirs. Made at first use, so that importing costs nothing. */
export function liquid(): Liquid {
  engine ??= makeEngine()
  return engine
}
