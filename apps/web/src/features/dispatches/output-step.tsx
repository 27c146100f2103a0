import type { PersonKind, PlanView } from '@mailroom/contract'
import { Checkbox } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Note } from '../../components/note.tsx'
import { Segmented } from '../../components/segmented.tsx'
import type { Settings } from './choice.ts'
import styles from './dispatch.module.css'
import { LetterPicker } from './letter-picker.tsx'
import { SenderLine } from './sender-line.tsx'
import { Step } from './step.tsx'

interface OutputStepProps {
  kind: PersonKind
  settings: Settings
  plan: PlanView | undefined
  onChange: (patch: Partial<Settings>) => void
}

export function OutputStep({ kind, settings, plan, onChange }: OutputStepProps) {
  const { t } = useTranslation()
  const email = settings.output === 'email'
  return (
    <Step number={1} title={t('dispatch.output.step')}>
      <Segmented
        wide
        label={t('dispatch.output.label')}
        items={[
          { id: 'email', label: t('dispatch.output.email'), icon: 'mail' },
          { id: 'print', label: t('dispatch.output.print'), icon: 'print' },
        ]}
        value={settings.output}
        onChange={output => onChange({ output })}
      />
      <LetterPicker
        list={kind}
        value={settings.letterId}
        // What was filled in belongs to the other letter's fields.
        onPick={letterId => letterId !== settings.letterId && onChange({ letterId, values: {} })}
      />
      {email && (
        <>
          <div className={styles.ways}>
            <Checkbox
              checked={settings.attachPdf}
              label={t('dispatch.output.attach')}
              description={t('dispatch.output.attachHint')}
              onChange={event => onChange({ attachPdf: event.currentTarget.checked })}
            />
            <Checkbox
              checked={settings.integrate}
              label={t('dispatch.output.integrate')}
              description={t('dispatch.output.integrateHint')}
              onChange={event => onChange({ integrate: event.currentTarget.checked })}
            />
          </div>
          {!settings.attachPdf && !settings.integrate && (
            <Note tone="warn" role="alert" title={t('dispatch.output.oneRequired')} />
          )}
          <SenderLine plan={plan} accountId={settings.accountId} onAccount={accountId => onChange({ accountId })} />
        </>
      )}
    </Step>
  )
}
