import iconv from 'iconv-lite'

/** Encodings that school files have; what is detected may be changed to any of these. */
export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'iso-8859-15'] as const
export type Encoding = (typeof encodings)[number]
export const isEncoding = (text: string): text is Encoding => (encodings as readonly string[]).includes(text)

const byteOrderMark = (bytes: Uint8Array): Encoding | null => {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null
}

/** UTF-16 without a mark: western text has a zero in nearly every second byte. */
const bareUtf16 = (bytes: Uint8Array): Encoding | null => {
  const head = bytes.subarray(0, 2000)
  const zeros = [0, 0]
  head.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1
  })
  const most = head.length * 0.3
  if ((zeros[1] ?? 0) > most && zeros[0] === 0) return 'utf-16le'
  return (zeros[0] ?? 0) > most && zeros[1] === 0 ? 'utf-16be' : null
}

const isUtf8 = (bytes: Uint8Array): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

/**
 * ISO-8859-15 differs from Windows-1252 in eight places, and leaves 0x80–0x9f unused. A statistical detector calls both
 * "ISO-8859-1" on the short texts that name lists are; so the bytes that tell them apart decide: € or œ inside a word
 * where 1252 has ¤ or ½.
 */
const westernEncoding = (bytes: Uint8Array): Encoding => {
  if (bytes.some(byte => byte >= 0x80 && byte <= 0x9f)) return 'windows-1252'
  const isLetter = (byte: number | undefined) =>
    byte !== undefined && ((byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a) || byte >= 0xc0)
  const latin9Letters = [0xa6, 0xa8, 0xb4, 0xb8, 0xbc, 0xbd, 0xbe]
  const inWord = bytes.some(
    (byte, at) =>
      byte === 0xa4 || (latin9Letters.includes(byte) && (isLetter(bytes[at - 1]) || isLetter(bytes[at + 1]))),
  )
  return inWord ? 'iso-8859-15' : 'windows-1252'
}

export const detectEncoding = (bytes: Uint8Array): Encoding =>
  byteOrderMark(bytes) ?? bareUtf16(bytes) ?? (isUtf8(bytes) ? 'utf-8' : westernEncoding(bytes))

/** Bytes → text, its mark removed; NUL and half characters gone, for no list can hold them. */
export const decodeText = (bytes: Uint8Array, encoding: Encoding): string =>
  iconv
    .decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), encoding)
    .replace(/^\ufeff/, '')
    .replaceAll('\u0000', '')
    .toWellFormed()
