import type { ReactNode } from 'react'
import { Icon, type IconName } from '../../components/icon.tsx'
import styles from './sending.module.css'

interface KeptNoteProps {
  icon?: IconName
  /** The fact with its date, and that nothing is lost. */
  title: string
  children: ReactNode
  actions?: ReactNode
}

/** Why letters wait here, in amber and never in red: nothing about it is lost. */
export function KeptNote({ icon = 'hold', title, children, actions }: KeptNoteProps) {
  return (
    <div className={styles.outage} role="status">
      <Icon name={icon} size={20} />
      <div>
        <b>{title}</b>
        {children}
      </div>
      {actions}
    </div>
  )
}
