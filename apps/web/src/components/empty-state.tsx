import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'
import styles from './states.module.css'

interface EmptyStateProps {
  icon: IconName
  /** What this place is for, or why nothing is here. */
  title: string
  children?: ReactNode
  /** One button. */
  action?: ReactNode
}

export function EmptyState({ icon, title, children, action }: EmptyStateProps) {
  return (
    <div className={styles.state}>
      <span className={styles.disc}>
        <Icon name={icon} size={22} />
      </span>
      <h2>{title}</h2>
      {children && <div className={styles.words}>{children}</div>}
      {action}
    </div>
  )
}
