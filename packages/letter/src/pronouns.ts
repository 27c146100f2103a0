import type { Language } from './language.ts'

export const pronounFormats = ['subject', 'subject-capital', 'object', 'possessive', 'agreement'] as const

type Gender = 'he' | 'she' | 'they'

const spellings: Record<string, Gender> = {
  he: 'he',
  il: 'he',
  m: 'he',
  she: 'she',
  elle: 'she',
  f: 'she',
  they: 'they',
  iel: 'they',
  x: 'they',
}

const words: Record<
  Language,
  Record<Gender, readonly [subject: string, object: string, possessive: string, agreement: string]>
> = {
  en: { he: ['he', 'him', 'his', ''], she: ['she', 'her', 'her', ''], they: ['they', 'them', 'their', ''] },
  // French possessives agree with the thing owned, not the owner: only the pronoun "le sien" could be asked for.
  // `agreement` is the ending of adjectives and participles ("inscrit", "inscrite", "inscrit·e").
  fr: {
    he: ['il', 'lui', 'le sien', ''],
    she: ['elle', 'elle', 'la sienne', 'e'],
    they: ['iel', 'iel', 'le sien', '·e'],
  },
}

/**
 * The canonical values are `he`, `she`, `they` (also read: il, elle, iel, m, f, x). An unknown value is written as it is
 * as a subject, so that a school may record other pronouns; for the other forms it falls back to `they`.
 */
export function formatPronoun(value: string, language: Language, format: string): string {
  const key = value.trim().toLowerCase()
  const known = Object.hasOwn(spellings, key) ? spellings[key] : undefined
  if (!known && format === 'subject') return value.trim()
  const [subject, object, possessive, agreement] = words[language][known ?? 'they']
  if (format === 'subject-capital') return subject.charAt(0).toUpperCase() + subject.slice(1)
  if (format === 'object') return object
  if (format === 'possessive') return possessive
  return format === 'agreement' ? agreement : subject
}
