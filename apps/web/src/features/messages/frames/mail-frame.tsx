import { useElementSize } from '@mantine/hooks'
import { type SyntheticEvent, useEffect, useRef, useState } from 'react'
import styles from './frames.module.css'

interface MailFrameProps {
  html: string
  /** What the frame shows, for screen readers. */
  title: string
  /** CSS pixels; absent: as wide as the place, at most a mail column. */
  width?: number
}

/** The written sheet inside the e-mail; the desk that mail programs draw around it is cut off, for ours is around it already. */
interface Crop {
  /** Of that desk, at the left and at the right: 12 px, or none on a phone. */
  desk: number
  left: number
  top: number
  width: number
  height: number
}

/**
 * An e-mail as it was written, on white paper in both themes. The sandbox allows no script, form or navigation;
 * `allow-same-origin` only lets this page read the size, so that the letter scrolls with the page around it.
 */
export function MailFrame({ html, title, width }: MailFrameProps) {
  const { ref, width: room } = useElementSize<HTMLDivElement>()
  const [crop, setCrop] = useState<Crop | null>(null)
  const observer = useRef<ResizeObserver | null>(null)
  useEffect(() => () => observer.current?.disconnect(), [])
  const follow = (event: SyntheticEvent<HTMLIFrameElement>) => {
    const body = event.currentTarget.contentDocument?.body
    if (!body) return
    const measure = () => setCrop(cropOf(body))
    observer.current?.disconnect()
    // Fonts and inline images change the height after the first layout.
    observer.current = new ResizeObserver(measure)
    observer.current.observe(body)
    measure()
  }
  return (
    <div ref={ref} className={styles.mailRoom} style={{ maxWidth: width ?? 640 }}>
      <div className={styles.mail} style={{ width: crop?.width ?? '100%', height: crop?.height ?? 320 }}>
        <iframe
          title={title}
          sandbox="allow-same-origin"
          srcDoc={html}
          referrerPolicy="no-referrer"
          style={{
            left: -(crop?.left ?? 0),
            top: -(crop?.top ?? 0),
            width: room ? room + 2 * (crop?.desk ?? 0) : '100%',
            height: crop ? crop.height + 2 * crop.top : 320,
          }}
          onLoad={follow}
        />
      </div>
    </div>
  )
}

function cropOf(body: HTMLElement): Crop {
  const sheet = body.querySelector('table.sheet')?.getBoundingClientRect()
  const around = body.querySelector('td.desk')
  if (sheet && around && sheet.height > 0) {
    const desk = Number.parseFloat(getComputedStyle(around).paddingLeft) || 0
    return { desk, left: sheet.left, top: sheet.top, width: sheet.width, height: Math.ceil(sheet.height) }
  }
  return { desk: 0, left: 0, top: 0, width: body.scrollWidth, height: Math.ceil(body.scrollHeight) }
}
