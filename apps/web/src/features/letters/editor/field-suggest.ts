import { Extension } from '@tiptap/core'
import { type EditorState, Plugin, PluginKey } from '@tiptap/pm/state'

/** What is being typed after `@` or `{`, and where it stands. */
export interface Asked {
  query: string
  from: number
  to: number
}

interface SuggestState {
  asked: Asked | null
  /** Escape closes the list for this one `@`; a new one opens it again. */
  closedAt: number | null
}

export const suggestKey = new PluginKey<SuggestState>('fieldSuggest')
/** The list of fields answers keys while it is open; it puts its handler here. */
export interface SuggestStorage {
  onKey: ((event: KeyboardEvent) => boolean) | null
}

declare module '@tiptap/core' {
  interface Storage {
    fieldSuggest: SuggestStorage
  }
}

/** `@` after a blank or an opening bracket (never inside an e-mail address), or `{` anywhere. */
const trigger = /(?:(?:^|[\s(«“"'’])@|\{)\{?([\p{L}\p{N}]?[\p{L}\p{N} ,’'-]{0,23})$/u

function askedIn(state: EditorState): Asked | null {
  const { $from, empty } = state.selection
  if (!empty || !$from.parent.isTextblock) return null
  // A chip counts as one character that no query contains.
  const before = $from.parent.textBetween(0, $from.parentOffset, undefined, '\ufffc')
  const match = trigger.exec(before)
  if (!match) return null
  const typed = /^[^@{]/.test(match[0]) ? match[0].slice(1) : match[0]
  return { query: (match[1] ?? '').trim(), from: $from.pos - typed.length, to: $from.pos }
}

export const FieldSuggest = Extension.create<object, SuggestStorage>({
  name: 'fieldSuggest',
  addStorage: () => ({ onKey: null }),
  addProseMirrorPlugins() {
    const { storage } = this
    return [
      new Plugin<SuggestState>({
        key: suggestKey,
        state: {
          init: () => ({ asked: null, closedAt: null }),
          apply: (transaction, before, _old, state) => {
            const closed: unknown = transaction.getMeta(suggestKey)
            const found = askedIn(state)
            const closedAt = closed === 'close' ? (before.asked?.from ?? null) : found ? before.closedAt : null
            // Only typing opens the list: a click behind an old "@" does not.
            const open = before.asked !== null || transaction.docChanged
            return { asked: found && open && found.from !== closedAt ? found : null, closedAt }
          },
        },
        props: {
          handleKeyDown: (view, event) =>
            suggestKey.getState(view.state)?.asked ? (storage.onKey?.(event) ?? false) : false,
        },
      }),
    ]
  },
})
