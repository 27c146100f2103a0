import type { Category } from '@mailroom/letter'
import { Extension } from '@tiptap/core'
import { Plugin } from '@tiptap/pm/state'
import { draggedField } from '../language/field-tree.tsx'
import { insertField } from './editor-commands.ts'

/**
 * A field dragged from the tree becomes what a click on it makes: a required one holds its recipient back, and a row's
 * field brings the repeat with it. The HTML that the browser would insert knows neither.
 */
export const FieldDrop = Extension.create<{ category: Category }>({
  name: 'fieldDrop',
  addOptions: () => ({ category: 'administration' }),
  addProseMirrorPlugins() {
    const { editor, options } = this
    return [
      new Plugin({
        props: {
          handleDrop: (view, event) => {
            const name = event.dataTransfer?.getData(draggedField)
            const place = view.posAtCoords({ left: event.clientX, top: event.clientY })
            if (!name || !place) return false
            editor.commands.setTextSelection(place.pos)
            insertField(editor, options.category, name)
            return true
          },
        },
      }),
    ]
  },
})
