import type { Language } from './language.ts'
import { localeOf } from './language.ts'

/** A civil date: no time zone, so a letter says the same day wherever it is rendered. */
interface CivilDate {
  year: number
  month: number
  day: number
}

const isoDate = /^(\d{4})-(\d{2})-(\d{2})(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?$/
const isoTime = /^(?:\d{4}-\d{2}-\d{2}T)?([01]?\d|2[0-3]):([0-5]\d)(?::[0-5]\d(?:\.\d+)?)?$/

/** Reads `YYYY-MM-DD` (a time after it is ignored); undefined if it is no day of the calendar. */
export function parseDate(value: string): CivilDate | undefined {
  const found = isoDate.exec(value.trim())
  if (!found) return undefined
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])]
  const date = new Date(Date.UTC(year, month - 1, day))
  // Date.UTC rolls 31 February over into March: comparing shows it.
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? { year, month, day } : undefined
}

/** Reads `HH:MM` (24 h; seconds or a date before it are ignored). */
export function parseTime(value: string): { hour: number; minute: number } | undefined {
  const found = isoTime.exec(value.trim())
  return found ? { hour: Number(found[1]), minute: Number(found[2]) } : undefined
}

export const dateFormats = [
  'long',
  'full',
  'date',
  'day',
  'short',
  'numeric',
  'month',
  'month-year',
  'weekday',
  'on',
  'by',
  'since',
] as const
export type DateFormat = (typeof dateFormats)[number]

const names = new Map<string, Intl.DateTimeFormat>()

/** One word from Intl. Whole dates are put together here, since ICU versions disagree on commas between browsers. */
function word(date: CivilDate, language: Language, option: Intl.DateTimeFormatOptions): string {
  const key = language + JSON.stringify(option)
  let format = names.get(key)
  if (!format) {
    format = new Intl.DateTimeFormat(localeOf[language], { ...option, timeZone: 'UTC' })
    names.set(key, format)
  }
  return format.format(new Date(Date.UTC(date.year, date.month - 1, date.day)))
}

/** The day of the month; French writes the first as an ordinal ("1er décembre"), no other. */
function dayOf(date: CivilDate, language: Language): string {
  return language === 'fr' && date.day === 1 ? '1er' : String(date.day)
}

/** ICU's French short months and weekdays ("nov.", "ven.") are right; its British "Sept" is cut to three letters. */
function shortWord(date: CivilDate, language: Language, option: Intl.DateTimeFormatOptions): string {
  const text = word(date, language, option)
  return language === 'en' ? text.slice(0, 3) : text
}

/**
 * Formats a civil date. `long` "Friday 4 December", `full` with the year, `date` "4 December 2026", `day` "4 December",
 * `short` "Fri 4 Dec" / "ven. 4 déc.", `numeric` "04/12/2026", `month`, `month-year`, `weekday`.
 * `on` "on Friday 4 December" / "le vendredi 4 décembre" and `by` "by …" / "avant le …", `since` carry their preposition, so that
 * an author's "within eight days" can stand in for a missing deadline. No-break space between day and month, so that a line never ends on "4".
 */
export function formatDate(value: string, language: Language, format: DateFormat = 'long'): string | undefined {
  const date = parseDate(value)
  if (!date) return undefined
  const month = () => word(date, language, { month: 'long' })
  const weekday = () => word(date, language, { weekday: 'long' })
  const dayMonth = () => `${dayOf(date, language)}\u00a0${month()}`
  const two = (n: number) => String(n).padStart(2, '0')
  switch (format) {
    case 'long':
      return `${weekday()} ${dayMonth()}`
    case 'on':
      return `${language === 'fr' ? 'le' : 'on'} ${weekday()} ${dayMonth()}`
    case 'by':
      return `${language === 'fr' ? 'avant le' : 'by'} ${weekday()} ${dayMonth()}`
    case 'since':
      return `${language === 'fr' ? 'depuis le' : 'since'} ${dayMonth()}`
    case 'full':
      return `${weekday()} ${dayMonth()} ${date.year}`
    case 'date':
      return `${dayMonth()} ${date.year}`
    case 'day':
      return dayMonth()
    case 'short':
      return `${shortWord(date, language, { weekday: 'short' })} ${dayOf(date, language)}\u00a0${shortWord(date, language, { month: 'short' })}`
    case 'numeric':
      return `${two(date.day)}/${two(date.month)}/${date.year}`
    case 'month':
      return month()
    case 'month-year':
      return `${month()} ${date.year}`
    case 'weekday':
      return weekday()
  }
}

export const timeFormats = ['time', 'aligned', 'twelve', 'at', 'from'] as const
export type TimeFormat = (typeof timeFormats)[number]

const prepositions: Record<Language, readonly [at: string, from: string]> = {
  en: ['at', 'from'],
  fr: ['à', 'à partir de'],
}

/**
 * Formats a time of day. English "17:30"; French "17 h 30" and "20 h" (the minutes are left out when there are none),
 * `aligned` "20 h 00" for columns; `twelve` "5.30 pm" in English, as `time` in French; `at` and
 * `from` with their preposition ("à partir de 17 h 30"). Spaces do not break.
 */
export function formatTime(value: string, language: Language, format: TimeFormat = 'time'): string | undefined {
  const time = parseTime(value)
  if (!time) return undefined
  const plain = format === 'at' || format === 'from' ? formatTime(value, language) : undefined
  if (plain) return `${prepositions[language][format === 'at' ? 0 : 1]}\u00a0${plain}`
  const minutes = String(time.minute).padStart(2, '0')
  if (language === 'fr') {
    return time.minute === 0 && format !== 'aligned' ? `${time.hour}\u00a0h` : `${time.hour}\u00a0h\u00a0${minutes}`
  }
  if (format !== 'twelve') return `${time.hour}:${minutes}`
  const hour = time.hour % 12 || 12
  return `${hour}${time.minute === 0 ? '' : `.${minutes}`}\u00a0${time.hour < 12 ? 'am' : 'pm'}`
}
