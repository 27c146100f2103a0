import { useTranslation } from 'react-i18next'
import { Icon } from '../../components/icon.tsx'
import { useSession } from '../../features/users/api.ts'
import styles from './shell.module.css'

/** In the demo school nobody must wonder where the e-mail went. */
export function DemoLine() {
  const { t } = useTranslation()
  const { demo, inboxUrl } = useSession()
  if (!demo) return null
  return (
    <p className={styles.demo}>
      <Icon name="info" size={16} />
      <span className="cut">{t('shell.demo')}</span>
      {inboxUrl && (
        <a className="lk" href={inboxUrl} target="_blank" rel="noreferrer">
          {t('shell.openInbox')}
        </a>
      )}
    </p>
  )
}
