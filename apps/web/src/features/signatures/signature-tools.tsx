import { Button, Popover } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { type Editor, useEditorState } from '@tiptap/react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TextField } from '../../components/form/field.tsx'
import type { IconName } from '../../components/icon.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { useFormats } from '../../lib/formats.ts'
import styles from './signatures.module.css'

/** A picture travels inside every e-mail that carries the signature. */
const maxImageBytes = 100_000

export function SignatureTools({ editor }: { editor: Editor }) {
  const { t } = useTranslation()
  const on = useEditorState({
    editor,
    selector: ({ editor: now }) => ({
      bold: now.isActive('bold'),
      italic: now.isActive('italic'),
      underline: now.isActive('underline'),
      list: now.isActive('bulletList'),
      undo: now.can().undo(),
      redo: now.can().redo(),
    }),
  })
  const chain = () => editor.chain().focus()
  const marks: { id: 'bold' | 'italic' | 'underline' | 'list'; icon: IconName; run: () => void }[] = [
    { id: 'bold', icon: 'bold', run: () => chain().toggleBold().run() },
    { id: 'italic', icon: 'italic', run: () => chain().toggleItalic().run() },
    { id: 'underline', icon: 'underline', run: () => chain().toggleUnderline().run() },
    { id: 'list', icon: 'list', run: () => chain().toggleBulletList().run() },
  ]
  return (
    <div className={styles.tools} role="toolbar" aria-label={t('signatures.tools.label')}>
      {marks.map(mark => (
        <IconButton
          key={mark.id}
          size="sm"
          icon={mark.icon}
          label={t(`signatures.tools.${mark.id}`)}
          aria-pressed={on[mark.id]}
          onClick={mark.run}
        />
      ))}
      <LinkTool editor={editor} />
      <ImageTool editor={editor} />
      <IconButton
        size="sm"
        icon="undo"
        label={t('signatures.tools.undo')}
        disabled={!on.undo}
        onClick={() => chain().undo().run()}
      />
      <IconButton
        size="sm"
        icon="redo"
        label={t('signatures.tools.redo')}
        disabled={!on.redo}
        onClick={() => chain().redo().run()}
      />
    </div>
  )
}

function LinkTool({ editor }: { editor: Editor }) {
  const { t } = useTranslation()
  const [opened, setOpened] = useState(false)
  const [href, setHref] = useState('')
  const open = () => {
    setHref(String(editor.getAttributes('link').href ?? ''))
    setOpened(true)
  }
  const apply = () => {
    const chain = editor.chain().focus().extendMarkRange('link')
    if (href.trim() === '') chain.unsetLink().run()
    else chain.setLink({ href: href.trim() }).run()
    setOpened(false)
  }
  return (
    <Popover opened={opened} onChange={setOpened} trapFocus position="bottom-start">
      <Popover.Target>
        <IconButton
          size="sm"
          icon="link"
          label={t('signatures.tools.link')}
          tooltip={false}
          aria-pressed={editor.isActive('link')}
          onClick={open}
        />
      </Popover.Target>
      <Popover.Dropdown>
        <div className={styles.linkForm}>
          <TextField
            type="url"
            label={t('signatures.linkLabel')}
            value={href}
            onText={setHref}
            onKeyDown={event => {
              if (event.key !== 'Enter') return
              event.preventDefault()
              apply()
            }}
          />
          <Button size="md" onClick={apply}>
            {href.trim() === '' ? t('signatures.linkRemove') : t('signatures.linkSet')}
          </Button>
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}

function ImageTool({ editor }: { editor: Editor }) {
  const { t } = useTranslation()
  const { size } = useFormats()
  const input = useRef<HTMLInputElement>(null)
  const insert = async (file: File | undefined) => {
    if (!file) return
    if (file.size > maxImageBytes) {
      notifications.show({ message: t('signatures.imageTooBig', { size: size(file.size) }) })
      return
    }
    editor
      .chain()
      .focus()
      .setImage({ src: await dataUrlOf(file), alt: file.name.replace(/\.\w+$/, '') })
      .run()
  }
  return (
    <>
      <IconButton size="sm" icon="image" label={t('signatures.tools.image')} onClick={() => input.current?.click()} />
      <input
        ref={input}
        hidden
        type="file"
        accept="image/png,image/jpeg"
        onChange={event => {
          void insert(event.currentTarget.files?.[0])
          event.currentTarget.value = ''
        }}
      />
    </>
  )
}

const dataUrlOf = (file: File): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result))
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(file)
  })
