import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { Catalogue } from './en/index.ts'
import { type Language, preferredLanguage, rememberLanguage } from './languages.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation'
    resources: { translation: Catalogue }
  }
}

const load: Record<Language, () => Promise<{ catalogue: Catalogue }>> = {
  en: () => import('./en/index.ts'),
  fr: () => import('./fr/index.ts'),
}

type Words = { [key: string]: string | Words }

/** French has a third plural ("1 000 000 de lettres") that our catalogues never need to tell from `_other`. */
export function withMany(words: Words): Words {
  const out: Words = {}
  for (const [key, value] of Object.entries(words)) {
    if (typeof value !== 'string') {
      out[key] = withMany(value)
      continue
    }
    out[key] = value
    if (key.endsWith('_other')) out[key.replace(/_other$/, '_many')] = value
  }
  return out
}

async function addLanguage(language: Language): Promise<void> {
  if (i18next.hasResourceBundle(language, 'translation')) return
  const { catalogue } = await load[language]()
  i18next.addResourceBundle(language, 'translation', withMany(catalogue))
}

export async function startI18n(): Promise<void> {
  const language = preferredLanguage()
  await i18next.use(initReactI18next).init({
    lng: language,
    resources: {},
    fallbackLng: false,
    returnNull: false,
    interpolation: { escapeValue: false },
  })
  await addLanguage(language)
  await i18next.changeLanguage(language)
  rememberLanguage(language)
}

export async function changeLanguage(language: Language): Promise<void> {
  await addLanguage(language)
  await i18next.changeLanguage(language)
  rememberLanguage(language)
}

export const currentLanguage = (): Language => (i18next.language === 'fr' ? 'fr' : 'en')
