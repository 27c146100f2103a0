import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'
import styles from './note.module.css'

interface NoteProps {
  tone: 'bad' | 'warn' | 'ok' | 'info'
  icon?: IconName
  /** The fact, with its date: "An e-mail came back on 18 November". */
  title: ReactNode
  /** What it means for the letters. */
  children?: ReactNode
  /** One outlined button and one quiet button. */
  actions?: ReactNode
  /** `alert` only for what just happened because of the user. */
  role?: 'alert' | 'status'
  className?: string
}

const defaultIcons: Record<NoteProps['tone'], IconName> = { bad: 'bad', warn: 'warn', ok: 'ok', info: 'info' }

/** The failure note, and its calmer sisters: soft tint, icon, fact, meaning, repair. */
export function Note({ tone, icon, title, children, actions, role, className }: NoteProps) {
  return (
    <div className={[styles.note, className].filter(Boolean).join(' ')} data-tone={tone} role={role}>
      <Icon name={icon ?? defaultIcons[tone]} />
      <div className={styles.words}>
        <b>{title}</b>
        {children && <div className={styles.meaning}>{children}</div>}
      </div>
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  )
}
