import type { LetterContents } from '@mailroom/contract'
import { type Category, checkDocument, checkSubject, type DocNode, type Problem } from '@mailroom/letter'
import type { Node } from '@tiptap/pm/model'
import { type Language, languages } from '../letter-words.ts'

export interface LetterProblem extends Problem {
  language: Language
  part: 'document' | 'subject'
}

/** Everything that keeps the letter from being saved, in both languages. */
export function problemsOf(contents: LetterContents, category: Category): LetterProblem[] {
  return languages.flatMap(language => {
    const variant = contents[language]
    if (!variant) return []
    return [
      ...checkSubject(variant.subject, category).map(problem => ({ ...problem, language, part: 'subject' as const })),
      ...checkDocument(variant.document, category).map(problem => ({
        ...problem,
        language,
        part: 'document' as const,
      })),
    ]
  })
}

/** Where a problem's node stands in the editor: `content.3.content.0` as a position. */
export function positionOf(doc: Node, path: string): number | null {
  const indexes = path
    .split('.')
    .filter(part => part !== 'content' && part !== '')
    .map(Number)
  let node = doc
  let position = 0
  for (const [depth, index] of indexes.entries()) {
    if (index >= node.childCount) return null
    if (depth > 0) position += 1
    for (let i = 0; i < index; i++) position += node.child(i).nodeSize
    node = node.child(index)
  }
  return position
}

/** How often each field is used in a document: chips, conditions and repeats. */
export function usesOf(document: unknown): Map<string, number> {
  const uses = new Map<string, number>()
  const walk = (node: DocNode) => {
    const name = node.attrs?.field ?? node.attrs?.list ?? node.attrs?.repeat
    if (typeof name === 'string' && name !== '') uses.set(name, (uses.get(name) ?? 0) + 1)
    node.content?.forEach(walk)
  }
  walk(document as DocNode)
  return uses
}
