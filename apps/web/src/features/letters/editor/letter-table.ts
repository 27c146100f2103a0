import { mergeAttributes } from '@tiptap/core'
import { Table } from '@tiptap/extension-table'
import type { Node } from '@tiptap/pm/model'

/** Widths of the first row's cells as shares of the page, as the printer reads them; null where one has none. */
export function columnShares(table: Node): number[] | null {
  const widths: unknown[] = []
  table.firstChild?.forEach(cell => {
    const given: unknown = cell.attrs.colwidth
    for (let i = 0; i < Number(cell.attrs.colspan ?? 1); i++) widths.push(Array.isArray(given) ? given[i] : null)
  })
  const numbers = widths.filter((width): width is number => typeof width === 'number' && width > 0)
  if (numbers.length === 0 || numbers.length < widths.length) return null
  const sum = numbers.reduce((a, b) => a + b, 0)
  return numbers.map(width => width / sum)
}

/** TipTap draws columns in pixels; a page that is drawn to scale needs shares of its width. */
export const LetterTable = Table.extend({
  renderHTML: ({ HTMLAttributes }) => ['table', mergeAttributes(HTMLAttributes), ['tbody', 0]],
  addNodeView() {
    return ({ node }) => {
      const dom = document.createElement('table')
      const columns = document.createElement('colgroup')
      const contentDOM = document.createElement('tbody')
      dom.append(columns, contentDOM)
      const draw = (table: Node) => {
        const made = (columnShares(table) ?? []).map(share => {
          const column = document.createElement('col')
          column.style.width = `${(share * 100).toFixed(2)}%`
          return column
        })
        columns.replaceChildren(...made)
      }
      draw(node)
      return {
        dom,
        contentDOM,
        update: next => {
          if (next.type !== node.type) return false
          draw(next)
          return true
        },
        ignoreMutation: mutation => mutation.type !== 'selection' && columns.contains(mutation.target),
      }
    }
  },
})
