import { describe, expect, it } from 'vitest'
import { categoryFacts, sampleData } from '../catalogue.ts'
import { checkDocument } from '../check.ts'
import { compileLetter } from '../compile.ts'
import type { DocNode } from '../document.ts'
import { type FieldValue, recipientKinds } from '../fields.ts'
import { languages } from '../language.ts'
import { letterData } from '../letter-data.ts'
import { renderLetter } from '../render.ts'
import { checkSubject, renderSubject } from '../subject.ts'
import { suppliedLetters } from './index.ts'

const all = suppliedLetters.flatMap(letter =>
  languages.map(language => ({ letter, language, name: `${letter.key} ${language}` })),
)

/** The least a sender can answer: what the letter cannot do without. */
const least: Record<string, Record<string, FieldValue>> = {
  absence: {}, lateness: {}, certificate: {},
  meeting: { 'meeting.date': '2026-12-08' }, results: { 'results.period': 'term 1' },
  outing: { 'outing.date': '2026-12-11', 'outing.destination': 'Lyon' },
  payment: { 'payment.amount': 12 }, welcome: { 'welcome.date': '2026-09-01' },
  'staff-meeting': { 'meeting.date': '2026-12-08' },
} // biome-ignore format: a table

function types(node: DocNode): string[] {
  return [node.type, ...(node.content ?? []).flatMap(types)]
}

describe.each(all)('$name', ({ letter, language }) => {
  const { category } = letter
  const options = { language, category }
  const document = letter.document[language]
  const compiled = compileLetter(document, options)
  it('is a valid letter for its lists', () => {
    expect(checkDocument(document, category)).toEqual([])
    expect(checkSubject(letter.subject[language], category)).toEqual([])
    expect(letter.recipientKinds.every(kind => categoryFacts[category].recipientKinds.includes(kind))).toBe(true)
    expect(JSON.parse(JSON.stringify(document))).toEqual(document)
  })
  it('renders complete with sample data', () => {
    const data = sampleData(category, language)
    const { html, text, missing } = renderLetter(compiled, data)
    expect(missing).toEqual([])
    expect(html).not.toMatch(/undefined|null|NaN|\[object|\{\{|<p><\/p>/)
    expect(html).toMatch(/^<h1>/)
    expect(text.length).toBeGreaterThan(250)
    const subject = renderSubject(letter.subject[language], data, options)
    expect(subject.missing).toEqual([])
    expect(subject.text.length).toBeLessThan(90)
  })
  it('still reads well with directory data and the fewest answers', () => {
    const data = letterData({
      language, recipients: [{ title: 'mrs', givenName: 'Claire', surname: 'Lefèvre' }], recipientKind: 'guardian',
      students: [{ givenName: 'Lina', surname: 'Lefèvre' }], school: { name: 'Lycée des Tilleuls' }, sender: { name: 'H. Marchand' }, today: '2026-11-23', asked: least[letter.key] ?? {},
    }) // biome-ignore format: one recipient
    const { html, text, held, missing } = renderLetter(compiled, data)
    expect(held).toEqual([])
    expect(missing.filter(m => m.ifEmpty === 'blank').map(m => m.field)).toEqual(
      letter.key === 'welcome' && language === 'fr' ? ['welcome.schoolYear'] : [],
    )
    expect(html).not.toContain('<table')
    expect(text).not.toMatch(/ [,.]| {2}|\(\)/)
    expect(text).toMatch(/H\. Marchand$/)
    // An answer left out leaves no hole in the subject either.
    const subject = renderSubject(letter.subject[language], data, options)
    expect(subject.missing.map(m => m.field)).toEqual([])
  })
  it('is held for somebody of whom nothing is known', () => {
    expect(renderLetter(compiled, {}).held.length).toBeGreaterThan(0)
  })
  it('is written in its language', () => {
    const { text } = renderLetter(compiled, sampleData(category, language))
    expect(/\b(nous|vous|certifions)\b/i.test(text)).toBe(language === 'fr')
    // French high punctuation never stands alone at the start of a line.
    if (language === 'fr') expect(text).not.toMatch(/ [:;?!»]/)
  })
})

it('covers the nine occasions and uses every construct of the language', () => {
  expect(suppliedLetters.map(l => l.key)).toEqual([
    'absence',
    'lateness',
    'meeting',
    'results',
    'outing',
    'certificate',
    'payment',
    'welcome',
    'staff-meeting',
  ])
  const used = new Set(suppliedLetters.flatMap(l => types(l.document.en)))
  expect([...used]).toEqual(expect.arrayContaining(['mergeField', 'condition', 'table', 'bulletList', 'heading']))
})

it('has a letter for every list', () => {
  for (const kind of recipientKinds)
    expect(
      suppliedLetters.some(l => l.recipientKinds.includes(kind)),
      kind,
    ).toBe(true)
})

it('shows the warning of four half-days only from four on', () => {
  const [absence] = suppliedLetters
  const letter = compileLetter(absence!.document.en, { language: 'en', category: 'absences' })
  const text = (halfDays: number) =>
    renderLetter(letter, { ...sampleData('absences', 'en'), absences: { halfDays } }).text
  expect(text(3)).not.toContain('education authority')
  expect(text(4)).toContain('education authority')
})
