import { Icon } from './icon.tsx'
import styles from './step-line.module.css'

interface StepLineProps {
  label: string
  steps: readonly string[]
  /** Index of the step at hand; those before it are done. */
  current: number
}

/** Numbered steps in grey discs; a tick once done, the accent for the one at hand. */
export function StepLine({ label, steps, current }: StepLineProps) {
  return (
    <ol className={styles.line} aria-label={label}>
      {steps.map((step, index) => (
        <li
          key={step}
          data-state={index < current ? 'done' : index === current ? 'current' : 'next'}
          aria-current={index === current ? 'step' : undefined}
        >
          <span className={styles.disc}>{index < current ? <Icon name="check" size={14} /> : index + 1}</span>
          <span className={styles.word}>{step}</span>
        </li>
      ))}
    </ol>
  )
}
