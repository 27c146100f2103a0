import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from './i18n/languages.ts'

/** British English: offices here read a 24-hour clock and the day before the month. */
const locales: Record<Language, string> = { en: 'en-GB', fr: 'fr-FR' }

type Instant = string | number | Date

const startOfDay = (at: Date) => new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime()

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** Every way in which Mailroom writes a number, a date or a time, for one language. */
export function formatsFor(language: Language, now: () => Date = () => new Date()) {
  const locale = locales[language]
  const plain = new Intl.NumberFormat(locale)
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' })
  const clockMs = new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
  })
  const shortDay = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' })
  const shortDayYear = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' })
  const longDay = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long' })
  const fullDay = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' })
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short' })
  const list = new Intl.ListFormat(locale, { type: 'conjunction' })
  const regions = new Intl.DisplayNames(locale, { type: 'region', fallback: 'code' })

  const thisYear = (at: Date) => at.getFullYear() === now().getFullYear()
  const short = (at: Date) => (thisYear(at) ? shortDay.format(at) : shortDayYear.format(at))
  const daysAgo = (at: Date) => Math.round((startOfDay(now()) - startOfDay(at)) / 86_400_000)

  return {
    number: (value: number) => plain.format(value),
    percent: (part: number, whole: number) =>
      new Intl.NumberFormat(locale, { style: 'percent' }).format(whole === 0 ? 0 : part / whole),
    time: (at: Instant) => clock.format(new Date(at)),
    timeMs: (at: Instant) => clockMs.format(new Date(at)).replace(',', '.'),
    /** "Today", "Yesterday", "18 Nov", "18 Nov 2024": for a column of dates. */
    day: (at: Instant) => {
      const date = new Date(at)
      const ago = daysAgo(date)
      return ago === 0 || ago === 1 ? capital(relative.format(-ago, 'day')) : short(date)
    },
    /** "10:42", "Yesterday", "18 Nov": for a column of recent moments. */
    moment: (at: Instant) => {
      const date = new Date(at)
      const ago = daysAgo(date)
      if (ago === 0) return clock.format(date)
      return ago === 1 ? capital(relative.format(-1, 'day')) : short(date)
    },
    /** "18 November": inside a sentence. */
    longDay: (at: Instant) => longDay.format(new Date(at)),
    /** "Thursday 19 November": a page title. */
    fullDay: (at: Instant) => capital(fullDay.format(new Date(at)).replace(',', '')),
    /** "Thu 19 Nov": a page title on a phone. */
    weekdayDay: (at: Instant) => capital(weekday.format(new Date(at)).replace(',', '')),
    /** "19 Nov": under a chart. */
    dayMonth: (at: Instant) => shortDay.format(new Date(at)),
    /** "10:42" today, "18 Nov 10:42" before: for "since" and "next" in a sentence. */
    timeOrDay: (at: Instant) => {
      const date = new Date(at)
      return daysAgo(date) === 0 ? clock.format(date) : `${short(date)} ${clock.format(date)}`
    },
    dayAndTime: (at: Instant) => `${short(new Date(at))} ${clock.format(new Date(at))}`,
    ago: (at: Instant) => agoWords(relative, now().getTime() - new Date(at).getTime()),
    /** "3 seconds ago": for a heartbeat. The clocks of two machines may differ, so never "in 1 second". */
    secondsAgo: (at: Instant) =>
      relative.format(-Math.max(0, Math.round((now().getTime() - new Date(at).getTime()) / 1000)), 'second'),
    /** "18 ms", "15.0 s": how long one step took. */
    elapsed: (ms: number) =>
      ms < 1000
        ? `${Math.round(ms)} ms`
        : `${new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(ms / 1000)} s`,
    size: (bytes: number) => sizeWords(locale, bytes),
    list: (items: string[]) => list.format(items),
    /** "Belgium" of "BE"; what is no code stays as it was written. */
    country: (code: string) => (/^[A-Z]{2}$/.test(code) ? (regions.of(code) ?? code) : code),
    compare: new Intl.Collator(locale, { sensitivity: 'base', numeric: true }).compare,
  }
}

export type Formats = ReturnType<typeof formatsFor>

export function useFormats(): Formats {
  const { i18n } = useTranslation()
  const language: Language = i18n.language === 'fr' ? 'fr' : 'en'
  return useMemo(() => formatsFor(language), [language])
}

function agoWords(relative: Intl.RelativeTimeFormat, ms: number): string {
  const minutes = Math.round(ms / 60_000)
  if (minutes < 60) return relative.format(-minutes, 'minute')
  const hours = Math.round(minutes / 60)
  return hours < 24 ? relative.format(-hours, 'hour') : relative.format(-Math.round(hours / 24), 'day')
}

function sizeWords(locale: string, bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const
  const step = bytes < 1 ? 0 : Math.min(3, Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1000 ** step
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: units[step] ?? 'byte',
    unitDisplay: 'short',
    maximumFractionDigits: value < 10 && step > 0 ? 1 : 0,
  }).format(value)
}
