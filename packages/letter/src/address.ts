import { oneLine } from './characters.ts'
import type { Language } from './language.ts'
import { localeOf } from './language.ts'
import { formatList } from './numbers.ts'
import { householdNames, type Person, titledName } from './people.ts'

/** What fits a window envelope (NF Z 10-011: 6 lines of 38 characters; DIN 5008 field 85 mm at 10 pt holds as much). */
export const maxAddressLines = 6
export const maxAddressLength = 38

export interface PostalAddress {
  /** Building, street, box: as the directory has them, blank ones allowed. */
  lines: readonly string[]
  postcode?: string | null
  city?: string | null
  /** County, state or province; written for the countries that need it. */
  region?: string | null
  /** ISO 3166-1 alpha-2; absent = the sender's country. */
  country?: string | null
}

export interface Addressee {
  people: readonly Person[]
  /** A company or office, above the people. */
  organisation?: string | null
  address: PostalAddress
}

export interface AddressProblem {
  code: 'line-too-long' | 'too-many-lines' | 'no-street' | 'no-town'
  /** The whole line before it was cut, or the lines left out joined by " / ". */
  text: string
  /** For `line-too-long`: index into `lines`, and after how many characters it was cut. */
  line?: number
  cutAt?: number
}

export interface AddressBlock {
  lines: string[]
  problems: AddressProblem[]
}

interface Town {
  postcode: string
  city: string
  region: string
}

/** Town lines by country; the rest of the world follows the continental form, postcode first. */
function townLines(town: Town, country: string, foreign: boolean): string[] {
  const { postcode, city, region } = town
  // Post abroad: the Universal Postal Union asks for the town in capitals too.
  const name = foreign ? city.toUpperCase() : city
  switch (country) {
    case 'GB':
    case 'IE':
    case 'JE':
    case 'GG':
    case 'IM':
      // Royal Mail: post town in capitals, the postcode alone on the last line.
      return [city.toUpperCase(), postcode.toUpperCase()]
    case 'US':
    case 'CA':
    case 'AU':
      return [[name, region, postcode].filter(Boolean).join(' ')]
    default:
      return [[postcode, name].filter(Boolean).join(' ')]
  }
}

const displayNames = new Map<Language, Intl.DisplayNames>()

/** Country in capitals in the language of the country of posting, which its sorters read (UPU). */
function countryLine(country: string, language: Language): string {
  let names = displayNames.get(language)
  if (!names) {
    names = new Intl.DisplayNames(localeOf[language], { type: 'region' })
    displayNames.set(language, names)
  }
  try {
    return (names.of(country) ?? country).toLocaleUpperCase(localeOf[language])
  } catch {
    return country.toUpperCase()
  }
}

const francophone = new Set(['FR', 'MC', 'PF', 'NC', 'BE', 'CH', 'LU'])

const overseasFrance = new Set(['GP', 'MQ', 'GF', 'RE', 'YT', 'PM', 'BL', 'MF'])

/** Overseas France is addressed as France: French postcodes, no country line. */
function postalCountry(code: string): string {
  return overseasFrance.has(code) ? 'FR' : code
}

const clean = (lines: readonly string[]): string[] => lines.map(oneLine).filter(Boolean)

/** People one per line; joined on one line when the block would be too high. */
function nameLines(people: readonly Person[], language: Language, joined: boolean): string[] {
  if (!joined) return clean(people.map(p => titledName(p, language)))
  const shared = householdNames(people, language)
  return clean([
    shared.length <= maxAddressLength
      ? shared
      : formatList(
          people.map(p => oneLine(`${p.givenName.charAt(0)}. ${p.surname}`)),
          language,
        ),
  ])
}

/** Makes six lines of more: the last ones carry the post, so the upper middle goes, and is reported. */
function fitHeight(top: string[], street: string[], bottom: string[], problems: AddressProblem[]): string[] {
  const room = Math.max(0, maxAddressLines - top.length - bottom.length)
  const streets = [...street]
  while (streets.length > room && streets.length > 1) {
    const i = streets.findIndex(
      (line, at) => at + 1 < streets.length && `${line}, ${streets[at + 1]}`.length <= maxAddressLength,
    )
    if (i < 0) break
    streets.splice(i, 2, `${streets[i]}, ${streets[i + 1]}`)
  }
  // The street itself is the last line before the town: complements are given up first.
  const kept = room > 0 ? streets.slice(-room) : []
  const lines = [...top, ...kept, ...bottom].slice(-maxAddressLines)
  const all = [...top, ...streets, ...bottom]
  if (all.length > lines.length) {
    const left = [
      ...streets.slice(0, streets.length - kept.length),
      ...all.slice(0, Math.max(0, top.length + bottom.length - maxAddressLines)),
    ]
    problems.push({ code: 'too-many-lines', text: left.join(' / ') })
  }
  return lines
}

function fitWidth(lines: readonly string[], problems: AddressProblem[]): string[] {
  return lines.map((text, line) => {
    const letters = [...text]
    if (letters.length <= maxAddressLength) return text
    problems.push({ code: 'line-too-long', text, line, cutAt: maxAddressLength })
    return letters.slice(0, maxAddressLength).join('').trimEnd()
  })
}

/**
 * The lines in the envelope window: at most 6 of 38 characters, blank ones dropped. Whatever does not fit is reported in
 * `problems`, never dropped silently. The town is written by the rules of its own country; post abroad ends with the
 * country in capitals, in the language of the country of posting (`from`, ISO 3166-1 alpha-2).
 */
export function addressBlock(addressee: Addressee, from: string, language?: Language): AddressBlock {
  const problems: AddressProblem[] = []
  const { address, people } = addressee
  const home = postalCountry(from.toUpperCase())
  const country = postalCountry(oneLine(address.country ?? '').toUpperCase() || home)
  const foreign = country !== home
  const posting: Language = francophone.has(home) ? 'fr' : 'en'
  const town: Town = {
    postcode: oneLine(address.postcode ?? ''),
    city: oneLine(address.city ?? ''),
    region: oneLine(address.region ?? ''),
  }
  const street = clean(address.lines)
  if (street.length === 0) problems.push({ code: 'no-street', text: '' })
  if (!town.city && !town.postcode) problems.push({ code: 'no-town', text: '' })
  const bottom = clean([...townLines(town, country, foreign), foreign ? countryLine(country, posting) : ''])
  const organisation = clean([addressee.organisation ?? ''])
  const names = (joined: boolean) => [...organisation, ...nameLines(people, language ?? posting, joined)]
  const apart = names(false)
  const top = apart.length + street.length + bottom.length > maxAddressLines && people.length > 1 ? names(true) : apart
  return { lines: fitWidth(fitHeight(top, street, bottom, problems), problems), problems }
}
