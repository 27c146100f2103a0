import type { CSSProperties, ReactNode } from 'react'
import styles from './page-paper.module.css'

export interface WindowBox {
  /** Millimetres from the page's top left corner. */
  left: number
  top: number
  width: number
  height: number
  label: string
  fits?: boolean
}

interface PagePaperProps {
  /** The page's accessible name. */
  label: string
  /** Positioned in `calc(<millimetres> * var(--mm))`, or one frame that fills the page. */
  children?: ReactNode
  paper?: 'A4' | 'Letter'
  /** The dashed envelope window. */
  window?: WindowBox | null
  /** The widest it may be drawn, in CSS pixels. */
  maxWidth?: number
  className?: string
}

const sizes = { A4: { width: 210, height: 297 }, Letter: { width: 215.9, height: 279.4 } }

/** A letter true to scale: every measure hangs on one length, `--mm`, which follows the width that there is. */
export function PagePaper({ label, children, paper = 'A4', window: box, maxWidth = 540, className }: PagePaperProps) {
  const { width, height } = sizes[paper]
  const scale = { '--page-w': width, '--page-h': height, maxWidth } as CSSProperties
  return (
    <figure className={[styles.frame, className].filter(Boolean).join(' ')} style={scale} aria-label={label}>
      <div className={styles.page}>
        {children}
        {box && <EnvelopeWindow box={box} />}
      </div>
    </figure>
  )
}

function EnvelopeWindow({ box }: { box: WindowBox }) {
  const place = {
    left: `calc(${box.left} * var(--mm))`,
    top: `calc(${box.top} * var(--mm))`,
    width: `calc(${box.width} * var(--mm))`,
    height: `calc(${box.height} * var(--mm))`,
  }
  return (
    <div className={styles.window} style={place} data-fits={box.fits ?? true}>
      <span>{box.label}</span>
    </div>
  )
}
