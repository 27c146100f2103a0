import { Tooltip } from '@mantine/core'
import { Icon, type IconName } from './icon.tsx'
import styles from './segmented.module.css'

interface Segment<Id extends string> {
  id: Id
  label: string
  icon?: IconName
  /** Something is to be seen to there: an amber sign, and why on hover and for screen readers. */
  amber?: boolean
  note?: string
  /** Of the label, where it is not the interface's language. */
  lang?: string
  disabled?: boolean
}

interface SegmentedProps<Id extends string> {
  label: string
  items: readonly Segment<Id>[]
  value: Id
  onChange: (id: Id) => void
  /** As wide as its place, in equal parts; `phone`: only there. */
  wide?: boolean | 'phone'
  small?: boolean
  className?: string
}

/** Two or three views of the same thing; more, or long words, are radios. */
export function Segmented<Id extends string>(props: SegmentedProps<Id>) {
  const { label, items, value, onChange, wide, small, className } = props
  return (
    <fieldset
      className={[styles.group, className].filter(Boolean).join(' ')}
      aria-label={label}
      data-wide={wide === true ? 'always' : wide || undefined}
      data-small={small || undefined}
    >
      {items.map(item => (
        <Tooltip key={item.id} label={item.note} disabled={!item.note}>
          <button
            type="button"
            lang={item.lang}
            disabled={item.disabled}
            aria-pressed={item.id === value}
            onClick={() => onChange(item.id)}
          >
            {item.icon && <Icon name={item.icon} size={16} />}
            {item.label}
            {item.amber && <Icon name="warn" size={16} className={styles.amber} />}
            {item.note && <span className="sr">, {item.note}</span>}
          </button>
        </Tooltip>
      ))}
    </fieldset>
  )
}
