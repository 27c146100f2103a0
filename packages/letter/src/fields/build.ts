import type { Field, FieldKind, FieldRow, FieldType, FieldValue } from '../fields.ts'
import type { Localised } from '../language.ts'

type Sample<T extends FieldValue> = T | Localised<T>

function localised<T extends FieldValue>(sample: Sample<T>): Localised<T> {
  return typeof sample === 'object' && sample !== null && !Array.isArray(sample)
    ? (sample as Localised<T>)
    : { en: sample as T, fr: sample as T }
}

/** What a field may have beyond name, labels and sample. */
export interface Extras {
  kind?: FieldKind
  required?: true
  unit?: Localised<readonly [string, string]>
}

function make(source: Field['source'], type: FieldType) {
  return (name: string, en: string, fr: string, sample: Sample<FieldValue>, extras: Extras = {}): Field => ({
    name,
    type,
    source,
    label: { en, fr },
    sample: localised(sample),
    ...extras,
  })
}

/** Fields the server knows from the directory. */
export const known = {
  text: make('directory', 'text'),
  date: make('directory', 'date'),
  list: make('directory', 'list'),
}

/** Fields the sender fills in for the dispatch. */
export const asked = {
  text: make('asked', 'text'),
  date: make('asked', 'date'),
  time: make('asked', 'time'),
  number: make('asked', 'number'),
}

/** A list of rows; the items' names are given relative to it. */
export function askedRows(
  name: string,
  en: string,
  fr: string,
  items: Field[],
  sample: Localised<FieldRow[]>,
  required?: true,
): Field {
  const absolute = items.map(item => ({ ...item, name: `${name}.${item.name}` }))
  return {
    name,
    type: 'list',
    source: 'asked',
    label: { en, fr },
    sample,
    items: absolute,
    ...(required ? { required } : {}),
  }
}
