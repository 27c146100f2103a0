import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'
import styles from './state-word.module.css'

export type Tone = 'ok' | 'warn' | 'bad' | 'go' | 'muted'

interface StateWordProps {
  icon: IconName
  tone: Tone
  children: ReactNode
  /** Keeps the word for screen readers only, where a whole column of ticks would shout. */
  iconOnly?: boolean
  strong?: boolean
  className?: string
}

/** A state is an icon and a word in its colour, never the colour alone. */
export function StateWord({ icon, tone, children, iconOnly, strong, className }: StateWordProps) {
  return (
    <span className={[styles.state, className].filter(Boolean).join(' ')} data-tone={tone} data-strong={strong}>
      <Icon name={icon} size={16} />
      <span className={iconOnly ? 'sr' : 'cut'}>{children}</span>
    </span>
  )
}
