import type { PersonKind, PlanView } from '@mailroom/contract'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../components/icon.tsx'
import { SegmentBar } from '../../components/segment-bar.tsx'
import { useFormats } from '../../lib/formats.ts'
import styles from './dispatch.module.css'

interface OutcomeLineProps {
  kind: PersonKind
  plan: PlanView
  stale: boolean
  onMissing: () => void
  children?: ReactNode
}

/** "31 → 27 by e-mail, 4 on paper" and its bar; those who cannot be reached stand amber at the right. */
export function OutcomeLine({ kind, plan, stale, onMissing, children }: OutcomeLineProps) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const email = plan.email + plan.both
  const reached = email + plan.paper
  const spoken = t('dispatch.recipients.spoken', {
    recipients: number(plan.recipients),
    email: number(email),
    paper: number(plan.paper),
    unreachable: number(plan.unreachable),
  })
  return (
    <div className={styles.tally} data-stale={stale || undefined}>
      <p role="status" aria-label={spoken}>
        <b className={styles.figure}>{number(reached)}</b>
        <Icon name="arrow" />
        {(email > 0 || plan.paper === 0) && (
          <span>
            <b className={styles.figure}>{number(email)}</b> {t('dispatch.recipients.byEmail')}
            {plan.paper > 0 && ','}
          </span>
        )}
        {plan.paper > 0 && (
          <span>
            <b className={styles.figure}>{number(plan.paper)}</b> {t('dispatch.recipients.onPaper')}
          </span>
        )}
        {plan.unreachable > 0 && (
          <button type="button" className={styles.missing} onClick={onMissing}>
            {t('dispatch.recipients.notReached', { shown: number(plan.unreachable) })}
          </button>
        )}
      </p>
      <SegmentBar
        height={8}
        segments={[
          { tone: 'go', count: email },
          { tone: 'hatch', count: plan.paper },
          { tone: 'missing', count: plan.unreachable },
        ]}
      />
      <div className={styles.under}>
        <HouseholdWords kind={kind} plan={plan} />
        {children}
      </div>
    </div>
  )
}

function HouseholdWords({ kind, plan }: { kind: PersonKind; plan: PlanView }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const people = { count: plan.concerned, shown: number(plan.concerned) }
  const concerned =
    kind === 'student' ? t('dispatch.recipients.students', people) : t('dispatch.recipients.people', people)
  const parts = [concerned]
  if (plan.households > 0 && (kind === 'student' || kind === 'guardian')) {
    parts.push(t('dispatch.recipients.households', { count: plan.households, shown: number(plan.households) }))
  }
  if (plan.both > 0) parts.push(t('dispatch.recipients.both', { count: plan.both, shown: number(plan.both) }))
  return <small>{parts.join(', ')}</small>
}
