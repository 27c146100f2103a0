import type { PlanView } from '@mailroom/contract'
import { categories, findField } from '@mailroom/letter'
import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { TextField } from '../../components/form/field.tsx'
import { Icon } from '../../components/icon.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { currentLanguage } from '../../lib/i18n/i18n.ts'
import styles from './dispatch.module.css'

type Row = Record<string, string>
/** A field that the letter asks the sender for. */
export type Asked = PlanView['asked'][number]

interface AskedRowsProps {
  item: Asked
  value: unknown
  onChange: (rows: Row[] | string) => void
}

/** Lines of a repeated block: the same columns as in the letter. A list without columns is one line of text each. */
export function AskedRows({ item, value, onChange }: AskedRowsProps) {
  const { t } = useTranslation()
  const columns = columnsOf(item.field)
  if (columns.length === 0) {
    return (
      <div data-wide>
        <TextField
          label={item.label}
          required={item.required}
          value={typeof value === 'string' ? value : (item.value ?? '')}
          onText={onChange}
        />
      </div>
    )
  }
  const rows = Array.isArray(value) ? (value as Row[]) : []
  const set = (at: number, name: string, text: string) =>
    onChange(rows.map((row, index) => (index === at ? { ...row, [name]: text } : row)))
  return (
    <fieldset className={styles.rows} data-wide>
      <legend>{item.label}</legend>
      {rows.length > 0 && (
        <table>
          <thead>
            <tr>
              {columns.map(column => (
                <th key={column.name} scope="col">
                  {column.label}
                </th>
              ))}
              <td />
            </tr>
          </thead>
          <tbody>
            {rows.map((row, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place
              <tr key={at}>
                {columns.map(column => (
                  <td key={column.name}>
                    <TextField
                      aria-label={`${column.label}, ${at + 1}`}
                      type={column.type}
                      value={row[column.name] ?? ''}
                      onText={text => set(at, column.name, text)}
                    />
                  </td>
                ))}
                <td>
                  <IconButton
                    icon="close"
                    size="sm"
                    label={t('dispatch.asked.removeRow', { number: at + 1 })}
                    onClick={() => onChange(rows.filter((_, index) => index !== at))}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Button
        size="xs"
        variant="subtle"
        leftSection={<Icon name="plus" size={16} />}
        onClick={() => onChange([...rows, {}])}
      >
        {t('dispatch.asked.addRow')}
      </Button>
      <p className={styles.fine}>{t('dispatch.asked.rowsHint')}</p>
    </fieldset>
  )
}

function columnsOf(field: string): { name: string; label: string; type: string }[] {
  const found = categories.map(category => findField(category, field)).find(candidate => candidate !== undefined)
  return (found?.field.items ?? []).map(item => ({
    name: item.name.split('.').at(-1) ?? item.name,
    label: item.label[currentLanguage()],
    type: item.type === 'date' || item.type === 'time' ? item.type : 'text',
  }))
}
