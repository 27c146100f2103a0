export const languages = ['en', 'fr'] as const
export type Language = (typeof languages)[number]

const storageKey = 'mailroom-language'

export const isLanguage = (value: unknown): value is Language => languages.includes(value as Language)

/** The choice made on this machine, else the browser's own language. */
export function preferredLanguage(): Language {
  const stored = readStored()
  if (isLanguage(stored)) return stored
  return navigator.language.toLowerCase().startsWith('fr') ? 'fr' : 'en'
}

export function rememberLanguage(language: Language): void {
  document.documentElement.lang = language
  try {
    localStorage.setItem(storageKey, language)
  } catch {
    // Private windows may refuse storage; the choice then lasts until the page is closed.
  }
}

function readStored(): string | null {
  try {
    return localStorage.getItem(storageKey)
  } catch {
    return null
  }
}
