import { type Category, findField } from '@mailroom/letter'
import { mergeAttributes, Node } from '@tiptap/core'
import { currentLanguage } from '../../../lib/i18n/i18n.ts'

export interface MergeFieldOptions {
  category: Category
}

/** The chip's word: the field's label in the language of the interface; an unknown name as it stands. */
export function fieldLabel(category: Category, name: string): string {
  return findField(category, name)?.field.label[currentLanguage()] ?? name
}

/** A merge field as a chip inside the text. What it writes for whom is the letter package's business. */
export const MergeField = Node.create<MergeFieldOptions>({
  name: 'mergeField',
  group: 'inline',
  inline: true,
  atom: true,
  selectable: true,
  draggable: true,
  addOptions: () => ({ category: 'administration' }),
  addAttributes: () => ({
    field: {
      default: '',
      parseHTML: element => element.getAttribute('data-field') ?? '',
      renderHTML: attrs => ({ 'data-field': attrs.field }),
    },
    format: {
      default: null,
      parseHTML: element => element.getAttribute('data-format'),
      renderHTML: attrs => ({ 'data-format': attrs.format }),
    },
    ifEmpty: {
      default: 'blank',
      parseHTML: element => element.getAttribute('data-if-empty') ?? 'blank',
      renderHTML: attrs => ({ 'data-if-empty': attrs.ifEmpty }),
    },
    fallback: {
      default: null,
      parseHTML: element => element.getAttribute('data-fallback'),
      renderHTML: attrs => ({ 'data-fallback': attrs.fallback }),
    },
  }),
  parseHTML: () => [{ tag: 'span[data-field]' }],
  renderHTML({ node, HTMLAttributes }) {
    return [
      'span',
      mergeAttributes(HTMLAttributes, { class: 'chip' }),
      fieldLabel(this.options.category, node.attrs.field),
    ]
  },
  renderText({ node }) {
    return `{{ ${node.attrs.field}${node.attrs.format ? ` | ${node.attrs.format}` : ''} }}`
  },
  addNodeView() {
    return ({ node }) => {
      const dom = document.createElement('span')
      dom.className = 'chip'
      dom.contentEditable = 'false'
      const draw = (name: string) => {
        dom.textContent = fieldLabel(this.options.category, name)
        dom.dataset.unknown = findField(this.options.category, name) ? 'false' : 'true'
      }
      draw(node.attrs.field)
      return {
        dom,
        update: next => {
          if (next.type !== node.type) return false
          draw(next.attrs.field)
          return true
        },
        ignoreMutation: () => true,
      }
    }
  },
})
