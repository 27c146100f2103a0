import iconv from 'iconv-lite'
import { expect, test } from 'vitest'
import { decodeText, detectEncoding, type Encoding } from './decode.ts'

const text = 'Nom;Prénom;Ville\nCœur;Zoé;Orléans\n'
const cases: [string, Buffer, Encoding][] = [
  ['UTF-8', Buffer.from(text), 'utf-8'],
  ['UTF-8 with mark', Buffer.from(`\ufeff${text}`), 'utf-8'],
  ['UTF-16LE with mark', iconv.encode(text, 'utf-16le', { addBOM: true }), 'utf-16le'],
  ['UTF-16BE with mark', iconv.encode(text, 'utf-16be', { addBOM: true }), 'utf-16be'],
  ['UTF-16LE bare', iconv.encode(text, 'utf-16le'), 'utf-16le'],
  ['UTF-16BE bare', iconv.encode(text, 'utf-16be'), 'utf-16be'],
  ['Windows-1252 with œ', iconv.encode(text, 'windows-1252'), 'windows-1252'],
  ['ISO-8859-15 with œ', iconv.encode(text, 'iso-8859-15'), 'iso-8859-15'],
  ['Windows-1252 with a curly apostrophe', iconv.encode('Nom\nL’Hôte\n', 'windows-1252'), 'windows-1252'],
  ['ISO-8859-15 with a euro', iconv.encode('Montant\n5 €\n', 'iso-8859-15'), 'iso-8859-15'],
  ['accents alone', iconv.encode('Nom\nZoé\n', 'windows-1252'), 'windows-1252'],
]
test.each(cases)('%s is told by its bytes', (_, bytes, encoding) => {
  expect(detectEncoding(bytes)).toBe(encoding)
})
test.each(cases.slice(0, 8))('%s reads the same', (_, bytes, encoding) => {
  expect(decodeText(bytes, encoding)).toBe(text)
})
test('NUL and half characters do not survive', () => {
  expect(decodeText(Buffer.from('a\u0000b'), 'utf-8')).toBe('ab')
  expect(decodeText(Buffer.from([0x61, 0x00, 0x00, 0xd8, 0x62, 0x00]), 'utf-16le')).toBe('a\ufffdb')
})
