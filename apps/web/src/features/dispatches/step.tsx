import type { ReactNode } from 'react'
import styles from './dispatch.module.css'

interface StepProps {
  number: number
  title: string
  children: ReactNode
}

/** A numbered part of the form; the number is a grey disc, the title names the group for screen readers. */
export function Step({ number, title, children }: StepProps) {
  return (
    <section className={styles.step} aria-label={title}>
      <h2>
        <i aria-hidden="true">{number}</i>
        {title}
      </h2>
      {children}
    </section>
  )
}
