import type { LetterDocument } from '@mailroom/contract'
import { type DocNode, markFacts, nodeFacts } from '@mailroom/letter'

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

/** Attributes without those that only repeat the default, in the order of the facts. */
function tidyAttrs(
  attrs: Record<string, unknown> | undefined,
  facts: Record<string, { default?: unknown }> | undefined,
) {
  const kept = Object.entries(facts ?? {}).flatMap(([name, fact]) =>
    same(attrs?.[name], fact.default) ? [] : [[name, attrs?.[name]] as const],
  )
  return kept.length > 0 ? { attrs: Object.fromEntries(kept) } : {}
}

function tidyNode(node: DocNode): DocNode {
  return {
    type: node.type,
    ...tidyAttrs(node.attrs, nodeFacts[node.type]?.attrs),
    ...(node.marks && node.marks.length > 0
      ? { marks: node.marks.map(mark => ({ type: mark.type, ...tidyAttrs(mark.attrs, markFacts[mark.type]?.attrs) })) }
      : {}),
    ...(node.text === undefined ? {} : { text: node.text }),
    ...(node.content && node.content.length > 0 ? { content: node.content.map(tidyNode) } : {}),
  }
}

/**
 * A document in one spelling: defaults left out. ProseMirror writes every attribute of every node, the supplied letters
 * only some; without this an untouched letter would look changed.
 */
export const tidyDocument = (document: unknown): LetterDocument => {
  const { content = [], ...root } = tidyNode(document as DocNode)
  return { ...root, type: 'doc', content } as LetterDocument
}
