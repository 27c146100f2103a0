import { useCallback, useMemo, useState } from 'react'

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/**
 * What is typed into a settings form, laid over what is saved. Only touched fields are kept, so that a refetch shows
 * a colleague's change everywhere else and nothing typed is ever cleared.
 */
export function useDraft<T extends object>(saved: T) {
  const [touched, setTouched] = useState<Partial<T>>({})
  const value = useMemo(() => ({ ...saved, ...touched }), [saved, touched])
  const changedKeys = useMemo(
    () => (Object.keys(touched) as (keyof T)[]).filter(key => !same(touched[key], saved[key])),
    [touched, saved],
  )
  const set = useCallback((patch: Partial<T>) => setTouched(now => ({ ...now, ...patch })), [])
  const reset = useCallback(() => setTouched({}), [])
  const isChanged = useCallback((key: keyof T) => changedKeys.includes(key), [changedKeys])
  return { value, set, reset, changedKeys, isChanged, dirty: changedKeys.length > 0 }
}
