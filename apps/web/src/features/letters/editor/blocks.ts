import { nodeFacts } from '@mailroom/letter'
import { Extension, mergeAttributes, Node } from '@tiptap/core'
import { Image } from '@tiptap/extension-image'
import { TableCell, TableHeader, TableRow } from '@tiptap/extension-table'

/** An attribute as the letter language states it, carried through HTML (copy and paste) as `data-…`. */
const fromFacts = (node: string, html: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(html).map(([attr, name]) => [
      attr,
      {
        default: nodeFacts[node]?.attrs[attr]?.default ?? null,
        parseHTML: (element: HTMLElement) =>
          element.getAttribute(name) ?? nodeFacts[node]?.attrs[attr]?.default ?? null,
        renderHTML: (attrs: Record<string, unknown>) => (attrs[attr] === null ? {} : { [name]: attrs[attr] }),
      },
    ]),
  )

/** Shown only if its field answers. What it says stands beside the page, see margin-notes. */
export const Condition = Node.create({
  name: 'condition',
  group: 'block',
  content: nodeFacts.condition?.content ?? 'block+',
  defining: true,
  addAttributes: () =>
    fromFacts('condition', { field: 'data-condition', operator: 'data-operator', value: 'data-value' }),
  parseHTML: () => [{ tag: 'div[data-condition]' }],
  renderHTML: ({ HTMLAttributes }) => ['div', mergeAttributes(HTMLAttributes, { class: 'condition' }), 0],
})

/** Written once per row of its list. */
export const Repeat = Node.create({
  name: 'repeat',
  group: 'block',
  content: nodeFacts.repeat?.content ?? 'block+',
  defining: true,
  addAttributes: () => fromFacts('repeat', { list: 'data-repeat' }),
  parseHTML: () => [{ tag: 'div[data-repeat]' }],
  renderHTML: ({ HTMLAttributes }) => ['div', mergeAttributes(HTMLAttributes, { class: 'repeat' }), 0],
})

export const PageBreak = Node.create({
  name: 'pageBreak',
  group: 'block',
  atom: true,
  selectable: true,
  parseHTML: () => [{ tag: 'div[data-page-break]' }],
  renderHTML: () => ['div', { 'data-page-break': '', class: 'page-break' }],
})

/** A row that may be written once per item of a list. */
export const LetterRow = TableRow.extend({
  addAttributes: () => fromFacts('tableRow', { repeat: 'data-repeat-row' }),
})

/** The alignment of a cell is that of its paragraphs: the letter language has no other. */
function withoutAlign<Attributes extends object>(attributes: Attributes | undefined) {
  const { align: _, ...kept } = (attributes ?? {}) as Attributes & { align?: unknown }
  return kept
}
export const LetterCell = TableCell.extend({
  addAttributes() {
    return withoutAlign(this.parent?.())
  },
})
export const LetterHeader = TableHeader.extend({
  addAttributes() {
    return withoutAlign(this.parent?.())
  },
})

export const LetterImage = Image.extend({
  parseHTML: () => [{ tag: 'img[src^="data:image/"]' }],
})

/** `half`: the paragraph starts at the middle of the page, where signatures stand. */
export const Indent = Extension.create({
  name: 'indent',
  addGlobalAttributes: () => [
    {
      types: ['paragraph'],
      attributes: {
        indent: {
          default: null,
          parseHTML: (element: HTMLElement) => element.getAttribute('data-indent'),
          renderHTML: (attrs: Record<string, unknown>) =>
            attrs.indent === 'half' ? { 'data-indent': 'half', class: 'half' } : {},
        },
      },
    },
  ],
})
