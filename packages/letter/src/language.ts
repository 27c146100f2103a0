/** Languages a letter can be written in (the interface language is another matter, see UX.md). */
export const languages = ['en', 'fr'] as const
export type Language = (typeof languages)[number]

/** One value per letter language. */
export type Localised<T = string> = Record<Language, T>

/** BCP 47 tag used with Intl: European English (24 h clock, day before month), French of France. */
export const localeOf: Localised = { en: 'en-GB', fr: 'fr-FR' }
