import type { Answer, previewLetter } from '@mailroom/contract'
import { type Category, type ConditionOperator, findField } from '@mailroom/letter'
import type { TFunction } from 'i18next'
import { currentLanguage } from '../../../lib/i18n/i18n.ts'
import { fieldLabel } from '../language/merge-field.ts'
import type { Holder } from './editor-commands.ts'

/** Labels inside a sentence start small: "Only if half-days ≥ 4". */
function inSentence(category: Category, name: string): string {
  const label = fieldLabel(category, name)
  return /^\p{Lu}\p{Ll}/u.test(label) ? label.charAt(0).toLocaleLowerCase(currentLanguage()) + label.slice(1) : label
}

/** "Only if half-days ≥ 4", "One row: each absence". */
export function noteWords(holder: Pick<Holder, 'type' | 'attrs'>, category: Category, t: TFunction): string {
  const { attrs } = holder
  if (holder.type !== 'condition') {
    const list = inSentence(category, String(attrs.list ?? attrs.repeat ?? ''))
    return t(holder.type === 'tableRow' ? 'letters.notes.row' : 'letters.notes.block', { list })
  }
  const operator = (attrs.operator ?? 'filled') as ConditionOperator
  const name = String(attrs.field ?? '')
  const field = inSentence(category, name)
  if (findField(category, name)?.field.items && (operator === 'filled' || operator === 'empty'))
    return t(`letters.notes.rows.${operator}`, { list: field })
  return t(`letters.notes.${operator}`, { field, value: String(attrs.value ?? '') })
}

/** Where a note has one line, its sign says "only if" or "repeats", and the words say what: "half-days ≥ 4". */
export function briefWords(holder: Pick<Holder, 'type' | 'attrs'>, category: Category, t: TFunction): string {
  const { attrs } = holder
  if (holder.type !== 'condition') return inSentence(category, String(attrs.list ?? attrs.repeat ?? ''))
  const operator = (attrs.operator ?? 'filled') as ConditionOperator
  const field = inSentence(category, String(attrs.field ?? ''))
  return operator === 'filled'
    ? field
    : t(`letters.notes.brief.${operator}`, { field, value: String(attrs.value ?? '') })
}

const lineHeight = 15
const padding = 6

/** How many lines a note may have before it reaches the next one. */
export const linesFor = (top: number, next: number | undefined): number =>
  next === undefined ? 5 : Math.min(5, Math.max(1, Math.floor((next - top - padding) / lineHeight)))

/** The group a field belongs to, for the inspector's head. */
export const listLabelOf = (category: Category, name: string): string | undefined =>
  findField(category, name)?.list?.label[currentLanguage()]

type Preview = Answer<typeof previewLetter>
/** Whom the conditions concern, as the preview counted it. */
export type Counted = Preview['counted'] & Pick<Preview, 'total'>

/** How many of how many; null while the preview does not know these conditions (yet), or nobody is in the list. */
export function countOf(counted: Counted | undefined, index: number | null, conditions: number) {
  if (!counted || index === null || counted.people === 0 || counted.conditions.length !== conditions) return null
  const { people, total } = counted
  return { count: counted.conditions[index] ?? 0, people, all: people >= total }
}

/** "6 of 31"; of a long list only the first were counted, and the words say so. */
export const countWords = (count: NonNullable<ReturnType<typeof countOf>>, t: TFunction): string =>
  t(count.all ? 'letters.notes.count' : 'letters.notes.countFirst', { count: count.count, people: count.people })
