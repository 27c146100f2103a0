import { expect, test } from 'vitest'
import { askedValues, civilDay, fileNameFor } from './rules.ts'

test('answers that the category does not ask for, or that are no values, are dropped', () => {
  const values = JSON.parse(`{
    "meeting.date": "2026-12-08", "meeting.place": {"toString": "x"}, "student.givenName": "Eve",
    "absences.month": "2026-11-01", "__proto__": {"polluted": 1}, "constructor": "x"
  }`)
  expect(askedValues('meetings', values)).toEqual({ 'meeting.date': '2026-12-08' })
  expect(askedValues(null, values)).toEqual({})
})

test('rows keep the columns of their list only', () => {
  const rows = [{ date: '2026-11-12', reason: 'Malade', extra: 1, lesson: { a: 1 } }, 'no row']
  expect(askedValues('absences', { 'absences.rows': rows })).toEqual({
    'absences.rows': [{ date: '2026-11-12', reason: 'Malade' }, {}],
  })
})

test('a PDF without a pattern is named by the letter and the student', () => {
  expect(fileNameFor({ fileName: '', designation: 'Réunion' })).toBe('Réunion {{ student.fullName }}')
  expect(fileNameFor({ fileName: '{{ student.surname }}', designation: 'Réunion' })).toBe('{{ student.surname }}')
})

test('the date of a letter is the day on the wall', () => {
  expect(civilDay(new Date(2026, 0, 5, 23, 59))).toBe('2026-01-05')
})
