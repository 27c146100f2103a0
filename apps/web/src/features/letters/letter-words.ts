import type { LetterContents, LetterRow } from '@mailroom/contract'
import { type Category, categories, categoryFacts } from '@mailroom/letter'
import { currentLanguage } from '../../lib/i18n/i18n.ts'

export type Language = 'en' | 'fr'
export const languages = ['en', 'fr'] as const satisfies readonly Language[]

export const categoryWord = (category: Category): string => categoryFacts[category].label[currentLanguage()]

export const categoryChoices = () => categories.map(value => ({ value, label: categoryWord(value) }))

/** Accents and capitals do not count in a search. */
export const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** "Absences injustifiées" or an English name: the supplied letters are named in the institution's language. */
export const matches = (letter: LetterRow, search: string): boolean => plain(letter.designation).includes(plain(search))

export const variantsOf = (contents: LetterContents): Language[] => languages.filter(language => contents[language])
export const otherLanguage = (language: Language): Language => (language === 'en' ? 'fr' : 'en')
