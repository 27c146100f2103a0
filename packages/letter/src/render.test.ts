import { describe, expect, it } from 'vitest'
import { sampleData } from './catalogue.ts'
import { compileLetter } from './compile.ts'
import type { DocNode } from './document.ts'
import { maxRows } from './engine.ts'
import type { LetterData } from './fields.ts'
import { letterData } from './letter-data.ts'
import { previewLetter, renderLetter } from './render.ts'
import { LetterError } from './types.ts'

const doc = (...content: DocNode[]) => ({ type: 'doc', content })
const text = (t: string, ...marks: { type: string; attrs?: Record<string, unknown> }[]): DocNode => ({
  type: 'text',
  text: t,
  marks,
})
const p = (...content: DocNode[]): DocNode => ({ type: 'paragraph', content })
const chip = (field: string, extra: Record<string, unknown> = {}): DocNode => ({
  type: 'mergeField',
  attrs: { field, ifEmpty: 'blank', ...extra },
})
const condition = (field: string, operator: string, value: string | null, ...content: DocNode[]): DocNode => ({
  type: 'condition',
  attrs: { field, operator, value },
  content,
})
const options = { language: 'en', category: 'absences' } as const

function render(content: DocNode[], data: LetterData, mark = false) {
  return renderLetter(compileLetter(doc(...content), options), data, { mark })
}

describe('escaping', () => {
  it('writes what users type as text, Liquid too', () => {
    const typed = '{{ student.givenName }} {% raw %}{% endraw %} <script>alert(1)</script> & "q" {{% }}'
    const { html, text: plain } = render([p(text(typed))], sampleData('absences', 'en'))
    expect(html).not.toContain('<script')
    expect(html).not.toContain('Arthur')
    expect(plain).toBe(typed)
  })
  it('writes values as text, without control characters and bidi overrides', () => {
    const { html, text: plain } = render([p(chip('student.givenName'))], {
      student: { givenName: '<script>x</script>{{ today }}\u0000\u202e"\'' },
    })
    expect(html).toBe('<p>&lt;script&gt;x&lt;/script&gt;{{ today }}&quot;&#39;</p>')
    expect(plain).toBe('<script>x</script>{{ today }}"\'')
  })
  it('escapes fallbacks, links and image texts', () => {
    const link = text('x', { type: 'link', attrs: { href: 'https://a.example/?a="><script>&b={{today}}' } })
    const image: DocNode = { type: 'image', attrs: { src: 'cid:logo', alt: '"><script>{{ today }}' } }
    const { html } = render(
      [p(chip('student.surname', { ifEmpty: 'write', fallback: '<b>{{ today }}' }), link), image],
      { today: '2026-01-01' },
    )
    expect(html).not.toMatch(/<script|<b>|2026/)
    expect(html).toContain('href="https://a.example/?a=&quot;&gt;&lt;script&gt;&amp;b=&#123;&#123;today&#125;&#125;"')
  })
  it('never reads inherited properties', () => {
    const { missing } = render([p(chip('student.givenName'))], {
      student: Object.create({ givenName: 'Eve' }) as LetterData,
    })
    expect(missing).toHaveLength(1)
    const forged = JSON.parse('{"__proto__":{"student":{"givenName":"Eve"}}}') as LetterData
    expect(render([p(chip('student.givenName'))], forged).missing).toHaveLength(1)
  })
  it.each(['constructor', '__proto__', 'student.__proto__.x', 'meeting.date', 'today }}{{ student.surname'])(
    'throws for %s',
    field => {
      expect(() => compileLetter(doc(p(chip(field))), options)).toThrow(LetterError)
    },
  )
})

describe('missing values', () => {
  const content = [
    p(text('A '), chip('student.givenName'), chip('student.givenName')),
    p(chip('absences.replyBy', { ifEmpty: 'write', fallback: 'within eight days' })),
    p(chip('student.surname', { ifEmpty: 'hold' })),
  ]
  it('are counted, written over or held', () => {
    const { html, missing, held } = render(content, {})
    expect(html).toBe('<p>A </p><p>within eight days</p>')
    expect(missing).toEqual([
      { field: 'student.givenName', label: 'First name', ifEmpty: 'blank', times: 2 },
      { field: 'absences.replyBy', label: 'Reply by', ifEmpty: 'write', fallback: 'within eight days', times: 1 },
      { field: 'student.surname', label: 'Last name', ifEmpty: 'hold', times: 1 },
    ])
    expect(held.map(h => h.field)).toEqual(['student.surname'])
  })
  it('are shown in place in a preview', () => {
    const { html } = render(content, {}, true)
    expect(html).toContain('<span class="mf mf-empty" data-field="student.givenName">First name</span>')
    expect(html).toContain('<span class="mf mf-fallback" data-field="absences.replyBy">within eight days</span>')
    expect(html).toContain('<span class="mf mf-empty mf-hold" data-field="student.surname">Last name</span>')
  })
  it('leave nothing when everything is there', () => {
    const { missing, held, html, fieldsUsed } = render(content, sampleData('absences', 'en'), true)
    expect([missing, held]).toEqual([[], []])
    expect(html).toContain('<span class="mf" data-field="student.surname">Whitcombe</span>')
    expect(fieldsUsed).toEqual(['student.givenName', 'absences.replyBy', 'student.surname'])
  })
  it('an unknown field is shown and holds in a preview, but does not compile', () => {
    const { html, held } = previewLetter(doc(p(chip('meeting.dat<e'))), {}, options)
    expect(html).toContain('data-field="meeting.dat&lt;e">meeting.dat&lt;e</span>')
    expect(held).toEqual([{ field: 'meeting.dat<e', label: 'meeting.dat<e', ifEmpty: 'hold', unknown: true, times: 1 }])
    expect(() => previewLetter(doc({ type: 'script' }), {}, options)).toThrow(LetterError)
  })
})

describe('conditions', () => {
  const shown = (field: string, operator: string, value: string | null, data: LetterData) =>
    render([condition(field, operator, value, p(text('yes')))], data).conditionsShown[0]
  const half = (n: unknown): LetterData => ({ absences: { halfDays: n as number } })
  it.each([
    ['at-least', '4', half(4), true],
    ['at-least', '4', half('3,5'), false],
    ['at-least', '4', half(null), false],
    ['at-most', '4', half(undefined), false],
    ['at-most', '4', half(0), true],
    ['is', '4', half('4.0'), true],
    ['is-not', '4', half(null), true],
    ['filled', null, half(0), true],
    ['empty', null, half(''), true],
    ['at-least', 'many', half(4), false],
  ] as const)('%s %s %#', (operator, value, data, expected) => {
    expect(shown('absences.halfDays', operator, value, data)).toBe(expected)
  })
  it('compares text, days, and lengths of lists', () => {
    expect(shown('student.className', 'is', ' 4b', { student: { className: '4B' } })).toBe(true)
    expect(shown('absences.replyBy', 'at-most', '2026-12-04', { absences: { replyBy: '2026-11-30' } })).toBe(true)
    expect(shown('absences.replyBy', 'is', '2026-12-04', { absences: { replyBy: '2026-12-05' } })).toBe(false)
    expect(shown('absences.rows', 'at-least', '2', sampleData('absences', 'en'))).toBe(true)
    expect(shown('absences.rows', 'filled', null, { absences: { rows: [] } })).toBe(false)
    expect(shown('student.givenNames', 'is', 'rose', sampleData('absences', 'en'))).toBe(true)
  })
  it('nests, and counts no chip of a hidden block', () => {
    const inner = condition('student.surname', 'empty', null, p(text('inner'), chip('student.className')))
    const { html, missing, conditionsShown } = render(
      [condition('student.givenName', 'filled', null, inner, p(text('after')))],
      { student: { givenName: 'A', surname: 'B' } },
    )
    expect(html).toBe('<p>after</p>')
    expect(missing).toEqual([])
    expect(conditionsShown).toEqual([true, false])
  })
})

describe('repeats', () => {
  const row = (field: string): DocNode => ({ type: 'tableCell', content: [p(chip(field))] })
  const head: DocNode = { type: 'tableRow', content: [{ type: 'tableHeader', content: [p(text('Date'))] }] }
  const table: DocNode = {
    type: 'table',
    content: [head, { type: 'tableRow', attrs: { repeat: 'absences.rows' }, content: [row('absences.rows.date')] }],
  }
  it('writes one row per item, with a head that screen readers understand', () => {
    const { html, text: plain, rowsWritten } = render([table], sampleData('absences', 'en'))
    expect(html).toContain('<thead><tr><th scope="col">Date</th></tr></thead><tbody><tr><td>')
    expect(html.match(/<tr>/g)).toHaveLength(3)
    expect(rowsWritten).toEqual([2])
    expect(plain.split('\n')).toHaveLength(3)
  })
  it('counts each row without value and ignores rows that are none', () => {
    const { missing, rowsWritten } = render([table], {
      absences: { rows: [{ date: '' }, {}, { date: '2026-01-05' }, 'x', null] as never },
    })
    expect(rowsWritten).toEqual([3])
    expect(missing).toMatchObject([{ field: 'absences.rows.date', times: 2 }])
  })
  it('evaluates conditions per row', () => {
    const block: DocNode = {
      type: 'repeat',
      attrs: { list: 'absences.rows' },
      content: [condition('absences.rows.reason', 'is', 'Ill', p(chip('absences.rows.lesson')))],
    }
    expect(render([block], sampleData('absences', 'en')).html).toBe('<p>Maths</p>')
  })
  it('stops bombs', () => {
    const rows = Array.from({ length: maxRows + 1 }, () => ({ date: '2026-01-05' }))
    expect(() => render([table], { absences: { rows } })).toThrow(
      expect.objectContaining({ code: 'LETTER_TOO_COMPLEX' }),
    )
    const big: DocNode = {
      type: 'repeat',
      attrs: { list: 'absences.rows' },
      content: Array.from({ length: 400 }, () => p(text('x'.repeat(1000)))),
    }
    const full = { absences: { rows: rows.slice(0, maxRows) } }
    const start = performance.now()
    expect(() => render([big], full)).toThrow(expect.objectContaining({ code: 'LETTER_TOO_COMPLEX' }))
    expect(performance.now() - start).toBeLessThan(5000)
  })
})

describe('the result', () => {
  it('is the same for the same input, and letters do not disturb each other', () => {
    const letter = compileLetter(
      doc(p(chip('student.givenName'), text(' '), chip('student.fullName', { format: 'surname-upper' }))),
      options,
    )
    const data = sampleData('absences', 'en')
    const frozen = JSON.stringify(data)
    const first = renderLetter(letter, data)
    renderLetter(letter, {})
    expect(renderLetter(letter, data)).toEqual(first)
    expect(first.text).toBe('Arthur Arthur WHITCOMBE')
    expect(JSON.stringify(data)).toBe(frozen)
    expect(() => renderLetter({ ...letter }, data)).toThrow(TypeError)
  })
  it('becomes readable text', () => {
    const li = (...content: DocNode[]): DocNode => ({ type: 'listItem', content })
    const { text: plain } = render(
      [
        { type: 'heading', attrs: { level: 1 }, content: [text('Title')] },
        {
          type: 'bulletList',
          content: [
            li(p(text('one')), {
              type: 'orderedList',
              attrs: { start: 3 },
              content: [li(p(text('deep'))), li(p(text('deeper')))],
            }),
            li(p(text('two'))),
          ],
        },
        p(
          text('site', { type: 'link', attrs: { href: 'https://a.example' } }),
          { type: 'hardBreak' },
          text('a@b.example', { type: 'link', attrs: { href: 'mailto:a@b.example' } }),
        ),
        { type: 'horizontalRule' },
        { type: 'pageBreak' },
      ],
      {},
    )
    expect(plain).toBe('Title\n\n- one\n  3. deep\n  4. deeper\n- two\n\nsite (https://a.example)\na@b.example\n\n---')
  })
  it('comes from directory data alone through letterData', () => {
    const data = letterData({
      language: 'fr', recipients: [{ title: 'mrs', givenName: 'Claire', surname: 'Lefèvre' }], recipientKind: 'guardian',
      address: { lines: ['8 rue Neuve'], postcode: '69003', city: 'Lyon' }, students: [{ givenName: 'Lina', surname: 'Lefèvre', pronouns: 'she' }, { givenName: 'Adam', surname: 'Lefèvre' }],
      school: { name: 'Lycée' }, today: '2026-11-23', asked: { 'absences.halfDays': 3, 'student.surname': 'Forged', '__proto__.polluted': 'x' },
    }) // biome-ignore format: one recipient
    const letter = compileLetter(
      doc(
        p(
          chip('recipient.greeting'),
          text(' '),
          chip('student.fullName'),
          text(' '),
          chip('student.givenNames', { format: 'of' }),
          text(' '),
          chip('absences.halfDays'),
        ),
      ),
      { language: 'fr', category: 'absences' },
    )
    expect(renderLetter(letter, data).text.replaceAll('\u00a0', ' ')).toBe(
      'Madame Lina Lefèvre de Lina et d’Adam 3 demi-journées',
    )
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })
})
