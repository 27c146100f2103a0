import { parseDate, parseTime } from './dates.ts'
import type { ConditionAttrs } from './document.ts'
import type { Field, FieldValue } from './fields.ts'
import { isEmpty } from './format.ts'
import { parseNumber } from './numbers.ts'

/** Text compared as people do: case, outer blanks and Unicode form do not count. */
function plain(value: string): string {
  return value.normalize('NFC').trim().toLowerCase()
}

/** A value as a number that sorts: numbers, days, minutes, or the length of a list. Undefined if it has no order. */
function rank(field: Field, value: FieldValue): number | undefined {
  if (Array.isArray(value)) return value.length
  if (value === null || value === undefined) return undefined
  const text = String(value)
  if (field.type === 'date') {
    const date = parseDate(text)
    return date && date.year * 10_000 + date.month * 100 + date.day
  }
  if (field.type === 'time') {
    const time = parseTime(text)
    return time && time.hour * 60 + time.minute
  }
  return parseNumber(value as string | number)
}

/** The value the author typed: for a list it is a length, else of the field's own type. */
function rankWanted(field: Field, wanted: string): number | undefined {
  return field.type === 'list' ? parseNumber(wanted) : rank(field, wanted)
}

function same(field: Field, value: FieldValue, wanted: string): boolean {
  if (Array.isArray(value)) {
    const inList = value.some(v => typeof v === 'string' && plain(v) === plain(wanted))
    return inList || rank(field, value) === rankWanted(field, wanted)
  }
  const [a, b] = [rank(field, value), rankWanted(field, wanted)]
  if (field.type !== 'text' && a !== undefined && b !== undefined) return a === b
  return plain(String(value ?? '')) === plain(wanted)
}

/**
 * Does the value answer the condition? An empty value is `empty` and `is-not` anything, and answers nothing else:
 * "at most 3" does not hold for somebody of whom nothing is known.
 */
export function holds(condition: ConditionAttrs, field: Field, value: FieldValue): boolean {
  const empty = isEmpty(value)
  const wanted = condition.value ?? ''
  if (condition.operator === 'empty') return empty
  if (condition.operator === 'filled') return !empty
  if (condition.operator === 'is') return !empty && same(field, value, wanted)
  if (condition.operator === 'is-not') return empty || !same(field, value, wanted)
  const [a, b] = [rank(field, value), rankWanted(field, wanted)]
  if (empty || a === undefined || b === undefined) return false
  return condition.operator === 'at-least' ? a >= b : a <= b
}
