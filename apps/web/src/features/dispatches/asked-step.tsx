import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TextField } from '../../components/form/field.tsx'
import { type Asked, AskedRows } from './asked-rows.tsx'
import styles from './dispatch.module.css'
import { Step } from './step.tsx'

type Values = Record<string, unknown>

interface AskedStepProps {
  number: number
  asked: Asked[]
  values: Values
  onChange: (values: Values) => void
}

/** What the letter wants to know from the sender: a date, a place, the lines of a table. */
export function AskedStep({ number, asked, values, onChange }: AskedStepProps) {
  const { t } = useTranslation()
  const set = (field: string, value: unknown) => onChange({ ...values, [field]: value })
  return (
    <Step number={number} title={t('dispatch.asked.step')}>
      <p className={styles.fine}>{t('dispatch.asked.hint')}</p>
      <div className={styles.asked}>
        {asked.map(item =>
          item.type === 'list' ? (
            <AskedRows
              key={item.field}
              item={item}
              value={values[item.field]}
              onChange={rows => set(item.field, rows)}
            />
          ) : (
            <AskedField
              key={item.field}
              item={item}
              value={values[item.field]}
              onChange={text => set(item.field, text)}
            />
          ),
        )}
      </div>
    </Step>
  )
}

const inputTypes: Record<string, string> = { date: 'date', time: 'time' }

function AskedField({ item, value, onChange }: { item: Asked; value: unknown; onChange: (text: string) => void }) {
  const { t } = useTranslation()
  const [left, setLeft] = useState(false)
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : (item.value ?? '')
  const type = inputTypes[item.type] ?? 'text'
  return (
    <div data-wide={type === 'text' || undefined}>
      <TextField
        label={item.label}
        required={item.required}
        type={type}
        // A date that somebody once typed as words still shows as words.
        {...(type !== 'text' && text !== '' && !/^[\d:-]+$/.test(text) && { type: 'text' })}
        inputMode={item.type === 'number' ? 'decimal' : undefined}
        value={text}
        error={left && item.required && text.trim() === '' ? t('dispatch.asked.required') : undefined}
        onBlur={() => setLeft(true)}
        onText={onChange}
      />
    </div>
  )
}
