import type { Language } from '@mailroom/contract'

const words: Record<string, Record<Language, string>> = {
  '<script>': { en: 'a script', fr: 'un script' },
  '<style>': { en: 'a style sheet', fr: 'une feuille de style' },
  '<iframe>': { en: 'a frame with another page', fr: 'un cadre contenant une autre page' },
  '<form>': { en: 'a form', fr: 'un formulaire' },
  '<meta>': { en: 'an instruction to the browser', fr: 'une instruction au navigateur' },
  '<svg>': { en: 'a vector drawing', fr: 'un dessin vectoriel' },
  '@import': { en: 'a style sheet from elsewhere', fr: 'une feuille de style venue d’ailleurs' },
  'url()': { en: 'a picture fetched by a style', fr: 'une image chargée par un style' },
  'expression()': { en: 'a script in a style', fr: 'un script dans un style' },
  position: { en: 'a position over the page', fr: 'un placement par-dessus la page' },
  srcset: { en: 'variants of a picture', fr: 'des variantes d’image' },
  'remote image': {
    en: 'a picture from another site (paste the picture itself)',
    fr: 'une image d’un autre site (collez l’image elle-même)',
  },
  'relative link': { en: 'an incomplete link', fr: 'un lien incomplet' },
}

const sayOne = (name: string, language: Language): string => {
  const known = words[name]?.[language]
  if (known) return known
  const english = language === 'en'
  if (name.startsWith('<')) return english ? `an element ${name}` : `un élément ${name}`
  if (name.startsWith('on')) return english ? `an action (${name})` : `une action (${name})`
  return english ? `a link of the kind ${name}` : `un lien de type ${name}`
}

/** What sanitising took out, in words, each thing once. */
export const sayRemoved = (removed: readonly string[], language: Language): string[] => [
  ...new Set(removed.map(name => sayOne(name, language))),
]

/** Is there anything to see: text or a picture? */
export const isBlank = (html: string): boolean => !/<img\s/i.test(html) && html.replace(/<[^>]*>|&nbsp;|\s/g, '') === ''
