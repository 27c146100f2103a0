import type { LetterDocument } from '@mailroom/contract'
import { type CompiledLetter, LetterError } from '@mailroom/letter'
import { expect, test } from 'vitest'
import {
  composeEmail,
  composeLetter,
  type Frozen,
  hasFields,
  type LetterRecipient,
  mergeBody,
  unknownFields,
} from './rules.ts'

const chip = (field: string, more: Record<string, unknown> = {}) => ({
  type: 'mergeField',
  attrs: { field, ifEmpty: 'blank', ...more },
})
const paragraph = (...content: unknown[]) => ({
  type: 'paragraph',
  content: content.map(one => (typeof one === 'string' ? { type: 'text', text: one } : one)),
})
const doc = (...content: unknown[]) => ({ type: 'doc', content }) as LetterDocument

const frozen: Frozen = {
  category: 'meetings',
  contents: {
    fr: {
      subject: 'Réunion {{ student.className }}',
      document: doc(
        paragraph(chip('recipient.greeting'), ','),
        paragraph('Pour ', chip('student.givenName'), ' le ', chip('meeting.date', { ifEmpty: 'hold' })),
      ),
    },
    en: {
      subject: 'Meeting {{ student.className }}',
      document: doc(paragraph(chip('recipient.greeting'), ','), paragraph('For ', chip('student.givenName'))),
    },
  },
  fileName: 'Réunion {{ student.fullName }}',
  school: {
    name: 'Lycée des Tilleuls',
    addressLines: ['27, avenue des Tilleuls', '69003 Lyon'],
    city: 'Lyon',
    country: 'FR',
  },
  letterhead: { schoolName: 'Lycée des Tilleuls', contactLines: ['27, avenue des Tilleuls'] },
  window: 'nf',
  font: 'source-serif',
  paper: 'A4',
  accent: '',
  sender: { name: 'Hélène Marchand' },
  today: '2026-11-23',
  asked: { 'meeting.date': '2026-12-08' },
  language: 'fr',
}
const recipient: LetterRecipient = {
  language: 'fr',
  data: {
    kind: 'guardian',
    recipients: [{ title: 'mrs', givenName: 'Claire', surname: 'Lefèvre' }],
    students: [{ givenName: 'Lina', surname: 'Lefèvre', className: '4e B', pronouns: 'she' }],
    address: { lines: ['8 bis, rue de la Part-Dieu'], postcode: '69003', city: 'Lyon', country: 'FR' },
  },
  addressLines: ['Mme Claire Lefèvre', '8 bis, rue de la Part-Dieu', '69003 Lyon'],
}

test('one recipient: subject, letter, page and file name', () => {
  const letter = composeLetter(frozen, recipient)
  expect(letter.subject).toBe('Réunion 4e B')
  expect(letter.text).toContain('Madame,')
  expect(letter.letterHtml).toMatch(/Pour Lina le mardi 8\sdécembre/)
  expect(letter.fileName).toBe('Reunion-Lina-Lefevre.pdf')
  expect(letter.email).toBeNull()
  expect(letter.held).toEqual([])
  expect(letter.page).toContain('<address>Mme Claire Lefèvre<br>')
  expect(letter.page).toMatch(/Lyon, le 23\snovembre\s2026/)
  expect(letter.page).toMatch(/Élève\u00a0:<\/dt><dd>Lina Lefèvre, 4e B/)
  expect(letter.page).toMatch(/Suivi par\u00a0:<\/dt><dd>Hélène Marchand/)
})

test('the same input gives the same bytes, with or without the cache', () => {
  const cache = new Map<string, CompiledLetter>()
  const once = composeLetter(frozen, recipient, { cache, email: 'with-letter' })
  expect(cache.size).toBe(1)
  expect(composeLetter(frozen, recipient, { cache, email: 'with-letter' })).toEqual(once)
  expect(composeLetter(JSON.parse(JSON.stringify(frozen)), recipient, { email: 'with-letter' })).toEqual(once)
})

test('attached to an e-mail, the page goes without the address if asked; the body may hold the letter', () => {
  const letter = composeLetter(
    { ...frozen, body: '<p>Bonjour {{ student.givenName }}</p>', signature: '<p>Vie scolaire</p>' },
    recipient,
    { page: 'without-address', email: 'with-letter' },
  )
  expect(letter.page).not.toContain('<address>')
  expect(letter.email?.html).toContain('Bonjour Lina')
  expect(letter.email?.text).toMatch(/Bonjour Lina[\s\S]*Pour Lina le mardi 8\sdécembre[\s\S]*--\s+Vie scolaire/)
  const message = composeLetter({ ...frozen, body: '<p>Ci-joint.</p>' }, recipient, { page: 'none', email: 'message' })
  expect(message.page).toBeNull()
  expect(message.email?.text).toContain('Ci-joint.')
  expect(message.email?.text).not.toContain('Pour Lina')
})

test('each recipient in their language; a subject left as proposed follows, a written one does not', () => {
  const english = { ...recipient, language: 'en' as const }
  const proposed = { ...frozen, subject: 'Réunion {{ student.className }}' }
  expect(composeLetter(proposed, english)).toMatchObject({ language: 'en', subject: 'Meeting 4e B' })
  expect(composeLetter({ ...frozen, subject: 'Venez, {{ student.givenName }}' }, english).subject).toBe('Venez, Lina')
  const { en: _, ...french } = frozen.contents
  expect(composeLetter({ ...frozen, contents: french }, english)).toMatchObject({
    language: 'fr',
    subject: 'Réunion 4e B',
  })
})

test('a required value that is missing holds the recipient back; missing ones are named once', () => {
  const letter = composeLetter(
    { ...frozen, asked: {}, body: '<p>{{ meeting.date }} {{ school.phone }}</p>' },
    recipient,
  )
  expect(letter.held.map(one => one.field)).toEqual(['meeting.date'])
  expect(letter.missing.map(one => one.field)).toEqual(['meeting.date', 'school.phone'])
})

test('a written e-mail has no letter, no page, and the fields that everybody has', () => {
  const email: Frozen = {
    ...frozen,
    category: null,
    contents: {},
    fileName: '',
    subject: 'Info {{ student.givenName }}',
    body: '<p>{{ recipient.greeting }},</p>',
  }
  const made = composeLetter(email, recipient, { email: 'message' })
  expect(made).toMatchObject({ subject: 'Info Lina', page: null, letterHtml: '', fileName: '' })
  expect(made.email?.text).toContain('Madame,')
  expect(unknownFields('{{ student.givenName }} {{ meeting.date }}', null)).toEqual(['meeting.date'])
})

test('Others see nobody’s values', () => {
  const { html, text } = composeEmail(
    { ...frozen, body: '<p>Bonjour {{ student.givenName }}!</p>' },
    { letterHtml: null, language: 'fr' },
  )
  expect(text).toContain('Bonjour !')
  expect(html).not.toContain('{{')
})

test('chips in a body: escaped values, formats, lines; attributes and other braces are left alone', () => {
  const data = {
    student: { givenName: '<img onerror=x>', surname: 'Lefèvre', fullName: 'Lina Lefèvre' },
    recipient: { addressLines: ['8 rue', '69003 Lyon'] },
    toString: 'x',
  }
  const merge = (html: string, mark = false) => mergeBody(html, data, { language: 'fr', category: 'meetings', mark })
  expect(merge('<b>{{ student.givenName }}</b>')).toBe('<b>&lt;img onerror=x&gt;</b>')
  expect(merge('{{student.surname|upper}} {{ recipient.addressLines }}')).toBe('LEFÈVRE 8 rue<br>69003 Lyon')
  expect(merge('<a title="{{ student.surname }}" href="https://x.example/">y</a> {{ no.such }} { {a} }')).toBe(
    '<a title="{{ student.surname }}" href="https://x.example/">y</a>  { {a} }',
  )
  expect(merge('{{ toString }}{{ __proto__ }}{{ constructor.name }}')).toBe('')
  expect(merge('{{ student.surname }}', true)).toBe('<span class="mf" data-field="student.surname">Lefèvre</span>')
  expect(merge('{{ school.phone }}', true)).toContain('class="mf mf-empty"')
  expect(hasFields('Bonjour {{ student.givenName }}')).toBe(true)
  expect(hasFields('{ {a} } {{}}')).toBe(false)
})

test('a letter that may not be used is refused, except leniently', () => {
  const broken: Frozen = {
    ...frozen,
    contents: { fr: { subject: 'x {{ no.such }}', document: doc(paragraph(chip('no.such'))) } },
  }
  expect(() => composeLetter(broken, recipient)).toThrow(LetterError)
  const shown = composeLetter(broken, recipient, { lenient: true, mark: true })
  expect(shown.subject).toBe('x …')
  expect(shown.held[0]).toMatchObject({ field: 'no.such', unknown: true })
})
