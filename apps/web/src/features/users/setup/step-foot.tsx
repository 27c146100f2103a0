import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import styles from './setup.module.css'

export interface StepProps {
  /** The step is being marked as done. */
  busy: boolean
  error: unknown
  /** Done, or put off: the next step opens. */
  onDone: () => void
}

interface StepFootProps {
  label: string
  busy: boolean
  onLater?: () => void
}

export function StepFoot({ label, busy, onLater }: StepFootProps) {
  const { t } = useTranslation()
  return (
    <div className={styles.foot}>
      {onLater && (
        <Button variant="subtle" size="md" disabled={busy} onClick={onLater}>
          {t('users.setup.later')}
        </Button>
      )}
      <Button type="submit" variant="filled" size="md" loading={busy}>
        {label}
      </Button>
    </div>
  )
}
