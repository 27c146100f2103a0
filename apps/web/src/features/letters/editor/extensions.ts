import { type Category, textAlignments } from '@mailroom/letter'
import type { Extensions } from '@tiptap/core'
import { Placeholder } from '@tiptap/extension-placeholder'
import { TextAlign } from '@tiptap/extension-text-align'
import { StarterKit } from '@tiptap/starter-kit'
import { MergeField } from '../language/merge-field.ts'
import { Condition, Indent, LetterCell, LetterHeader, LetterImage, LetterRow, PageBreak, Repeat } from './blocks.ts'
import { FieldDrop } from './field-drop.ts'
import { FieldSuggest } from './field-suggest.ts'
import { LetterTable } from './letter-table.ts'

/**
 * The editor's schema is the letter language, node for node and mark for mark: what it makes can be rendered, and what
 * is stored comes back unchanged (see extensions.test.ts). Of TipTap's own extras (a link's title) `tidyDocument` stores
 * nothing.
 */
export const letterExtensions = (category: Category, placeholder: string): Extensions => [
  StarterKit.configure({
    blockquote: false,
    code: false,
    codeBlock: false,
    strike: false,
    link: {
      openOnClick: false,
      autolink: true,
      defaultProtocol: 'https',
      HTMLAttributes: { target: null, rel: null, class: null },
    },
    heading: { levels: [1, 2, 3] },
    // It would add an empty paragraph to every letter that ends in a condition.
    trailingNode: false,
    dropcursor: { class: 'drop-cursor', color: false },
  }),
  TextAlign.configure({ types: ['heading', 'paragraph'], alignments: [...textAlignments] }),
  Indent,
  LetterTable.configure({ resizable: false }),
  LetterRow,
  LetterHeader,
  LetterCell,
  LetterImage.configure({ allowBase64: true, inline: false }),
  MergeField.configure({ category }),
  Condition,
  Repeat,
  PageBreak,
  Placeholder.configure({ placeholder }),
  FieldSuggest,
  FieldDrop.configure({ category }),
]
