import { useCallback, useSyncExternalStore } from 'react'

interface Slot {
  value: unknown
  listeners: Set<() => void>
}

const slots = new Map<string, Slot>()
const nameOf = (key: string) => `mailroom-draft-${key}`

function slotOf(key: string): Slot {
  const known = slots.get(key)
  if (known) return known
  const slot: Slot = { value: read(key), listeners: new Set() }
  slots.set(key, slot)
  return slot
}

function read(key: string): unknown {
  try {
    const text = sessionStorage.getItem(nameOf(key))
    return text === null ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Writes a draft; undefined throws it away. */
export function store(key: string, value: unknown): void {
  const slot = slotOf(key)
  slot.value = value
  try {
    if (value === undefined) sessionStorage.removeItem(nameOf(key))
    else sessionStorage.setItem(nameOf(key), JSON.stringify(value))
  } catch {
    // A full or refused storage: the draft then lasts as long as the tab.
  }
  for (const listener of slot.listeners) listener()
}

export const stored = (key: string): unknown => slotOf(key).value

/**
 * Something being written, kept for this tab over a reload, another page and an ended session. What was stored by an
 * older version is laid over the initial value, so that new settings have one.
 */
export function useStored<T extends object>(key: string, initial: T): [T, (patch: Partial<T>) => void] {
  const subscribe = useCallback(
    (listener: () => void) => {
      const { listeners } = slotOf(key)
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    [key],
  )
  const kept = useSyncExternalStore(subscribe, () => slotOf(key).value) as Partial<T> | undefined
  const patch = useCallback(
    (change: Partial<T>) => store(key, { ...initial, ...(slotOf(key).value as Partial<T> | undefined), ...change }),
    [key, initial],
  )
  return [{ ...initial, ...kept }, patch]
}

/** A version 4 UUID. `crypto.randomUUID` is missing where a school runs Mailroom over plain http. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
