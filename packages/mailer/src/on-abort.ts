const listeners = new WeakMap<AbortSignal, Set<() => void>>()

/**
 * Calls `callback` when the signal fires; returns how to stop listening. One listener per signal serves all: an
 * EventTarget looks through those it has at every change, and hundreds of messages wait on the same signal.
 */
export const onAbort = (signal: AbortSignal, callback: () => void): (() => void) => {
  const callbacks = listeners.get(signal) ?? listenTo(signal)
  callbacks.add(callback)
  return () => callbacks.delete(callback)
}

const listenTo = (signal: AbortSignal): Set<() => void> => {
  const callbacks = new Set<() => void>()
  listeners.set(signal, callbacks)
  signal.addEventListener('abort', () => [...callbacks].forEach(callback => void callback()), { once: true })
  return callbacks
}
