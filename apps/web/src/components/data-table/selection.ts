import { useSyncExternalStore } from 'react'

/**
 * Ticked rows by id. It lives outside the page so that it survives filters, sorting, a visit to another screen and a
 * reload of the tab (session storage), as a paper list with ticks would.
 */
export class SelectionStore {
  #ids: ReadonlySet<string>
  readonly #listeners = new Set<() => void>()
  readonly #key: string

  constructor(key: string) {
    this.#key = `mailroom-selection-${key}`
    this.#ids = new Set(this.#restore())
  }

  get = (): ReadonlySet<string> => this.#ids

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  set(ids: Iterable<string>, on: boolean): void {
    const next = new Set(this.#ids)
    for (const id of ids) {
      if (on) next.add(id)
      else next.delete(id)
    }
    this.#replace(next)
  }

  toggle(id: string): void {
    this.set([id], !this.#ids.has(id))
  }

  clear(): void {
    this.#replace(new Set())
  }

  #replace(next: ReadonlySet<string>): void {
    this.#ids = next
    try {
      sessionStorage.setItem(this.#key, [...next].join(' '))
    } catch {
      // Too many for the tab's storage: the selection then lasts until a reload.
    }
    for (const listener of this.#listeners) listener()
  }

  #restore(): string[] {
    try {
      return (sessionStorage.getItem(this.#key) ?? '').split(' ').filter(Boolean)
    } catch {
      return []
    }
  }
}

export const useSelection = (store: SelectionStore): ReadonlySet<string> =>
  useSyncExternalStore(store.subscribe, store.get)
