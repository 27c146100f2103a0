import type { PersonKind, PlanView } from '@mailroom/contract'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { SelectField } from '../../components/form/select-field.tsx'
import { Icon } from '../../components/icon.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import type { Settings } from './choice.ts'
import styles from './dispatch.module.css'
import { OutcomeLine } from './outcome-line.tsx'
import { RecipientsDialog } from './recipients-dialog.tsx'
import { Step } from './step.tsx'

interface RecipientsStepProps {
  number: number
  kind: PersonKind
  settings: Settings
  plan: PlanView | undefined
  stale: boolean
  onChange: (patch: Partial<Settings>) => void
}

export function RecipientsStep({ number, kind, settings, plan, stale, onChange }: RecipientsStepProps) {
  const { t } = useTranslation()
  const [listed, setListed] = useState(false)
  return (
    <Step number={number} title={t('dispatch.recipients.step')}>
      <RecipientsChoice kind={kind} settings={settings} onChange={onChange} />
      {plan ? (
        <OutcomeLine kind={kind} plan={plan} stale={stale} onMissing={() => setListed(true)}>
          <button type="button" className="lk" onClick={() => setListed(true)}>
            {t('dispatch.recipients.see')}
          </button>
        </OutcomeLine>
      ) : (
        <div className={styles.tallyPending}>
          <Skeleton lines={2} />
        </div>
      )}
      <RecipientsDialog
        opened={listed}
        onClose={() => setListed(false)}
        plan={plan}
        settings={settings}
        onChange={onChange}
      />
    </Step>
  )
}

/** From students the recipients are chosen; a guardian, teacher or member of staff is the recipient. */
export function RecipientsChoice({
  kind,
  settings,
  onChange,
}: Pick<RecipientsStepProps, 'kind' | 'settings' | 'onChange'>) {
  const { t } = useTranslation()
  if (kind === 'teacher' || kind === 'staff') return null
  return (
    <div className={styles.halves}>
      {kind === 'student' && (
        <SelectField
          aria-label={t('dispatch.recipients.who')}
          leftSection={<Icon name="guardian" />}
          value={settings.recipients}
          choices={(['guardians', 'students', 'both'] as const).map(value => ({
            value,
            label: t(`dispatch.recipients.${value}`),
          }))}
          onChoice={recipients => onChange({ recipients })}
        />
      )}
      <SelectField
        aria-label={t('dispatch.recipients.per')}
        leftSection={<Icon name="home" />}
        value={settings.per}
        choices={(['household', 'person'] as const).map(value => ({ value, label: t(`dispatch.recipients.${value}`) }))}
        onChoice={per => onChange({ per })}
      />
    </div>
  )
}
