import type { PersonKind } from '@mailroom/contract'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorState } from '../../components/error-state.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import styles from './compose.module.css'
import { OutcomeLine } from './outcome-line.tsx'
import { RecipientsDialog } from './recipients-dialog.tsx'
import { RecipientsList } from './recipients-list.tsx'
import { RecipientsChoice } from './recipients-step.tsx'
import type { DispatchDraft } from './use-dispatch.ts'

interface ComposeRecipientsProps {
  kind: PersonKind
  letter: boolean
  dispatch: DispatchDraft
}

/** With a letter the recipients are decided already; an e-mail of its own shows them as a list to tick. */
export function ComposeRecipients({ kind, letter, dispatch }: ComposeRecipientsProps) {
  const { t } = useTranslation()
  const [listed, setListed] = useState(false)
  const { plan, settings, change } = dispatch
  if (plan.error) return <ErrorState error={plan.error} onRetry={() => void plan.refetch()} />
  if (!plan.data) return <Skeleton lines={2} />
  const short = !letter && plan.data.rows.length <= 12
  return (
    <div className={styles.to}>
      <span className={styles.label}>{t('dispatch.compose.to')}</span>
      {!letter && <RecipientsChoice kind={kind} settings={settings} onChange={change} />}
      <OutcomeLine kind={kind} plan={plan.data} stale={plan.isPlaceholderData} onMissing={() => setListed(true)}>
        {!short && (
          <button type="button" className="lk" onClick={() => setListed(true)}>
            {t('dispatch.recipients.see')}
          </button>
        )}
      </OutcomeLine>
      {short && <RecipientsList plan={plan.data} settings={settings} onChange={change} />}
      <RecipientsDialog
        opened={listed}
        onClose={() => setListed(false)}
        plan={plan.data}
        settings={settings}
        onChange={change}
      />
    </div>
  )
}
