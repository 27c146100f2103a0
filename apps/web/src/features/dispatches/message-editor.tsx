import { isSafeLink } from '@mailroom/letter'
import { Button, Popover } from '@mantine/core'
import Placeholder from '@tiptap/extension-placeholder'
import { type Editor, EditorContent, useEditor, useEditorState } from '@tiptap/react'
import StarterKit from '@tiptap/starter-kit'
import { type FormEvent, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TextField } from '../../components/form/field.tsx'
import type { IconName } from '../../components/icon.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import styles from './compose.module.css'

interface MessageEditorProps {
  label: string
  value: string
  placeholder: string
  onChange: (html: string) => void
  onSend: () => void
}

/** The message of an e-mail: paragraphs, lists, links, three kinds of emphasis. Anything more would not survive mail programs. */
export function MessageEditor({ label, value, placeholder, onChange, onSend }: MessageEditorProps) {
  const latest = useRef({ onChange, onSend, placeholder })
  latest.current = { onChange, onSend, placeholder }
  const extensions = useMemo(
    () => [
      StarterKit.configure({
        blockquote: false,
        code: false,
        codeBlock: false,
        heading: false,
        horizontalRule: false,
        strike: false,
        trailingNode: false,
        link: { openOnClick: false, isAllowedUri: url => isSafeLink(url) },
      }),
      Placeholder.configure({ placeholder: () => latest.current.placeholder }),
    ],
    [],
  )
  const editor = useEditor({
    extensions,
    content: value,
    editorProps: {
      attributes: { class: styles.message ?? '', role: 'textbox', 'aria-label': label, 'aria-multiline': 'true' },
      handleKeyDown: (_view, event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return false
        latest.current.onSend()
        return true
      },
    },
    onUpdate: ({ editor: changed }) => latest.current.onChange(changed.isEmpty ? '' : changed.getHTML()),
  })
  useEffect(() => {
    if (editor && !editor.isDestroyed && !editor.isFocused && value !== (editor.isEmpty ? '' : editor.getHTML())) {
      editor.commands.setContent(value, { emitUpdate: false })
    }
  }, [editor, value])
  return (
    <div className={styles.editor}>
      {editor && <Toolbar editor={editor} />}
      <EditorContent editor={editor} />
    </div>
  )
}

const marks = ['bold', 'italic', 'underline'] as const

function Toolbar({ editor }: { editor: Editor }) {
  const { t } = useTranslation()
  const on = useEditorState({
    editor,
    selector: ({ editor: now }) => ({
      bold: now.isActive('bold'),
      italic: now.isActive('italic'),
      underline: now.isActive('underline'),
      bullets: now.isActive('bulletList'),
      undo: now.can().undo(),
      redo: now.can().redo(),
    }),
  })
  const tool = (icon: IconName, label: string, pressed: boolean | undefined, run: () => void, disabled = false) => (
    <IconButton icon={icon} size="sm" label={label} aria-pressed={pressed} disabled={disabled} onClick={run} />
  )
  return (
    <div className={styles.tools} role="toolbar" aria-label={t('dispatch.compose.toolbar')}>
      {marks.map(mark => (
        <span key={mark}>
          {tool(mark, t(`dispatch.compose.${mark}`), on[mark], () => editor.chain().focus().toggleMark(mark).run())}
        </span>
      ))}
      {tool('list', t('dispatch.compose.bullets'), on.bullets, () => editor.chain().focus().toggleBulletList().run())}
      <LinkTool editor={editor} />
      {tool('undo', t('dispatch.compose.undo'), undefined, () => editor.chain().focus().undo().run(), !on.undo)}
      {tool('redo', t('dispatch.compose.redo'), undefined, () => editor.chain().focus().redo().run(), !on.redo)}
    </div>
  )
}

/** Turns the selection into a link; an address without https:// gets it. */
export function LinkTool({ editor }: { editor: Editor }) {
  const { t } = useTranslation()
  const [opened, setOpened] = useState(false)
  const [href, setHref] = useState('')
  const [wrong, setWrong] = useState(false)
  const open = () => {
    setHref(String(editor.getAttributes('link').href ?? ''))
    setWrong(false)
    setOpened(!opened)
  }
  const apply = (event: FormEvent) => {
    event.preventDefault()
    event.stopPropagation()
    const typed = href.trim()
    const target =
      typed === '' || /^[a-z]+:/i.test(typed) ? typed : typed.includes('@') ? `mailto:${typed}` : `https://${typed}`
    if (target !== '' && !isSafeLink(target)) return setWrong(true)
    const chain = editor.chain().focus().extendMarkRange('link')
    if (target === '') chain.unsetLink().run()
    else if (editor.state.selection.empty && !editor.isActive('link')) {
      chain.insertContent({ type: 'text', text: typed, marks: [{ type: 'link', attrs: { href: target } }] }).run()
    } else chain.setLink({ href: target }).run()
    setOpened(false)
  }
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" width={320} trapFocus>
      <Popover.Target>
        <IconButton
          icon="link"
          size="sm"
          label={t('dispatch.compose.link')}
          aria-haspopup="dialog"
          aria-expanded={opened}
          onClick={open}
        />
      </Popover.Target>
      <Popover.Dropdown>
        <form className={styles.linkForm} onSubmit={apply}>
          <TextField
            label={t('dispatch.compose.linkAddress')}
            value={href}
            placeholder="https://"
            error={wrong ? t('dispatch.compose.badAddress', { value: href }) : undefined}
            onText={setHref}
          />
          <Button type="submit" variant="filled">
            {t('dispatch.compose.apply')}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  )
}
