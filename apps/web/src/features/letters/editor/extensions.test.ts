import { categories, checkDocument, type DocNode, markFacts, nodeFacts } from '@mailroom/letter'
import { suppliedLetters } from '@mailroom/letter/supplied'
import { getSchema } from '@tiptap/core'
import { describe, expect, it } from 'vitest'
import { letterExtensions } from './extensions.ts'
import { tidyDocument } from './tidy-document.ts'

const schema = getSchema(letterExtensions('absences', ''))
const documents = suppliedLetters.flatMap(letter =>
  (['en', 'fr'] as const).map(language => {
    const document = letter.document[language]
    return { name: `${letter.key} ${language}`, category: letter.category, document }
  }),
)
const through = (document: unknown): unknown => {
  const node = schema.nodeFromJSON(document)
  node.check()
  return node.toJSON()
}

describe('the schema of the editor', () => {
  it('has exactly the nodes and marks of the letter language', () => {
    expect(Object.keys(schema.nodes).sort()).toEqual(Object.keys(nodeFacts).sort())
    expect(Object.keys(schema.marks).sort()).toEqual(Object.keys(markFacts).sort())
  })
  it('gives them exactly their attributes', () => {
    for (const [name, fact] of Object.entries(nodeFacts))
      expect(Object.keys(schema.nodes[name]?.spec.attrs ?? {}).sort(), name).toEqual(Object.keys(fact.attrs).sort())
    for (const [name, fact] of Object.entries(markFacts))
      expect(Object.keys(schema.marks[name]?.spec.attrs ?? {}), name).toEqual(
        expect.arrayContaining(Object.keys(fact.attrs)),
      )
  })
})

describe('the supplied letters', () => {
  it('are eighteen', () => expect(documents).toHaveLength(18))
  for (const { name, category, document } of documents) {
    it(`come back unchanged: ${name}`, () => {
      const back = through(document)
      expect(tidyDocument(back)).toEqual(tidyDocument(document))
      // Nothing is lost on the way: what `tidyDocument` leaves out is a default on both sides.
      expect(withDefaults(back as DocNode)).toEqual(withDefaults(document))
      expect(checkDocument(back, category)).toEqual([])
    })
  }
})

describe('every node of the language', () => {
  const p = (text: string) => ({ type: 'paragraph', content: [{ type: 'text', text }] })
  const everything = {
    type: 'doc',
    content: [
      { type: 'heading', attrs: { level: 2, textAlign: 'center' }, content: [{ type: 'text', text: 'Title' }] },
      { type: 'paragraph', attrs: { indent: 'half', textAlign: 'right' } },
      { type: 'orderedList', attrs: { start: 3 }, content: [{ type: 'listItem', content: [p('one')] }] },
      { type: 'bulletList', content: [{ type: 'listItem', content: [p('one')] }] },
      { type: 'image', attrs: { src: 'data:image/png;base64,AAAA', alt: 'Plan', width: 120 } },
      { type: 'horizontalRule' },
      { type: 'pageBreak' },
      { type: 'repeat', attrs: { list: 'absences.rows' }, content: [p('row')] },
      { type: 'condition', attrs: { field: 'absences.halfDays', operator: 'at-least', value: '4' }, content: [p('x')] },
      {
        type: 'paragraph',
        content: [
          { type: 'text', text: 'a', marks: [{ type: 'link', attrs: { href: 'https://tilleuls.example' } }] },
          { type: 'hardBreak' },
          { type: 'mergeField', attrs: { field: 'student.givenName', ifEmpty: 'write', fallback: 'x', format: 'of' } },
        ],
      },
    ],
  }
  it('comes back unchanged', () => expect(tidyDocument(through(everything))).toEqual(tidyDocument(everything)))
  it('is sound', () =>
    expect(categories.flatMap(c => (c === 'absences' ? checkDocument(everything, c) : []))).toEqual([]))
})

/** Every attribute of the facts written out. */
function withDefaults(node: DocNode): DocNode {
  const facts = Object.entries(nodeFacts[node.type]?.attrs ?? {})
  return {
    type: node.type,
    attrs: Object.fromEntries(facts.map(([name, fact]) => [name, node.attrs?.[name] ?? fact.default ?? null])),
    marks: (node.marks ?? []).map(mark => ({ type: mark.type, attrs: {} })),
    content: (node.content ?? []).map(withDefaults),
    ...(node.text === undefined ? {} : { text: node.text }),
  }
}
