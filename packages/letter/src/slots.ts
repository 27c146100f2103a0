import { type FoundField, findField } from './catalogue.ts'
import type { ConditionAttrs, IfEmpty } from './document.ts'
import type { Category } from './fields.ts'
import type { Language } from './language.ts'

/** A chip as compiled. `found` is absent for unknown fields of a lenient compile. */
export interface Slot {
  name: string
  found?: FoundField
  format?: string
  ifEmpty: IfEmpty
  fallback: string
}

export interface ConditionSlot {
  attrs: ConditionAttrs
  found?: FoundField
}

/** What the template's numbers refer to: the template itself holds no text that a user could have typed as code. */
export interface Slots {
  language: Language
  chips: Slot[]
  conditions: ConditionSlot[]
  /** Per repeat: the list's name, and the size of its block for the memory limit. */
  repeats: { list: string; size: number }[]
}

/** Collects slots while the document is walked, and knows which list is being repeated. */
export interface Collector extends Slots {
  category: Category
  list?: string
}

/**
 * The Liquid expression of a field: its path, or the row's property inside a repeat. `nil` for what this place cannot
 * reach: an unknown field, or an item outside its repeat.
 */
export function pathOf(collector: Collector, found: FoundField | undefined): string {
  if (!found) return 'nil'
  if (!found.list) return found.field.name
  if (found.list.name !== collector.list) return 'nil'
  return `row.${found.field.name.slice(found.list.name.length + 1)}`
}

export function lookUp(collector: Collector, name: unknown): FoundField | undefined {
  return typeof name === 'string' ? findField(collector.category, name) : undefined
}
