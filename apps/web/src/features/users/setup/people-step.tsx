import { useTranslation } from 'react-i18next'
import { FormErrorSummary } from '../../../components/form-error-summary.tsx'
import { Icon, type IconName } from '../../../components/icon.tsx'
import styles from './setup.module.css'
import type { StepProps } from './step-foot.tsx'

export function PeopleStep({ busy, error, onDone, onImport }: StepProps & { onImport: () => void }) {
  const { t } = useTranslation()
  return (
    <div className={styles.form}>
      <p>{t('users.setup.peopleWords')}</p>
      <FormErrorSummary error={error} />
      <div className={styles.choices}>
        <Choice
          icon="tray"
          title={t('users.setup.importNow')}
          words={t('users.setup.importNowHint')}
          busy={busy}
          onChoose={onImport}
        />
        <Choice
          icon="clock"
          title={t('users.setup.importLater')}
          words={t('users.setup.importLaterHint')}
          busy={busy}
          onChoose={onDone}
        />
      </div>
    </div>
  )
}

interface ChoiceProps {
  icon: IconName
  title: string
  words: string
  busy: boolean
  onChoose: () => void
}

function Choice({ icon, title, words, busy, onChoose }: ChoiceProps) {
  return (
    <button type="button" className={styles.choice} disabled={busy} onClick={onChoose}>
      <Icon name={icon} size={22} />
      <span>
        <b>{title}</b>
        <small>{words}</small>
      </span>
    </button>
  )
}
