import { useDebouncedCallback } from '@mantine/hooks'
import { type Ref, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useShortcuts } from '../../lib/shortcuts.ts'
import { Icon } from '../icon.tsx'
import styles from './field.module.css'

interface SearchFieldProps {
  label: string
  value: string
  /** Called a moment after the last key, so that each letter is not a request. */
  onSearch: (value: string) => void
  /** "/" jumps here; one such field per page. */
  slash?: boolean
  width?: number | string
  inputRef?: Ref<HTMLInputElement>
}

/** Filled, without outline: its icon and words name it. */
export function SearchField({ label, value, onSearch, slash, width, inputRef }: SearchFieldProps) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState(value)
  const own = useRef<HTMLInputElement>(null)
  const later = useDebouncedCallback(onSearch, 200)
  useEffect(() => setTyped(value), [value])
  useShortcuts({ '/': () => own.current?.focus() }, Boolean(slash))
  return (
    <label className={styles.search} style={{ width }}>
      <Icon name="search" size={16} />
      <input
        ref={element => {
          own.current = element
          if (typeof inputRef === 'function') inputRef(element)
          else if (inputRef) inputRef.current = element
        }}
        type="search"
        placeholder={label}
        aria-label={label}
        value={typed}
        onChange={event => {
          setTyped(event.currentTarget.value)
          later(event.currentTarget.value)
        }}
        onKeyDown={event => {
          if (event.key !== 'Escape' || typed === '') return
          event.preventDefault()
          event.stopPropagation()
          setTyped('')
          onSearch('')
        }}
      />
      {slash && typed === '' && (
        <kbd className="kbd only-l" title={t('parts.searchKey')}>
          /
        </kbd>
      )}
    </label>
  )
}
