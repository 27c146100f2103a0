import { oneLine } from './characters.ts'
import type { Language, Localised } from './language.ts'
import { formatList } from './numbers.ts'

/** `mrs` is also the French Mme; `mx` and absent = no title is written. */
export const titles = ['mr', 'mrs', 'ms', 'miss', 'mx', 'dr', 'prof'] as const
export type Title = (typeof titles)[number]

export interface Person {
  title?: Title | null
  givenName: string
  surname: string
}

const titleWords: Localised<Record<Title, string>> = {
  en: { mr: 'Mr', mrs: 'Mrs', ms: 'Ms', miss: 'Miss', mx: 'Mx', dr: 'Dr', prof: 'Prof.' },
  // "Mlle" left French official letters with the circular of 21 February 2012: every woman is Mme.
  fr: { mr: 'M.', mrs: 'Mme', ms: 'Mme', miss: 'Mme', mx: '', dr: 'Dr', prof: 'Pr' },
}

const spellings: Record<string, Title> = {
  m: 'mr', mr: 'mr', monsieur: 'mr', sir: 'mr', mme: 'mrs', madame: 'mrs', mrs: 'mrs', ms: 'ms',
  miss: 'miss', mlle: 'miss', mademoiselle: 'miss', mx: 'mx', dr: 'dr', docteur: 'dr', doctor: 'dr', prof: 'prof', pr: 'prof',
} // biome-ignore format: a table

/** Reads a title as directories write it ("M.", "Mme", "MRS", "Monsieur"); undefined if unknown. */
export function parseTitle(text: string): Title | undefined {
  const key = text.trim().toLowerCase().replace(/\.$/, '')
  return Object.hasOwn(spellings, key) ? spellings[key] : undefined
}

/** "Mrs" / "Mme"; empty without a title. */
export function titleWord(title: Title | null | undefined, language: Language): string {
  return title ? titleWords[language][title] : ''
}

/** Given name and surname; `upper` writes the surname in capitals, as French administration does. */
export function fullName(person: Person, language: Language, upper = false): string {
  const surname = upper ? person.surname.toLocaleUpperCase(language) : person.surname
  return oneLine(`${person.givenName} ${surname}`)
}

/** "Mrs Claire Lefèvre" / "Mme Claire Lefèvre". */
export function titledName(person: Person, language: Language): string {
  return oneLine(`${titleWord(person.title, language)} ${fullName(person, language)}`)
}

function shareSurname(people: readonly Person[]): boolean {
  const first = people[0]?.surname.trim().toLocaleLowerCase()
  return Boolean(first) && people.length > 1 && people.every(p => p.surname.trim().toLocaleLowerCase() === first)
}

/**
 * The people of one household as a phrase: "Mrs Claire and Mr Antoine Lefèvre" when they share the surname, else
 * "Mrs Claire Lefèvre and Mr Antoine Martin".
 */
export function householdNames(people: readonly Person[], language: Language): string {
  if (!shareSurname(people))
    return formatList(
      people.map(p => titledName(p, language)),
      language,
    )
  const parts = people.map(p => oneLine(`${titleWord(p.title, language)} ${p.givenName}`))
  return oneLine(`${formatList(parts, language)} ${people[0]?.surname ?? ''}`)
}

/** "Mr and Mrs" / "M. et Mme"; each title once. */
export function householdTitle(people: readonly Person[], language: Language): string {
  return formatList([...new Set(people.map(p => titleWord(p.title, language)))], language)
}

/** "Dear Mrs Whitcombe"; without a title the full name stands in, as "Dear Whitcombe" would be rude. */
function dearName(person: Person): string {
  const title = titleWord(person.title, 'en')
  return oneLine(title && person.surname.trim() ? `${title} ${person.surname}` : fullName(person, 'en'))
}

function greetEnglish(people: readonly Person[]): string {
  const named = people.filter(p => oneLine(p.givenName + p.surname))
  if (named.length === 0) return 'Dear Sir or Madam'
  const titlesOf = named.map(p => titleWord(p.title, 'en'))
  if (shareSurname(named) && titlesOf.every(Boolean)) {
    // Two of one title: "Dear Mrs Claire and Mrs Anne Lefèvre", since "Mrs and Mrs" reads as a mistake.
    if (new Set(titlesOf).size < titlesOf.length) return `Dear ${householdNames(named, 'en')}`
    return `Dear ${formatList(titlesOf, 'en')} ${oneLine(named[0]?.surname ?? '')}`
  }
  return `Dear ${formatList(named.map(dearName), 'en')}`
}

/** French salutations carry no name: "Madame, Monsieur" is also the form for somebody unknown. */
function greetFrench(people: readonly Person[]): string {
  const women = people.filter(p => p.title === 'mrs' || p.title === 'ms' || p.title === 'miss').length
  const men = people.filter(p => p.title === 'mr').length
  if (women + men < people.length || people.length === 0) return 'Madame, Monsieur'
  if (women > 0 && men > 0) return women + men === 2 ? 'Madame, Monsieur' : 'Mesdames, Messieurs'
  if (women > 0) return women === 1 ? 'Madame' : 'Mesdames'
  return men === 1 ? 'Monsieur' : 'Messieurs'
}

/**
 * The salutation of one letter, without the comma: "Dear Mrs Whitcombe", "Dear Mr and Mrs Whitcombe", "Dear Mrs Lefèvre
 * and Mr Martin"; "Madame", "Monsieur", "Madame, Monsieur", "Mesdames". A student without a title is greeted by first
 * name: "Dear Lina" / "Bonjour Lina".
 */
export function greeting(people: readonly Person[], language: Language, kind: 'adult' | 'student' = 'adult'): string {
  if (kind === 'student') {
    const names = formatList(
      people.map(p => oneLine(p.givenName || p.surname)),
      language,
    )
    if (names) return `${language === 'fr' ? 'Bonjour' : 'Dear'} ${names}`
  }
  return language === 'fr' ? greetFrench(people) : greetEnglish(people)
}
