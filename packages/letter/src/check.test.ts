import { describe, expect, it } from 'vitest'
import { checkDocument } from './check.ts'
import type { DocNode } from './document.ts'
import { isSafeImage, isSafeLink } from './safe-urls.ts'
import { nearest } from './suggest.ts'

const doc = (...content: unknown[]) => ({ type: 'doc', content })
const p = (...content: unknown[]) => ({ type: 'paragraph', content })
const text = (t: string, ...marks: unknown[]) => ({ type: 'text', text: t, ...(marks.length ? { marks } : {}) })
const chip = (field: unknown, extra = {}) => ({ type: 'mergeField', attrs: { field, ifEmpty: 'blank', ...extra } })
const codes = (d: unknown) => checkDocument(d, 'absences').map(x => x.code)

describe('checkDocument', () => {
  it('accepts a plain letter', () => {
    expect(checkDocument(doc(p(text('Hello {{ x }}'), chip('student.givenName'))), 'absences')).toEqual([])
  })
  it.each([
    null,
    undefined,
    1,
    'doc',
    [],
    {},
    { type: 'doc' },
    { type: 'paragraph', content: [] },
    doc(null),
    doc({ type: 'text' }),
    doc(p({ type: 'text', text: 5 })),
    doc(p('x')),
    { type: 'doc', content: [], attrs: [] },
    doc({ type: 'paragraph', content: {} }),
    doc(p(text('x', null))),
  ])('refuses malformed input %#', input => expect(codes(input)).toEqual(['not-a-document']))
  it('refuses nodes in the wrong place', () => {
    expect(codes(doc(text('loose')))).toEqual(['not-a-document'])
    expect(codes(doc({ type: 'tableRow', content: [] }))).toEqual(['not-a-document'])
    expect(codes(doc(p(p())))).toEqual(['not-a-document'])
    expect(codes(doc(doc()))).toEqual(['not-a-document'])
  })
  it('survives 5,000 nested elements and names the limit', () => {
    let node: DocNode = { type: 'paragraph' }
    for (let i = 0; i < 5000; i++)
      node = { type: 'condition', attrs: { field: 'today', operator: 'filled' }, content: [node] }
    expect(codes(doc(node))).toEqual(['too-deep'])
  })
  it('survives a cycle and deeply nested attributes', () => {
    const cycle: DocNode = { type: 'condition', attrs: { field: 'today' }, content: [] }
    cycle.content?.push(cycle)
    expect(codes(doc(cycle))).toEqual(['too-deep'])
    let attrs: Record<string, unknown> = {}
    for (let i = 0; i < 20_000; i++) attrs = { attrs }
    expect(codes(doc({ type: 'paragraph', attrs }))).toEqual(['too-large'])
  })
  it('refuses more than 500 kB', () => {
    expect(codes(doc(p(text('x'.repeat(500_001)))))).toEqual(['too-large'])
    expect(codes(doc(...Array.from({ length: 30_000 }, () => p(text('x')))))).toEqual(['too-large'])
  })
  it('asks “did you mean”', () => {
    const [problem] = checkDocument(doc(p(chip('student.givenname'))), 'absences')
    expect(problem).toMatchObject({
      code: 'unknown-field',
      path: 'content.0.content.0',
      suggestion: 'student.givenName',
    })
    expect(problem?.message.en).toContain('Did you mean “student.givenName”?')
    expect(problem?.message.fr).toContain('Vouliez-vous dire')
    expect(checkDocument(doc({ type: 'paragrph', content: [] }))[0]).toMatchObject({
      code: 'unknown-node',
      suggestion: 'paragraph',
    })
    expect(checkDocument(doc(p(text('x', { type: 'blod' }))))[0]).toMatchObject({
      code: 'unknown-mark',
      suggestion: 'bold',
    })
  })
  it.each([
    'constructor',
    '__proto__',
    'student.__proto__',
    'student.constructor.name',
    'toString',
    'meeting.date',
    '',
    5,
    null,
    'student',
    'student.givenName | upcase',
    'today }}{% raw %}',
  ])('does not know the field %s in absences', name => expect(codes(doc(p(chip(name))))).toEqual(['unknown-field']))
  it('keeps items inside their list, lists out of text, and repeats flat', () => {
    const repeat = (list: string, ...content: unknown[]) => ({ type: 'repeat', attrs: { list }, content })
    expect(codes(doc(repeat('absences.rows', p(chip('absences.rows.date')))))).toEqual([])
    expect(codes(doc(p(chip('absences.rows.date'))))).toEqual(['field-outside-repeat'])
    expect(codes(doc(repeat('lateness.rows', p(chip('absences.rows.date')))))).toEqual(['field-outside-repeat'])
    expect(codes(doc(p(chip('absences.rows'))))).toEqual(['not-a-list'])
    expect(codes(doc(repeat('student.givenName', p())))).toEqual(['not-a-list'])
    expect(codes(doc(repeat('absences.rows', repeat('lateness.rows', p()))))).toEqual(['nested-repeat'])
  })
  it('checks attributes', () => {
    expect(codes(doc(p(chip('today', { format: 'lnog' }))))).toEqual(['bad-attribute'])
    expect(codes(doc(p(chip('today', { ifEmpty: 'explode' }))))).toEqual(['bad-attribute'])
    expect(codes(doc(p(chip('today', { fallback: { a: 1 } }))))).toEqual(['bad-attribute'])
    expect(codes(doc({ type: 'heading', attrs: { level: 7 }, content: [] }))).toEqual(['bad-attribute'])
    expect(codes(doc({ type: 'paragraph', attrs: { textAlign: 'left;position:fixed' } }))).toEqual(['bad-attribute'])
    expect(codes(doc(p(text('a\u202eb'))))).toEqual(['control-character'])
    expect(codes(doc(p(text('\ud800'))))).toEqual(['control-character'])
  })
  it('refuses unsafe links and images', () => {
    expect(codes(doc(p(text('x', { type: 'link', attrs: { href: 'javascript:alert(1)' } }))))).toEqual(['unsafe-link'])
    expect(codes(doc({ type: 'image', attrs: { src: 'https://evil.example/p.png' } }))).toEqual(['unsafe-image'])
    expect(codes(doc({ type: 'image', attrs: { src: 'data:image/svg+xml;base64,AAAA' } }))).toEqual(['unsafe-image'])
  })
  it('stops at a hundred problems', () => {
    expect(
      checkDocument(doc(...Array.from({ length: 500 }, () => p(chip('nope')))), 'absences').length,
    ).toBeLessThanOrEqual(101)
  })
})

describe('addresses in letters', () => {
  it('knows safe links', () => {
    for (const good of ['https://a.example/x?y=1', 'http://a.example', 'mailto:a@b.example', 'tel:+33465712018'])
      expect(isSafeLink(good), good).toBe(true)
    for (const bad of [
      'javascript:alert(1)',
      'JaVaScRiPt:x',
      'java\nscript:x',
      ' javascript:x',
      'data:text/html,x',
      '//evil.example',
      '/x',
      'file:///etc/passwd',
      'vbscript:x',
      '',
      null,
      5,
    ])
      expect(isSafeLink(bad), String(bad)).toBe(false)
  })
  it('knows safe images', () => {
    for (const good of ['data:image/png;base64,iVBORw0KGgo=', 'cid:logo@mailroom', `/api/files/${'a'.repeat(64)}`])
      expect(isSafeImage(good), good).toBe(true)
    for (const bad of [
      'data:text/html;base64,AAAA',
      'http://x/y.png',
      '/api/files/../secret',
      '/api/files/abc',
      'cid:"><script>',
      undefined,
    ])
      expect(isSafeImage(bad), String(bad)).toBe(false)
  })
})

it('suggests only what is near', () => {
  expect(nearest('recipient.nmaes', ['recipient.names', 'today'])).toBe('recipient.names')
  expect(nearest('zzzzzzzzz', ['recipient.names', 'today'])).toBeUndefined()
})
