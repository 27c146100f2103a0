import { type DocNode, maxDepth, maxDocumentSize, nodeFacts } from './document.ts'
import type { Problem } from './types.ts'

function one(code: Problem['code'], path: string, en: string, fr: string): Problem[] {
  return [{ code, path, message: { en, fr } }]
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The parts of a node that TypeScript would have checked. */
function isNode(value: unknown): value is DocNode {
  if (!isRecord(value) || typeof value.type !== 'string') return false
  if (value.type === 'text' ? typeof value.text !== 'string' : value.text !== undefined) return false
  if (value.attrs !== undefined && value.attrs !== null && !isRecord(value.attrs)) return false
  if (value.content !== undefined && !Array.isArray(value.content)) return false
  const marks = value.marks
  return marks === undefined || (Array.isArray(marks) && marks.every(m => isRecord(m) && typeof m.type === 'string'))
}

/** What may stand in what, by the groups of `nodeFacts`; a document from the editor cannot break this, a forged one can. */
function mayContain(parent: DocNode, child: DocNode): boolean {
  const rule = Object.hasOwn(nodeFacts, parent.type) ? nodeFacts[parent.type] : undefined
  const fact = Object.hasOwn(nodeFacts, child.type) ? nodeFacts[child.type] : undefined
  if (!rule || !fact) return true // reported as unknown later
  if (!rule.content || fact.group === 'root') return false
  if (fact.group === 'inline') return rule.content.includes('inline')
  if (fact.group === 'block') return rule.content.includes('block')
  return rule.content.includes(child.type)
}

const tooLarge = () =>
  one(
    'too-large',
    '',
    'The letter is larger than 500 kB; use stored images.',
    'La lettre dépasse 500 ko ; utilisez des images enregistrées.',
  )

function textSize(node: DocNode): number {
  // Attributes and marks are flat and short; stringify cannot recurse deep on them unless forged, hence the guard.
  try {
    return (node.text?.length ?? 0) + JSON.stringify([node.type, node.attrs ?? null, node.marks ?? null]).length
  } catch {
    return maxDocumentSize + 1
  }
}

/**
 * Depth, size and structure, by an explicit stack: 5,000 nested tags must give a sentence, not a stack overflow.
 * Returns at most one problem.
 */
export function checkShape(doc: unknown): Problem[] {
  if (!isNode(doc) || doc.type !== 'doc' || !Array.isArray(doc.content)) {
    return one('not-a-document', '', 'This is not a letter.', 'Ceci n’est pas une lettre.')
  }
  let size = 0
  const stack: { node: DocNode; depth: number; path: string }[] = [{ node: doc, depth: 0, path: '' }]
  for (let top = stack.pop(); top; top = stack.pop()) {
    const { node, depth, path } = top
    size += textSize(node)
    if (size > maxDocumentSize) return tooLarge()
    if (depth > maxDepth) {
      return one(
        'too-deep',
        path,
        `The letter is nested more than ${maxDepth} levels deep.`,
        `La lettre a plus de ${maxDepth} niveaux d’imbrication.`,
      )
    }
    for (const [i, child] of (node.content ?? []).entries()) {
      const at = path ? `${path}.content.${i}` : `content.${i}`
      if (!isNode(child))
        return one(
          'not-a-document',
          at,
          'An element of the letter is malformed.',
          'Un élément de la lettre est malformé.',
        )
      if (!mayContain(node, child)) {
        return one(
          'not-a-document',
          at,
          `“${child.type.slice(0, 60)}” cannot stand in “${node.type.slice(0, 60)}”.`,
          `« ${child.type.slice(0, 60)} » ne peut pas être dans « ${node.type.slice(0, 60)} ».`,
        )
      }
      stack.push({ node: child, depth: depth + 1, path: at })
    }
  }
  return []
}
