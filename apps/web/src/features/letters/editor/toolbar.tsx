import type { Category } from '@mailroom/letter'
import { Button, Menu } from '@mantine/core'
import { type Editor, useEditorState } from '@tiptap/react'
import { useTranslation } from 'react-i18next'
import { Icon, type IconName } from '../../../components/icon.tsx'
import { IconButton } from '../../../components/icon-button.tsx'
import { currentLanguage } from '../../../lib/i18n/i18n.ts'
import { listsOf, repeatFor, wrapInCondition } from './editor-commands.ts'
import { ImageTool } from './image-tool.tsx'
import styles from './letter-editor.module.css'
import { TableTool } from './table-tool.tsx'

const levels = [1, 2, 3] as const
const aligns = ['left', 'center', 'right', 'justify'] as const

interface ToolbarProps {
  editor: Editor
  category: Category
  onField: () => void
}

export function Toolbar({ editor, category, onField }: ToolbarProps) {
  const { t } = useTranslation()
  const on = useEditorState({
    editor,
    selector: ({ editor: now }) => ({
      level: levels.find(level => now.isActive('heading', { level })) ?? 0,
      bold: now.isActive('bold'),
      italic: now.isActive('italic'),
      underline: now.isActive('underline'),
      bullets: now.isActive('bulletList'),
      numbers: now.isActive('orderedList'),
      undo: now.can().undo(),
      redo: now.can().redo(),
    }),
  })
  const chain = () => editor.chain().focus()
  const toggles: { id: 'bold' | 'italic' | 'underline' | 'bullets' | 'numbers'; icon: IconName; run: () => void }[] = [
    { id: 'bold', icon: 'bold', run: () => chain().toggleBold().run() },
    { id: 'italic', icon: 'italic', run: () => chain().toggleItalic().run() },
    { id: 'underline', icon: 'underline', run: () => chain().toggleUnderline().run() },
    { id: 'bullets', icon: 'list', run: () => chain().toggleBulletList().run() },
    { id: 'numbers', icon: 'hash', run: () => chain().toggleOrderedList().run() },
  ]
  const toggle = ({ id, icon, run }: (typeof toggles)[number]) => (
    <IconButton key={id} size="sm" icon={icon} label={t(`letters.toolbar.${id}`)} aria-pressed={on[id]} onClick={run} />
  )
  return (
    <div className={styles.toolbar} role="toolbar" aria-label={t('letters.toolbar.label')}>
      <StyleMenu editor={editor} level={on.level} />
      <hr />
      {toggles.slice(0, 3).map(toggle)}
      <hr />
      {toggles.slice(3).map(toggle)}
      <TableTool editor={editor} />
      <ImageTool editor={editor} />
      <AlignMenu editor={editor} />
      <IconButton
        size="sm"
        icon="page-break"
        label={t('letters.toolbar.pageBreak')}
        onClick={() => chain().insertContent({ type: 'pageBreak' }).run()}
      />
      <hr />
      <Button size="xs" variant="light" leftSection={<Icon name="at" size={16} />} onClick={onField}>
        {t('letters.toolbar.field')}
      </Button>
      <Button
        size="xs"
        variant="subtle"
        leftSection={<Icon name="condition" size={16} />}
        onClick={() => wrapInCondition(editor)}
      >
        {t('letters.toolbar.condition')}
      </Button>
      <RepeatMenu editor={editor} category={category} />
      <hr />
      <IconButton
        size="sm"
        icon="undo"
        label={t('letters.toolbar.undo')}
        disabled={!on.undo}
        onClick={() => chain().undo().run()}
      />
      <IconButton
        size="sm"
        icon="redo"
        label={t('letters.toolbar.redo')}
        disabled={!on.redo}
        onClick={() => chain().redo().run()}
      />
    </div>
  )
}

function StyleMenu({ editor, level }: { editor: Editor; level: number }) {
  const { t } = useTranslation()
  const words = [
    t('letters.toolbar.body'),
    t('letters.toolbar.heading1'),
    t('letters.toolbar.heading2'),
    t('letters.toolbar.heading3'),
  ]
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button size="xs" variant="subtle" rightSection={<Icon name="updown" size={16} />}>
          <span className="sr">{t('letters.toolbar.style')}: </span>
          {words[level]}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {words.map((word, index) => {
          const target = levels.find(one => one === index)
          return (
            <Menu.Item
              key={word}
              aria-current={index === level ? 'true' : undefined}
              onClick={() => {
                const chain = editor.chain().focus()
                if (target) chain.setHeading({ level: target }).run()
                else chain.setParagraph().run()
              }}
            >
              {word}
            </Menu.Item>
          )
        })}
      </Menu.Dropdown>
    </Menu>
  )
}

function AlignMenu({ editor }: { editor: Editor }) {
  const { t } = useTranslation()
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <IconButton size="sm" icon="align" label={t('letters.toolbar.align')} tooltip={false} />
      </Menu.Target>
      <Menu.Dropdown>
        {aligns.map(align => (
          <Menu.Item
            key={align}
            onClick={() => {
              const chain = editor.chain().focus().updateAttributes('paragraph', { indent: null })
              // Left is what nothing says.
              if (align === 'left') chain.unsetTextAlign().run()
              else chain.setTextAlign(align).run()
            }}
          >
            {t(`letters.toolbar.${align}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          onClick={() =>
            editor.chain().focus().unsetTextAlign().updateAttributes('paragraph', { indent: 'half' }).run()
          }
        >
          {t('letters.toolbar.half')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function RepeatMenu({ editor, category }: { editor: Editor; category: Category }) {
  const { t } = useTranslation()
  const lists = listsOf(category)
  const inTable = useEditorState({ editor, selector: ({ editor: now }) => now.isActive('tableRow') })
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button size="xs" variant="subtle" leftSection={<Icon name="repeat" size={16} />}>
          {t('letters.toolbar.repeat')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {lists.length === 0
            ? t('letters.toolbar.noLists')
            : t(inTable ? 'letters.toolbar.repeatRow' : 'letters.toolbar.repeatBlock')}
        </Menu.Label>
        {lists.map(list => (
          <Menu.Item key={list.name} onClick={() => repeatFor(editor, list.name)}>
            {list.label[currentLanguage()]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
