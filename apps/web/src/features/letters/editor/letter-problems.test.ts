import type { DocNode } from '@mailroom/letter'
import { suppliedLetters } from '@mailroom/letter/supplied'
import { getSchema } from '@tiptap/core'
import { describe, expect, it } from 'vitest'
import { letterExtensions } from './extensions.ts'
import { positionOf, problemsOf, usesOf } from './letter-problems.ts'

const schema = getSchema(letterExtensions('absences', ''))

describe('positionOf', () => {
  it('finds every node of every supplied letter by its path', () => {
    for (const letter of suppliedLetters) {
      const doc = schema.nodeFromJSON(letter.document.en)
      const walk = (node: DocNode, path: string) => {
        if (path) expect(doc.nodeAt(positionOf(doc, path) ?? -1)?.type.name).toBe(node.type)
        for (const [i, child] of (node.content ?? []).entries())
          walk(child, path ? `${path}.content.${i}` : `content.${i}`)
      }
      walk(letter.document.en, '')
    }
  })
  it('answers null for a path that is not there', () => {
    const doc = schema.nodeFromJSON({ type: 'doc', content: [{ type: 'paragraph' }] })
    expect(positionOf(doc, 'content.4')).toBeNull()
  })
})

describe('problemsOf and usesOf', () => {
  const chip = { type: 'mergeField', attrs: { field: 'student.givnName' } }
  const document = { type: 'doc' as const, content: [{ type: 'paragraph', content: [chip, chip] }] }
  it('names the language, the place and the field that was meant', () => {
    const found = problemsOf({ fr: { subject: 'Absences', document } }, 'absences')
    expect(found[0]).toMatchObject({ language: 'fr', part: 'document', suggestion: 'student.givenName' })
    expect(found[0]?.path).toBe('content.0.content.0')
  })
  it('counts the chips', () => expect(usesOf(document).get('student.givnName')).toBe(2))
})
