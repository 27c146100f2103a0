import { type Category, type Field, fieldCatalogue, findField } from '@mailroom/letter'
import type { Editor, JSONContent } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { NodeSelection } from '@tiptap/pm/state'

/** A node of ours that holds or is the selection. */
export interface Holder {
  type: 'condition' | 'repeat' | 'tableRow'
  position: number
  attrs: Record<string, unknown>
}

const isHolder = (node: Node): boolean =>
  node.type.name === 'condition' || node.type.name === 'repeat' || (node.type.name === 'tableRow' && node.attrs.repeat)

const holderOf = (node: Node, position: number): Holder => ({
  type: node.type.name as Holder['type'],
  position,
  attrs: node.attrs,
})

/** Conditions and repeats around the selection, innermost first; a selected one is the first of them. */
export function holdersOf(editor: Editor): Holder[] {
  const { selection } = editor.state
  const { $from } = selection
  const found: Holder[] = []
  if (selection instanceof NodeSelection && isHolder(selection.node))
    found.push(holderOf(selection.node, selection.from))
  for (let depth = $from.depth; depth > 0; depth--) {
    const node = $from.node(depth)
    if (isHolder(node)) found.push(holderOf(node, $from.before(depth)))
  }
  return found
}

/** The list whose rows the selection is written for. */
export function listAround(editor: Editor): string | undefined {
  const holder = holdersOf(editor).find(one => one.type !== 'condition')
  const name = holder?.attrs.list ?? holder?.attrs.repeat
  return typeof name === 'string' ? name : undefined
}

export interface SelectedChip {
  position: number
  attrs: { field: string; format: string | null; ifEmpty: 'blank' | 'write' | 'hold'; fallback: string | null }
}

export function selectedChip(editor: Editor): SelectedChip | null {
  const { selection } = editor.state
  if (!(selection instanceof NodeSelection) || selection.node.type.name !== 'mergeField') return null
  return { position: selection.from, attrs: selection.node.attrs as SelectedChip['attrs'] }
}

/** Attributes change in place, so that the selection, and with it the inspector, stays where it is. */
export function setAttrs(editor: Editor, position: number, attrs: Record<string, unknown>): void {
  editor
    .chain()
    .command(({ tr }) => {
      for (const [name, value] of Object.entries(attrs)) tr.setNodeAttribute(position, name, value)
      return true
    })
    .run()
}

/** A new chip: what the letter makes no sense without holds its recipient back from the start. */
const chipOf = (category: Category, name: string): JSONContent => ({
  type: 'mergeField',
  attrs: { field: name, ifEmpty: findField(category, name)?.field.required ? 'hold' : 'blank' },
})

/** Puts a chip at the cursor; a row's field outside its rows brings the repeat with it. */
export function insertField(
  editor: Editor,
  category: Category,
  name: string,
  over?: { from: number; to: number },
): void {
  const found = findField(category, name)
  const chip = chipOf(category, name)
  const outside = found?.list && found.list.name !== listAround(editor)
  const content: JSONContent = outside
    ? { type: 'repeat', attrs: { list: found.list?.name }, content: [{ type: 'paragraph', content: [chip] }] }
    : chip
  const chain = editor.chain().focus()
  if (over) chain.deleteRange(over)
  chain.insertContent(content).run()
}

/** Opens the list of fields at the cursor, as if `@` had been typed. */
export function askForField(editor: Editor): void {
  const { $to } = editor.state.selection
  const before = $to.parent.isTextblock ? $to.parent.textBetween(0, $to.parentOffset, undefined, 'x') : ''
  const blank = before === '' || /\s$/.test(before)
  editor
    .chain()
    .focus()
    .setTextSelection($to.pos)
    .insertContent(blank ? '@' : ' @')
    .run()
}

/** The field a new condition most likely asks for: the chip that is selected, else the first one of the paragraph. */
function likelyField(editor: Editor): string {
  const chip = selectedChip(editor)
  if (chip) return chip.attrs.field
  let name = 'student.givenName'
  let done = false
  editor.state.selection.$from.parent.descendants(node => {
    if (!done && node.type.name === 'mergeField') {
      name = String(node.attrs.field)
      done = true
    }
  })
  return name
}

export function wrapInCondition(editor: Editor): void {
  editor
    .chain()
    .focus()
    .wrapIn('condition', { field: likelyField(editor), operator: 'filled', value: null })
    .run()
}

/** In a table the row repeats, elsewhere the paragraphs. */
export function repeatFor(editor: Editor, list: string): void {
  const { $from } = editor.state.selection
  for (let depth = $from.depth; depth > 0; depth--) {
    if ($from.node(depth).type.name !== 'tableRow') continue
    setAttrs(editor, $from.before(depth), { repeat: list })
    editor.commands.focus()
    return
  }
  editor.chain().focus().wrapIn('repeat', { list }).run()
}

export function selectNode(editor: Editor, position: number): void {
  editor.chain().focus().setNodeSelection(position).scrollIntoView().run()
}

/** The block goes, its text stays; a repeated row becomes an ordinary one. */
export function unwrap(editor: Editor, holder: Holder): void {
  if (holder.type === 'tableRow') {
    setAttrs(editor, holder.position, { repeat: null })
    return
  }
  editor
    .chain()
    .focus()
    .command(({ tr, state }) => {
      const node = state.doc.nodeAt(holder.position)
      if (!node) return false
      tr.replaceWith(holder.position, holder.position + node.nodeSize, node.content)
      return true
    })
    .run()
}

export function removeBlock(editor: Editor, position: number): void {
  const node = editor.state.doc.nodeAt(position)
  if (node)
    editor
      .chain()
      .focus()
      .deleteRange({ from: position, to: position + node.nodeSize })
      .run()
}

/** The lists of a category that can be repeated. */
export const listsOf = (category: Category): Field[] =>
  fieldCatalogue(category)
    .flatMap(group => group.fields)
    .filter(field => field.items)

/** Fields that can be written or asked about at the cursor. */
export function fieldsAt(category: Category, list: string | undefined): Field[] {
  const all = fieldCatalogue(category).flatMap(group => group.fields)
  const rows = all.find(field => field.name === list)?.items ?? []
  return [...rows, ...all]
}
