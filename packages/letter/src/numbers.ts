import type { Language } from './language.ts'
import { localeOf } from './language.ts'

/** Reads a number, or the text of one as typed in either language ("1 250,50", "1,250.50"); undefined if it is none. */
export function parseNumber(value: string | number): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  let text = value.replace(/[\s\u00a0\u202f]/g, '')
  // With both separators the last one is the decimal; a lone comma is a decimal unless exactly three digits follow.
  if (text.includes(',') && text.includes('.')) {
    text =
      text.lastIndexOf(',') > text.lastIndexOf('.')
        ? text.replaceAll('.', '').replace(',', '.')
        : text.replaceAll(',', '')
  } else if (/^-?\d{1,3}(,\d{3})+$/.test(text)) {
    text = text.replaceAll(',', '')
  } else {
    text = text.replace(',', '.')
  }
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined
}

const formats = new Map<string, Intl.NumberFormat>()

function numberFormat(language: Language, currency?: 'EUR' | 'GBP'): Intl.NumberFormat {
  const key = language + (currency ?? '')
  let format = formats.get(key)
  if (!format) {
    format = new Intl.NumberFormat(
      localeOf[language],
      currency
        ? { style: 'currency', currency, currencyDisplay: 'narrowSymbol', trailingZeroDisplay: 'stripIfInteger' }
        : { maximumFractionDigits: 2 },
    )
    formats.set(key, format)
  }
  return format
}

/** "1,250.5" / "1 250,5" (narrow no-break space). */
export function formatNumber(value: number, language: Language): string {
  return numberFormat(language).format(value)
}

/** "€24.50" / "24,50 €"; whole amounts without decimals. */
export function formatMoney(value: number, language: Language, currency: 'EUR' | 'GBP'): string {
  return numberFormat(language, currency).format(value)
}

const plurals: Record<Language, Intl.PluralRules> = {
  en: new Intl.PluralRules('en-GB'),
  fr: new Intl.PluralRules('fr-FR'),
}

/**
 * "1 half-day", "2 half-days"; French counts 0 and 1.5 as singular ("0 demi-journée"). Intl's third French class
 * ("many", for millions) takes the plural word.
 */
export function formatCount(value: number, language: Language, unit: readonly [one: string, other: string]): string {
  const word = plurals[language].select(value) === 'one' ? unit[0] : unit[1]
  return `${formatNumber(value, language)}\u00a0${word}`
}

const lists: Record<Language, Intl.ListFormat> = {
  en: new Intl.ListFormat('en-GB', { type: 'conjunction' }),
  fr: new Intl.ListFormat('fr-FR', { type: 'conjunction' }),
}

/** "Tobi, Lina and Simi" / "Tobi, Lina et Simi"; blanks are left out. */
export function formatList(values: readonly string[], language: Language): string {
  return lists[language].format(values.map(v => v.trim()).filter(Boolean))
}
