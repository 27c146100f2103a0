import type { PlanView } from '@mailroom/contract'
import { Checkbox, Radio } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { SelectField } from '../../components/form/select-field.tsx'
import { useFormats } from '../../lib/formats.ts'
import type { Settings } from './choice.ts'
import styles from './dispatch.module.css'
import { Step } from './step.tsx'

interface CopiesStepProps {
  number: number
  settings: Settings
  plan: PlanView | undefined
  onChange: (patch: Partial<Settings>) => void
}

/** Which letters are printed too, and how; with the output Print only the paper is left to choose. */
export function CopiesStep({ number, settings, plan, onChange }: CopiesStepProps) {
  const { t } = useTranslation()
  const email = settings.output === 'email'
  return (
    <Step number={number} title={email ? t('dispatch.copies.step') : t('dispatch.copies.paperStep')}>
      {email && (
        <Radio.Group
          aria-label={t('dispatch.copies.label')}
          value={settings.printCopy}
          onChange={value => onChange({ printCopy: value as Settings['printCopy'] })}
        >
          <div className={styles.copies}>
            <span className={styles.lab} aria-hidden="true">
              {t('dispatch.copies.label')}
            </span>
            <div className={styles.radios}>
              <Radio value="none" label={t('dispatch.copies.none')} />
              <Radio value="all" label={<Counted words={t('dispatch.copies.all')} count={plan?.copies.all} />} />
              <Radio
                value="without-email"
                label={<Counted words={t('dispatch.copies.without')} count={plan?.copies.withoutEmail} />}
              />
            </div>
          </div>
        </Radio.Group>
      )}
      {(!email || settings.printCopy !== 'none') && (
        <div className={styles.paperRow}>
          <span className={styles.lab} aria-hidden="true">
            {t('dispatch.copies.paper')}
          </span>
          <Checkbox
            checked={settings.duplex}
            label={t('dispatch.copies.duplex')}
            description={t('dispatch.copies.duplexHint')}
            onChange={event => onChange({ duplex: event.currentTarget.checked })}
          />
          <SelectField
            aria-label={t('dispatch.copies.order')}
            value={settings.order}
            choices={[
              { value: 'name', label: t('dispatch.copies.byName') },
              { value: 'class', label: t('dispatch.copies.byClass') },
              { value: 'postcode', label: t('dispatch.copies.byPostcode') },
            ]}
            onChoice={order => onChange({ order })}
          />
        </div>
      )}
    </Step>
  )
}

function Counted({ words, count }: { words: string; count: number | undefined }) {
  const { number } = useFormats()
  return (
    <>
      {words} {count !== undefined && <span className={styles.count}>{number(count)}</span>}
    </>
  )
}
