import { expect, test } from 'vitest'
import { begunVariants, checkForm, type LetterForm } from './rules.ts'

const text = (content: string) => ({ type: 'paragraph', content: [{ type: 'text', text: content }] })
const chip = (field: string) => ({ type: 'paragraph', content: [{ type: 'mergeField', attrs: { field } }] })
const doc = (...content: { type: string }[]) => ({ type: 'doc' as const, content })
const form = (more: Partial<LetterForm> = {}): LetterForm => ({
  designation: 'Absences',
  category: 'absences',
  recipientKinds: ['guardian'],
  fileName: '',
  contents: { fr: { subject: 'Absences', document: doc(text('Bonjour')) } },
  ...more,
})
const check = (more: Partial<LetterForm>, language: 'en' | 'fr' = 'en') => checkForm(form(more), language)

test('a plain letter may be saved', () => {
  expect(check({})).toEqual([])
})

test('an unknown field is named, with what was probably meant', () => {
  const document = doc(text('a'), chip('student.givenNam'))
  expect(check({ contents: { fr: { subject: 'x {{ student.klass }}', document } } })).toEqual([
    {
      code: 'FIELD_UNKNOWN',
      field: 'contents.fr.subject',
      values: expect.objectContaining({ field: 'student.klass' }),
    },
    {
      code: 'FIELD_UNKNOWN',
      field: 'contents.fr.document',
      values: { field: 'student.givenNam', suggestion: 'student.givenName' },
    },
  ])
  expect(check({ fileName: '{{ meeting.date }}' })[0]).toMatchObject({ code: 'FIELD_UNKNOWN', field: 'fileName' })
})

test('a field of another category is unknown here', () => {
  const contents = { en: { subject: 'x', document: doc(chip('meeting.date')) } }
  expect(check({ contents })[0]).toMatchObject({ code: 'FIELD_UNKNOWN', values: { field: 'meeting.date' } })
  expect(check({ contents, category: 'meetings' })).toEqual([])
})

test('other problems are told in the language of the user', () => {
  const image = { type: 'image', attrs: { src: 'https://tracker.example/x.png' } }
  const contents = { fr: { subject: 'x', document: doc(image) } }
  expect(check({ contents }, 'fr')[0]).toMatchObject({
    code: 'LETTER_PROBLEM',
    field: 'contents.fr.document',
    values: { detail: expect.stringContaining('ni dans la lettre ni un fichier enregistré') },
  })
  expect(check({ contents }, 'en')[0]?.values?.detail).toContain('neither inside the letter')
})

test('empty letters, empty variants, subjects without text and texts without subject', () => {
  const blank = { subject: ' ', document: doc({ type: 'paragraph' }) }
  const written = { subject: 'Absences', document: doc(text('Hello')) }
  expect(Object.keys(begunVariants({ en: written, fr: blank }))).toEqual(['en'])
  expect(check({ contents: {} })).toEqual([{ code: 'LETTER_EMPTY', field: 'contents' }])
  expect(check({ contents: { en: { ...blank, subject: 'x' } } })).toEqual([
    { code: 'LETTER_EMPTY', field: 'contents.en.document' },
  ])
  expect(check({ contents: { en: { ...written, subject: ' ' } } })).toEqual([
    { code: 'REQUIRED', field: 'contents.en.subject' },
  ])
})

test('a kind of recipient that the category is not for', () => {
  expect(check({ recipientKinds: ['guardian', 'teacher'] })).toEqual([
    { code: 'UNKNOWN_CHOICE', field: 'recipientKinds.1' },
  ])
})

test('forged documents get a sentence: 5,000 levels, 600 kB, NUL in an attribute nobody reads', () => {
  let deep: { type: string; content?: unknown[] } = text('deep')
  for (let level = 0; level < 5000; level++)
    deep = { type: 'bulletList', content: [{ type: 'listItem', content: [deep] }] }
  const withDocument = (document: LetterForm['contents']['en']) => check({ contents: { en: document } })
  expect(withDocument({ subject: 'x', document: doc(deep) })[0]).toMatchObject({ code: 'LETTER_PROBLEM' })
  expect(withDocument({ subject: 'x', document: doc(text('a'.repeat(600_000))) })[0]).toMatchObject({
    code: 'LETTER_PROBLEM',
    values: { detail: expect.stringContaining('500 kB') },
  })
  const odd = { ...text('a'), attrs: { id: 'a\u0000b' } }
  expect(withDocument({ subject: 'x', document: doc(odd) })).toEqual([
    { code: 'CONTROL_CHARACTERS', field: 'contents' },
  ])
  const half = { ...text('a'), attrs: { id: '\ud800' } }
  expect(withDocument({ subject: 'x', document: doc(half) })).toEqual([
    { code: 'CONTROL_CHARACTERS', field: 'contents' },
  ])
})
