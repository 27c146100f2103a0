import { useEffect, useRef } from 'react'
import styles from './data-table.module.css'

interface TickProps {
  label: string
  checked: boolean
  indeterminate?: boolean
  onTick: (shift: boolean) => void
}

/** 16 px in a 32 px target. The click carries the shift key, which a change event does not. */
export function Tick({ label, checked, indeterminate = false, onTick }: TickProps) {
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (input.current) input.current.indeterminate = indeterminate
  }, [indeterminate])
  return (
    <label className={styles.tick}>
      <input
        ref={input}
        type="checkbox"
        checked={checked}
        onChange={event => onTick(event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey)}
      />
      <span className="sr">{label}</span>
    </label>
  )
}
