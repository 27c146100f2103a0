import { Menu } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Icon } from '../icon.tsx'
import { IconButton } from '../icon-button.tsx'
import type { Column } from './columns.ts'

interface ColumnChooserProps<Row> {
  columns: readonly Column<Row>[]
  hidden: readonly string[]
  onToggle: (id: string) => void
}

export function ColumnChooser<Row>({ columns, hidden, onToggle }: ColumnChooserProps<Row>) {
  const { t } = useTranslation()
  return (
    <Menu width={200}>
      <Menu.Target>
        <IconButton icon="columns" size="sm" label={t('parts.chooseColumns')} tooltip={false} />
      </Menu.Target>
      <Menu.Dropdown>
        {columns
          .filter(column => !column.primary)
          .map(column => (
            <Menu.CheckboxItem
              key={column.id}
              checked={!hidden.includes(column.id)}
              checkIcon={<Icon name="check" size={16} />}
              onChange={() => onToggle(column.id)}
            >
              {column.title}
            </Menu.CheckboxItem>
          ))}
      </Menu.Dropdown>
    </Menu>
  )
}
