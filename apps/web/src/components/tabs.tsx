import type { ReactNode } from 'react'
import { useFormats } from '../lib/formats.ts'
import styles from './tabs.module.css'

export interface TabItem<Id extends string> {
  id: Id
  label: string
  count?: number | undefined
}

interface TabsProps<Id extends string> {
  label: string
  items: readonly TabItem<Id>[]
  current: Id
  onChange: (id: Id) => void
  /** Pills choose a view or a filter; underlined tabs are the parts of one object. */
  look: 'pills' | 'line'
  /** Underlined tabs name the panel they control. */
  panelId?: string
  children?: ReactNode
}

export function Tabs<Id extends string>({ label, items, current, onChange, look, panelId, children }: TabsProps<Id>) {
  const { number } = useFormats()
  return (
    <fieldset className={styles.tabs} data-look={look} aria-label={label}>
      {items.map(item => (
        <button
          key={item.id}
          type="button"
          className={styles.tab}
          aria-pressed={look === 'pills' ? item.id === current : undefined}
          aria-current={look === 'line' && item.id === current ? 'true' : undefined}
          aria-controls={look === 'line' ? panelId : undefined}
          data-current={item.id === current || undefined}
          onClick={() => onChange(item.id)}
        >
          {item.label}
          {item.count !== undefined && <span className={styles.count}>{number(item.count)}</span>}
        </button>
      ))}
      {children}
    </fieldset>
  )
}
