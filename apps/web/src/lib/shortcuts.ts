import { useEffect, useRef } from 'react'

const storageKey = 'mailroom-single-keys'

/** WCAG 2.1.4: shortcuts of one character must be possible to switch off. */
export function singleKeysOn(): boolean {
  try {
    return localStorage.getItem(storageKey) !== 'off'
  } catch {
    return true
  }
}

export function setSingleKeys(on: boolean): void {
  try {
    localStorage.setItem(storageKey, on ? 'on' : 'off')
  } catch {
    // Without storage the keys stay on, as they are by default.
  }
}

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || (/^(input|textarea|select)$/i.test(target.tagName) && !isTick(target)))

const isTick = (target: HTMLElement): boolean =>
  target instanceof HTMLInputElement && /^(checkbox|radio)$/.test(target.type)

/** A dialog, menu or list box on top owns the keyboard. */
const covered = (): boolean => document.querySelector('[role="dialog"][aria-modal="true"], [role="menu"]') !== null

/** "mod+k" is Ctrl or Cmd with k; a bare key works only outside fields and can be switched off by the user. */
export function keyOf(event: KeyboardEvent): string {
  const mod = event.ctrlKey || event.metaKey ? 'mod+' : ''
  const alt = event.altKey ? 'alt+' : ''
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  const shift = event.shiftKey && event.key.length > 1 ? 'shift+' : ''
  return `${mod}${alt}${shift}${key}`
}

export type Shortcuts = Record<string, (event: KeyboardEvent) => void>

/** Keys for the whole page while the component is mounted. */
export function useShortcuts(shortcuts: Shortcuts, enabled = true): void {
  const latest = useRef(shortcuts)
  latest.current = shortcuts
  useEffect(() => {
    if (!enabled) return
    const onKey = (event: KeyboardEvent) => {
      const key = keyOf(event)
      const run = latest.current[key]
      if (!run || event.defaultPrevented || event.isComposing) return
      const bare = !key.includes('+')
      if (bare && (typing(event.target) || covered())) return
      if (bare && key.length === 1 && !singleKeysOn()) return
      event.preventDefault()
      run(event)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [enabled])
}
