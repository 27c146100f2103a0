const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']

// Named by CLDR, but no country that a letter could come from: groupings, test locales, parts of another country.
const noCountries = new Set(['AC', 'CP', 'CQ', 'DG', 'EA', 'EU', 'EZ', 'IC', 'QO', 'TA', 'UN', 'XA', 'XB', 'ZZ'])

/** ISO 3166-1 codes of today's countries: the browser names them, no list of ours grows old. */
const countryCodes = (names: Intl.DisplayNames): string[] =>
  letters
    .flatMap(first => letters.map(second => first + second))
    // A withdrawn code stands for today's (DD for DE, UK for GB).
    .filter(code => names.of(code) && !noCountries.has(code) && new Intl.Locale(`und-${code}`).region === code)

/** All countries by their name in a language, in the order of its dictionary. */
export function countriesIn(locale: string): { value: string; label: string }[] {
  const names = new Intl.DisplayNames(locale, { type: 'region', fallback: 'none' })
  const { compare } = new Intl.Collator(locale)
  return countryCodes(names)
    .map(value => ({ value, label: names.of(value) ?? value }))
    .sort((a, b) => compare(a.label, b.label))
}
