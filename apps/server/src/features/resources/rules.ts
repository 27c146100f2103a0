import type { PersonKind, Reach } from '@mailroom/contract'
import { parsePhoneNumberFromString } from 'libphonenumber-js'

export type EmailState = 'ok' | 'unverified' | 'invalid' | 'bounced'
export type EmailFact = { address: string; state: EmailState }
export type PreferenceFact = { category: string; email: boolean; paper: boolean }

/** Letters that Unicode does not take apart. */
const whole: Record<string, string> = { œ: 'oe', æ: 'ae', ß: 'ss', ø: 'o', ł: 'l', đ: 'd', ı: 'i', '’': "'", ʼ: "'" }

/** Text for comparing and searching: no accents, no case, one space between words; NUL and half characters gone. */
export const fold = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll('\u0000', ' ')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[œæßøłđı’ʼ]/g, letter => whole[letter] ?? letter)
    .replace(/\s+/g, ' ')
    .trim()

/** Surname first, as lists sort. */
export const sortNameOf = (person: { surname: string; givenName: string }): string =>
  fold(`${person.surname} ${person.givenName}`)

/** Words of a search as LIKE patterns: `%`, `_` and `\` stand for themselves. */
export const searchPatterns = (search: string): string[] =>
  fold(search)
    .split(' ')
    .filter(Boolean)
    .slice(0, 10)
    .map(word => `%${word.replace(/[\\%_]/g, '\\$&')}%`)

/** Worst first: how the e-mail column sorts. */
export const reachOrder: readonly Reach[] = ['bounced', 'invalid', 'missing', 'refused', 'paper', 'unverified', 'ok']
export const emailable = (reach: Reach): boolean => reach === 'ok' || reach === 'unverified'
/** "Addresses to complete" (SPEC row 17). */
export const incomplete: readonly Reach[] = ['bounced', 'invalid', 'missing', 'refused']

/**
 * The address in use: the first by rank; if that one came back or is malformed, the first verified one after it. An
 * unverified one is not taken instead by itself: a family's letters must not go to an address nobody has confirmed
 * just because another one broke ("Use the second one" is a person's click, which puts it first).
 */
export const addressInUse = (emails: readonly EmailFact[]): EmailFact | undefined => {
  const [first] = emails
  if (!first || first.state === 'ok' || first.state === 'unverified') return first
  return emails.find(one => one.state === 'ok') ?? first
}

/** What a failed message says about its address; null where the fault lies elsewhere (content, policy, size). */
export const addressFault = (reason: string): 'bounced' | 'invalid' | null => {
  if (reason === 'address-invalid') return 'invalid'
  const faults = [
    'mailbox-unknown',
    'mailbox-disabled',
    'mailbox-full',
    'domain-unknown',
    'recipient-refused',
    'bounced',
  ]
  return faults.includes(reason) ? 'bounced' : null
}

const categoryCount = 4

/**
 * How a person can be reached by e-mail, and at which address. A choice comes before a fault: who refuses e-mail
 * (`acceptsEmail` off) needs no address; who asked for paper instead in every category prefers paper.
 */
export const deriveReach = (facts: {
  acceptsEmail: boolean
  emails: readonly EmailFact[]
  preferences: readonly PreferenceFact[]
}): { reach: Reach; email: string | null } => {
  const inUse = addressInUse(facts.emails)
  const email = inUse?.address ?? null
  if (!facts.acceptsEmail) return { reach: 'refused', email }
  const onPaper = facts.preferences.filter(one => !one.email)
  if (onPaper.length >= categoryCount) return { reach: onPaper.some(one => one.paper) ? 'paper' : 'refused', email }
  return { reach: inUse?.state ?? 'missing', email }
}

/**
 * The same for one category of letters: its own preference overrides the general ones. `state` is that of the address
 * in use, null without one.
 */
export const reachFor = (facts: {
  reach: Reach
  state: EmailState | null
  preference: { email: boolean; paper: boolean } | null
}): Reach => {
  if (!facts.preference) return facts.reach
  if (!facts.preference.email) return facts.preference.paper ? 'paper' : 'refused'
  return facts.state ?? 'missing'
}

/** French levels go down to 3e, then 2nde, 1re, Tle; others ("Year 7") go up by number. */
const levelRank = (level: string): number => {
  const number = Number(/\d+/.exec(level)?.[0] ?? Number.NaN)
  const french = /^(\d+)\s*(e|è|ème|eme|nde|re|ère|°)/i.test(level.trim())
  if (/^(t|term)/i.test(level.trim())) return 0
  return Number.isNaN(number) ? 1000 : french ? -number : number
}
export const compareLevels = (a: string, b: string): number => levelRank(a) - levelRank(b) || a.localeCompare(b, 'fr')
export const compareClasses = (a: { name: string; level: string }, b: { name: string; level: string }): number =>
  compareLevels(a.level || a.name, b.level || b.name) || a.name.localeCompare(b.name, 'fr', { numeric: true })

/** A telephone number in its international form where it is one; else as typed. */
export const tidyPhone = (text: string, country: string): string => {
  const typed = text.trim()
  const parsed = parsePhoneNumberFromString(typed, country === 'GB' ? 'GB' : 'FR')
  return parsed?.isPossible() ? parsed.formatInternational() : typed
}

let countries: Map<string, string> | undefined
const countryNames = (): Map<string, string> => {
  if (countries) return countries
  countries = new Map([
    ['england', 'GB'],
    ['scotland', 'GB'],
    ['wales', 'GB'],
    ['angleterre', 'GB'],
    ['ecosse', 'GB'],
    ['uk', 'GB'],
    ['great britain', 'GB'],
    ['grande-bretagne', 'GB'],
    ['usa', 'US'],
  ])
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
  for (const language of ['en', 'fr']) {
    const names = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' })
    for (const a of letters)
      for (const b of letters) {
        // Withdrawn codes (BU, UK) give way to today's (MM, GB).
        const region = new Intl.Locale(`und-${a}${b}`).region ?? ''
        countries.set(fold(names.of(region) ?? ''), region)
      }
  }
  countries.delete('')
  return countries
}
/** "France", "Royaume-Uni", "gb" → ISO 3166-1 alpha-2; what is none stays as typed. */
export const countryCode = (text: string): string => {
  const typed = text.trim()
  if (/^[a-z]{2}$/i.test(typed) && typed.toLowerCase() !== 'uk') return typed.toUpperCase()
  return countryNames().get(fold(typed)) ?? typed
}

/** Gender from a courtesy title, where it tells. */
export const genderOfTitle = (title: string): string => {
  const plain = fold(title).replace(/\.$/, '')
  if (['m', 'mr', 'monsieur', 'sir'].includes(plain)) return 'm'
  return ['mme', 'madame', 'mrs', 'ms', 'miss', 'mlle', 'mademoiselle'].includes(plain) ? 'f' : ''
}

/** Students have no scope of their own: only these kinds are limited to a teacher's classes. */
export const scopedKinds: readonly PersonKind[] = ['student', 'guardian']
