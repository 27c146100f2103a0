import { Menu } from '@mantine/core'
import { type Editor, type JSONContent, useEditorState } from '@tiptap/react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../../../components/icon-button.tsx'

const cell = (type: string, text?: string): JSONContent => ({
  type,
  content: [{ type: 'paragraph', ...(text ? { content: [{ type: 'text', text }] } : {}) }],
})

/** Two rows of three; the titles have a word to write over, since a title without one helps nobody. */
const newTable = (title: string): JSONContent => ({
  type: 'table',
  content: [
    { type: 'tableRow', content: [1, 2, 3].map(number => cell('tableHeader', `${title} ${number}`)) },
    { type: 'tableRow', content: [1, 2, 3].map(() => cell('tableCell')) },
  ],
})

/** Outside a table it inserts one; inside it changes its rows and columns. */
export function TableTool({ editor }: { editor: Editor }) {
  const { t } = useTranslation()
  const inside = useEditorState({ editor, selector: ({ editor: now }) => now.isActive('table') })
  const chain = () => editor.chain().focus()
  if (!inside) {
    return (
      <IconButton
        size="sm"
        icon="table"
        label={t('letters.toolbar.insertTable')}
        onClick={() =>
          chain()
            .insertContent(newTable(t('letters.toolbar.columnTitle')))
            .run()
        }
      />
    )
  }
  const items = [
    { id: 'rowBelow', run: () => chain().addRowAfter().run() },
    { id: 'columnRight', run: () => chain().addColumnAfter().run() },
    { id: 'headerRow', run: () => chain().toggleHeaderRow().run() },
    { id: 'deleteRow', run: () => chain().deleteRow().run() },
    { id: 'deleteColumn', run: () => chain().deleteColumn().run() },
    { id: 'deleteTable', run: () => chain().deleteTable().run() },
  ] as const
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <IconButton size="sm" icon="table" label={t('letters.toolbar.table')} tooltip={false} aria-pressed />
      </Menu.Target>
      <Menu.Dropdown>
        {items.map(({ id, run }) => (
          <Menu.Item key={id} onClick={run}>
            {t(`letters.toolbar.${id}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
