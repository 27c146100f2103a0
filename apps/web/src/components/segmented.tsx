import { Icon, type IconName } from './icon.tsx'
import styles from './segmented.module.css'

interface SegmentedProps<Id extends string> {
  label: string
  items: readonly { id: Id; label: string; icon?: IconName; disabled?: boolean }[]
  value: Id
  onChange: (id: Id) => void
  wide?: boolean
}

/** Two or three views of the same thing; more, or long words, are radios. */
export function Segmented<Id extends string>({ label, items, value, onChange, wide }: SegmentedProps<Id>) {
  return (
    <fieldset className={styles.group} aria-label={label} data-wide={wide || undefined}>
      {items.map(item => (
        <button
          key={item.id}
          type="button"
          disabled={item.disabled}
          aria-pressed={item.id === value}
          onClick={() => onChange(item.id)}
        >
          {item.icon && <Icon name={item.icon} size={16} />}
          {item.label}
        </button>
      ))}
    </fieldset>
  )
}
