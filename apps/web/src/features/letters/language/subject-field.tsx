import { type Category, subjectParts, subjectText } from '@mailroom/letter'
import { Popover } from '@mantine/core'
import { type Editor, type JSONContent, Node } from '@tiptap/core'
import Placeholder from '@tiptap/extension-placeholder'
import { EditorContent, useEditor } from '@tiptap/react'
import StarterKit from '@tiptap/starter-kit'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../../../components/icon-button.tsx'
import { FieldTree } from './field-tree.tsx'
import { MergeField } from './merge-field.ts'
import styles from './subject-field.module.css'

/** One line: a document of exactly one paragraph, so that Enter and pasted line breaks have nowhere to go. */
const OneLine = Node.create({ name: 'doc', topNode: true, content: 'paragraph' })

const toDocument = (template: string): JSONContent => ({
  type: 'doc',
  content: [
    {
      type: 'paragraph',
      content: subjectParts(template).map(part =>
        'text' in part
          ? { type: 'text', text: part.text }
          : { type: 'mergeField', attrs: { field: part.field, format: part.format ?? null } },
      ),
    },
  ],
})

const toTemplate = (editor: Editor): string =>
  subjectText(
    ((editor.getJSON() as JSONContent).content?.[0]?.content ?? []).map(node =>
      node.type === 'mergeField'
        ? {
            field: String(node.attrs?.field ?? ''),
            ...(node.attrs?.format ? { format: String(node.attrs.format) } : {}),
          }
        : { text: node.text ?? '' },
    ),
  )

interface SubjectFieldProps {
  id: string
  label: string
  category: Category
  value: string
  onChange: (template: string) => void
  placeholder?: string
  hint?: string
  /** Only these groups; all of the category if absent. */
  groups?: readonly string[]
}

/** A subject with chips, stored as `{{ field | format }}`. */
export function SubjectField({ id, label, category, value, onChange, placeholder, hint, groups }: SubjectFieldProps) {
  const { t } = useTranslation()
  const [opened, setOpened] = useState(false)
  const latest = useRef(onChange)
  latest.current = onChange
  const words = useRef(placeholder ?? '')
  words.current = placeholder ?? ''
  const extensions = useMemo(
    () => [
      OneLine,
      StarterKit.configure({
        document: false,
        blockquote: false,
        bold: false,
        bulletList: false,
        code: false,
        codeBlock: false,
        hardBreak: false,
        heading: false,
        horizontalRule: false,
        italic: false,
        link: false,
        listItem: false,
        listKeymap: false,
        orderedList: false,
        strike: false,
        trailingNode: false,
        underline: false,
      }),
      Placeholder.configure({ placeholder: () => words.current }),
      MergeField.configure({ category }),
    ],
    [category],
  )
  const editor = useEditor(
    {
      extensions,
      content: toDocument(value),
      editorProps: {
        attributes: { id, class: styles.input ?? '', role: 'textbox', 'aria-label': label, 'aria-multiline': 'false' },
        handleKeyDown: (_view, event) => event.key === 'Enter' && !event.ctrlKey && !event.metaKey,
        transformPastedText: text => text.replace(/\s*[\r\n]+\s*/g, ' '),
      },
      onUpdate: ({ editor: changed }) => latest.current(toTemplate(changed)),
    },
    [extensions, id],
  )
  // Written from outside (a restored draft): the field follows, the cursor of somebody typing is left alone.
  useEffect(() => {
    if (editor && !editor.isDestroyed && !editor.isFocused && toTemplate(editor) !== value)
      editor.commands.setContent(toDocument(value), { emitUpdate: false })
  }, [editor, value])
  const insert = (field: string) => {
    editor
      ?.chain()
      .focus()
      .insertContent([{ type: 'mergeField', attrs: { field } }])
      .run()
    setOpened(false)
  }
  return (
    <div>
      <span className={styles.label} aria-hidden="true">
        {label}
      </span>
      <div className={styles.box}>
        <EditorContent editor={editor} className={styles.editor} />
        <Popover opened={opened} onChange={setOpened} position="bottom-end" width={280} trapFocus>
          <Popover.Target>
            <IconButton
              icon="at"
              size="sm"
              label={t('dispatch.compose.insert')}
              aria-haspopup="dialog"
              aria-expanded={opened}
              onClick={() => setOpened(!opened)}
            />
          </Popover.Target>
          <Popover.Dropdown>
            <FieldTree category={category} single groups={groups} onPick={insert} />
          </Popover.Dropdown>
        </Popover>
      </div>
      {hint && <p className={styles.hint}>{hint}</p>}
    </div>
  )
}
