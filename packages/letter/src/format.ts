import { oneLine } from './characters.ts'
import { type DateFormat, dateFormats, formatDate, formatTime, type TimeFormat, timeFormats } from './dates.ts'
import type { Field, FieldValue } from './fields.ts'
import type { Language, Localised } from './language.ts'
import { formatCount, formatList, formatMoney, formatNumber, parseNumber } from './numbers.ts'
import { formatPronoun, pronounFormats } from './pronouns.ts'

/** A format a chip may have; `example` is the field's sample in it. */
export interface FormatOption {
  name: string
  label: Localised
  example: Localised
}

const labels: Record<string, Localised> = {
  plain: { en: 'As it is', fr: 'Tel quel' },
  upper: { en: 'Capitals', fr: 'Majuscules' },
  capital: { en: 'First letter capital', fr: 'Majuscule initiale' },
  of: { en: 'With “of”', fr: 'Avec « de »' },
  'surname-upper': { en: 'Surname in capitals', fr: 'Nom en majuscules' },
  long: { en: 'Weekday, day, month', fr: 'Jour et mois, en toutes lettres' },
  full: { en: 'With the year', fr: 'Avec l’année' },
  date: { en: 'Day, month, year', fr: 'Jour, mois, année' },
  day: { en: 'Day and month', fr: 'Jour et mois' },
  short: { en: 'Short', fr: 'Abrégé' },
  numeric: { en: 'Figures', fr: 'En chiffres' },
  month: { en: 'Month', fr: 'Mois' },
  'month-year': { en: 'Month and year', fr: 'Mois et année' },
  weekday: { en: 'Weekday', fr: 'Jour de la semaine' },
  on: { en: 'With “on”', fr: 'Avec « le »' },
  by: { en: 'With “by”', fr: 'Avec « avant le »' },
  since: { en: 'With “since”', fr: 'Avec « depuis le »' },
  at: { en: 'With “at”', fr: 'Avec « à »' },
  from: { en: 'With “from”', fr: 'Avec « à partir de »' },
  time: { en: 'Time', fr: 'Heure' },
  aligned: { en: 'For columns', fr: 'Pour les colonnes' },
  twelve: { en: 'am, pm', fr: 'Heure' },
  number: { en: 'Number', fr: 'Nombre' },
  count: { en: 'With its word', fr: 'Avec son nom' },
  eur: { en: 'Euros', fr: 'Euros' },
  gbp: { en: 'Pounds', fr: 'Livres sterling' },
  and: { en: 'Joined by “and”', fr: 'Reliés par « et »' },
  lines: { en: 'One per line', fr: 'Un par ligne' },
  commas: { en: 'Joined by commas', fr: 'Reliés par des virgules' },
  subject: { en: 'he, she, they', fr: 'il, elle' },
  'subject-capital': { en: 'He, She, They', fr: 'Il, Elle' },
  object: { en: 'him, her, them', fr: 'lui, elle' },
  possessive: { en: 'his, her, their', fr: 'le sien, la sienne' },
  agreement: { en: 'Nothing', fr: 'Accord : e' },
}

/** Names of the formats of a field, its default first. Lists of rows have none: they are repeated, not written. */
export function formatNames(field: Field): readonly string[] {
  if (field.kind === 'pronoun') return pronounFormats
  if (field.kind === 'money') return ['eur', 'gbp', 'number']
  if (field.kind === 'count') return ['count', 'number']
  switch (field.type) {
    case 'date':
      return dateFormats
    case 'time':
      return timeFormats
    case 'number':
      return ['number']
    case 'list':
      if (field.items) return []
      return field.name.endsWith('Lines') ? ['lines', 'commas'] : ['and', 'commas', 'lines', 'of']
    case 'text':
      if (field.name.endsWith('.fullName')) return ['plain', 'surname-upper', 'of']
      return field.kind === 'name' ? ['plain', 'upper', 'of'] : ['plain', 'capital', 'upper']
  }
}

/** The formats of a field with labels and examples, for the editor's inspector. */
export function formatsOf(field: Field): FormatOption[] {
  return formatNames(field).map(name => {
    const example = (language: Language) => formatValue(field, field.sample[language], language, name) ?? ''
    return { name, label: labels[name] ?? { en: name, fr: name }, example: { en: example('en'), fr: example('fr') } }
  })
}

/** Is there nothing to write? Blank text, no number, an empty list. Zero is a value. */
export function isEmpty(value: FieldValue): boolean {
  if (value === null || value === undefined) return true
  if (typeof value === 'number') return Number.isNaN(value)
  if (typeof value === 'string') return oneLine(value) === ''
  return Array.isArray(value) ? value.every(v => typeof v === 'string' && oneLine(v) === '') : true
}

/**
 * "de Lina", "d’Arthur", "d’Hélène" (h counts as mute, right for nearly every first name; y before a consonant as a
 * vowel, "d’Yves" but "de Yann"); English "Lina’s".
 */
export function formatOf(name: string, language: Language): string {
  if (language === 'en') return `${name}’s`
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  return /^([aeiouhœæ]|y[^aeiou])/.test(plain) ? `d’${name}` : `de ${name}`
}

function formatText(text: string, language: Language, format: string): string {
  if (format === 'upper') return text.toLocaleUpperCase(language)
  if (format === 'capital') return text.charAt(0).toLocaleUpperCase(language) + text.slice(1)
  return format === 'of' ? formatOf(text, language) : text
}

function formatItems(values: readonly string[], language: Language, format: string): string {
  const items = values.map(oneLine).filter(Boolean)
  if (format === 'lines') return items.join('\n')
  if (format === 'commas') return items.join(', ')
  const [first, ...rest] = items
  // French repeats the preposition ("de Tobi et de Simi"); English marks the last name only.
  if (format === 'of' && language === 'fr')
    return formatList(
      items.map(i => formatOf(i, 'fr')),
      'fr',
    )
  return format === 'of' && first ? formatOf(formatList([first, ...rest], 'en'), 'en') : formatList(items, language)
}

function formatNumeric(field: Field, value: string | number, language: Language, format: string): string | undefined {
  const number = parseNumber(value)
  if (number === undefined) return undefined
  if (format === 'eur' || format === 'gbp') return formatMoney(number, language, format === 'eur' ? 'EUR' : 'GBP')
  return format === 'count' && field.unit
    ? formatCount(number, language, field.unit[language])
    : formatNumber(number, language)
}

/**
 * A value as the letter writes it, plain text (line breaks only from lists of lines and multi-line text). Undefined if
 * empty. A value of the wrong shape is written as it is: the sender who typed "next Friday" as a date meant it.
 */
export function formatValue(
  field: Field,
  value: FieldValue,
  language: Language,
  format?: string | null,
): string | undefined {
  if (isEmpty(value) || value === null || value === undefined) return undefined
  const known = formatNames(field)
  const name = format && known.includes(format) ? format : (known[0] ?? 'plain')
  if (Array.isArray(value)) {
    const items = value.filter((v): v is string => typeof v === 'string')
    return formatItems(items, language, name) || undefined
  }
  if (field.kind === 'pronoun') return formatPronoun(String(value), language, name)
  if (field.type === 'list') return formatItems(String(value).split('\n'), language, name)
  if (field.type === 'number') return formatNumeric(field, value, language, name) ?? oneLine(String(value))
  const text = String(value).trim()
  if (field.type === 'date') return formatDate(text, language, name as DateFormat) ?? oneLine(text)
  if (field.type === 'time') return formatTime(text, language, name as TimeFormat) ?? oneLine(text)
  return formatText(text, language, name)
}
