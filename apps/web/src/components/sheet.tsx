import type { ComponentPropsWithRef } from 'react'
import styles from './sheet.module.css'

type SheetProps = ComponentPropsWithRef<'section'> & {
  as?: 'section' | 'aside' | 'article' | 'form' | 'div'
  /** For `form`: the server words every fault, the browser's bubbles stay away. */
  noValidate?: boolean
}

/** A sheet of paper on the desk: radius 10, one tinted hairline, no shadow. */
export function Sheet({ as = 'section', className, ...rest }: SheetProps) {
  const Tag = as as 'section'
  return <Tag className={[styles.sheet, className].filter(Boolean).join(' ')} {...rest} />
}

/** Sheets side by side, 8 px apart, filling the height that is left. */
export function Desk({ className, ...rest }: ComponentPropsWithRef<'div'>) {
  return <div className={[styles.desk, className].filter(Boolean).join(' ')} {...rest} />
}
