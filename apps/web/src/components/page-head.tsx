import type { ReactNode } from 'react'
import styles from './page-head.module.css'

interface PageHeadProps {
  title: ReactNode
  /** Pill tabs or an account chooser, right after the title. */
  children?: ReactNode
  actions?: ReactNode
}

/** The 44 px line on the desk; on phones the title moves into the top bar and the actions leave. */
export function PageHead({ title, children, actions }: PageHeadProps) {
  return (
    <div className={styles.head}>
      <h1 className={styles.title} data-long={(typeof title === 'string' && title.length > 14) || undefined}>
        <span>{title}</span>
      </h1>
      <div className={styles.middle}>{children}</div>
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  )
}
