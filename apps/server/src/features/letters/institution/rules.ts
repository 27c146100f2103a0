/** Largest logo, decoded. */
const maximumLogoBytes = 200 * 1024
const signatures: Record<string, readonly number[]> = {
  png: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  jpeg: [0xff, 0xd8, 0xff],
}

/** Is this `data:` URL a PNG or JPEG by its bytes, and not too large? SVG is none: it can hold scripts. */
export const isLogo = (url: string): boolean => {
  const [, kind = '', base64 = ''] = /^data:image\/(png|jpeg);base64,([A-Za-z0-9+/]+={0,2})$/.exec(url) ?? []
  const bytes = Buffer.from(base64, 'base64')
  const magic = signatures[kind]
  return magic !== undefined && bytes.length <= maximumLogoBytes && magic.every((byte, index) => bytes[index] === byte)
}

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim()

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
let codesByName: Map<string, string> | undefined

/** Withdrawn codes give way to today's: DD to DE, UK to GB. */
const todaysCode = (code: string): string => new Intl.Locale(`und-${code}`).region ?? code

const nameIndex = (): Map<string, string> => {
  const index = new Map<string, string>()
  for (const locale of ['en', 'fr']) {
    const names = new Intl.DisplayNames(locale, { type: 'region', fallback: 'none' })
    for (const code of letters.flatMap(first => letters.map(second => first + second))) {
      const name = names.of(code)
      if (name) index.set(plain(name), todaysCode(code))
    }
  }
  return index
}

/** A country as typed ("fr", "France", "Royaume-Uni") as its ISO 3166-1 code; null when there is none. */
export const countryCode = (typed: string): string | null => {
  codesByName ??= nameIndex()
  const typedCode = typed.trim().toUpperCase()
  if (/^[A-Z]{2}$/.test(typedCode)) {
    const code = todaysCode(typedCode)
    return [...codesByName.values()].includes(code) ? code : null
  }
  return codesByName.get(plain(typed)) ?? null
}
