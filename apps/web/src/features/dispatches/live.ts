import { type LiveEvent, live } from '@mailroom/contract'
import { useSyncExternalStore } from 'react'
import { urlOf } from '../../lib/api.ts'

/** One event stream for the whole tab, open while anything on screen follows it. */
let source: EventSource | null = null
let latest: LiveEvent | null = null
const listeners = new Set<() => void>()

function open(): void {
  source = new EventSource(urlOf(live, {}))
  source.onmessage = event => {
    const parsed = live.response.safeParse(JSON.parse(event.data))
    // An event that this version cannot read is skipped: the next one is a second away.
    if (!parsed.success) return
    latest = parsed.data
    for (const listener of listeners) listener()
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  if (!source) open()
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    source?.close()
    source = null
    latest = null
  }
}

/** What is being sent right now; null until the first event. EventSource reconnects by itself. */
export const useLive = (): LiveEvent | null => useSyncExternalStore(subscribe, () => latest)
