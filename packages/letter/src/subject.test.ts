import { describe, expect, it } from 'vitest'
import { sampleData } from './catalogue.ts'
import { checkSubject, renderFileName, renderSubject, subjectParts, subjectText } from './subject.ts'
import { LetterError } from './types.ts'

const options = { language: 'en', category: 'meetings' } as const
const data = sampleData('meetings', 'en')
const subject = (template: string, from = data) => renderSubject(template, from, options).text

describe('renderSubject', () => {
  it('fills chips with formats', () => {
    expect(subject('{{ student.givenName | of }} evening {{meeting.date|on}}').replaceAll('\u00a0', ' ')).toBe(
      'Arthur’s evening on Tuesday 8 December',
    )
  })
  it('is one line without control characters, from template and values', () => {
    const evil = { student: { givenName: 'A\r\nBcc: x@y\u202e\u2066\u0000\u2028z' } }
    expect(subject('Hi\r\n\t {{ student.givenName }}\u202e', evil)).toBe('Hi A Bcc: x@y z')
    expect(checkSubject('a\nb', 'meetings')[0]?.code).toBe('control-character')
  })
  it('is at most 255 long and cuts no letter in two', () => {
    expect(subject('x'.repeat(1000))).toHaveLength(255)
    const cut = subject(`${'x'.repeat(254)}👩‍👧 and more`)
    expect(cut).toBe('x'.repeat(254))
    expect(() => subject('x'.repeat(5000))).toThrow(LetterError)
  })
  it('counts what is missing and tidies the gap', () => {
    expect(renderSubject('Evening: {{ meeting.place }}', {}, options)).toMatchObject({
      text: 'Evening',
      missing: [{ field: 'meeting.place', times: 1 }],
    })
    expect(subject('A {{ meeting.place }} , b', {})).toBe('A, b')
  })
  it.each([
    '{{ constructor }}',
    '{{ __proto__ }}',
    '{{ absences.halfDays }}',
    '{{ meeting.slots }}',
    '{{ meeting.slots.time }}',
    '{{ student.givenName | upcase }}',
  ])('refuses %s', template => {
    expect(() => subject(template)).toThrow(LetterError)
  })
  it('takes other braces as text and never evaluates values', () => {
    expect(subject('{% if x %} {{ 1 + 1 }} {x}')).toBe('{% if x %} {{ 1 + 1 }} {x}')
    expect(subject('{{ student.givenName }}', { student: { givenName: '{{ school.name }}' } })).toBe(
      '{{ school.name }}',
    )
  })
  it('splits and joins', () => {
    const template = 'A {{ student.givenName | of }} b {{ today }}'
    expect(subjectText(subjectParts(template))).toBe(template)
    const typed = subjectText([{ text: '{{ today }} ' }, { field: 'today' }])
    expect(subjectParts(typed).filter(part => 'field' in part)).toHaveLength(1)
  })
})

describe('renderFileName', () => {
  it.each([
    ['Réunion {{ student.className }} {{ student.surname }}', 'Reunion-4B-Whitcombe.pdf'],
    ['../../etc/passwd', 'etc-passwd.pdf'],
    ['a.pdf', 'a.pdf'],
    ['CON', 'CON-letter.pdf'],
    ['\u202efdp.exe', 'fdp-exe.pdf'],
    ['日本', 'letter.pdf'],
    ['', 'letter.pdf'],
    ['Cœur: "a|b"?', 'Coeur-a-b.pdf'],
  ])('%s', (pattern, name) => expect(renderFileName(pattern, data, options)).toBe(name))
  it('is at most 80 characters', () => {
    expect(renderFileName('x'.repeat(500), data, options)).toHaveLength(80)
  })
})
