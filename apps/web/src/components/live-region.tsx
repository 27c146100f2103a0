import { useEffect, useRef, useState } from 'react'

interface LiveRegionProps {
  text: string
  /** Progress changes every second; a screen reader hears it at most this often. */
  everyMs?: number
}

/** Says the newest text politely, throttled; what came in between is dropped. */
export function LiveRegion({ text, everyMs = 10_000 }: LiveRegionProps) {
  const [said, setSaid] = useState(text)
  const last = useRef(0)
  useEffect(() => {
    if (text === said) return
    const wait = Math.max(0, last.current + everyMs - Date.now())
    const timer = setTimeout(() => {
      last.current = Date.now()
      setSaid(text)
    }, wait)
    return () => clearTimeout(timer)
  }, [text, said, everyMs])
  return (
    <span className="sr" role="status">
      {said}
    </span>
  )
}
