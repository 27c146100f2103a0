import { type SyntheticEvent, useEffect, useRef, useState } from 'react'
import styles from './frames.module.css'

interface MailFrameProps {
  html: string
  /** What the frame shows, for screen readers. */
  title: string
  /** CSS pixels; absent: as wide as the place, at most a mail column. */
  width?: number
}

/**
 * An e-mail as it was written, on white paper in both themes. The sandbox allows no script, form or navigation;
 * `allow-same-origin` only lets this page read the height, so that the letter scrolls with the page around it.
 */
export function MailFrame({ html, title, width }: MailFrameProps) {
  const [height, setHeight] = useState(320)
  const observer = useRef<ResizeObserver | null>(null)
  useEffect(() => () => observer.current?.disconnect(), [])
  const measure = (event: SyntheticEvent<HTMLIFrameElement>) => {
    const body = event.currentTarget.contentDocument?.body
    if (!body) return
    observer.current?.disconnect()
    // Fonts and inline images change the height after the first layout.
    observer.current = new ResizeObserver(() => setHeight(Math.ceil(body.scrollHeight)))
    observer.current.observe(body)
    setHeight(Math.ceil(body.scrollHeight))
  }
  return (
    <iframe
      className={styles.mail}
      title={title}
      sandbox="allow-same-origin"
      srcDoc={html}
      referrerPolicy="no-referrer"
      style={{ height, maxWidth: width ?? 664 }}
      onLoad={measure}
    />
  )
}
