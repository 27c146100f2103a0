import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Icon, type IconName } from '../../components/icon.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Sheet } from '../../components/sheet.tsx'
import styles from './administration.module.css'

/** What a supervisor sets up, one line each. */
export function AdministrationPage() {
  const { t } = useTranslation()
  return (
    <>
      <PageHead title={t('users.admin.title')} />
      <Sheet className={styles.sheet} aria-label={t('users.admin.title')}>
        <ul className={styles.sections}>
          <Section
            to="/administration/sending"
            icon="server"
            title={t('sending.title')}
            words={t('users.admin.sendingWords')}
          />
          <Section
            to="/administration/accounts"
            icon="mail"
            title={t('accounts.title')}
            words={t('users.admin.accountsWords')}
          />
          <Section
            to="/administration/users"
            icon="shield"
            title={t('users.list.title')}
            words={t('users.admin.usersWords')}
          />
          <Section
            to="/administration/institution"
            icon="school"
            title={t('users.institution.title')}
            words={t('users.admin.institutionWords')}
          />
          <Section to="/administration/health" icon="ok" title={t('health.title')} words={t('health.adminWords')} />
        </ul>
      </Sheet>
    </>
  )
}

interface SectionProps {
  to:
    | '/administration/sending'
    | '/administration/accounts'
    | '/administration/users'
    | '/administration/institution'
    | '/administration/health'
  icon: IconName
  title: string
  words: string
}

function Section({ to, icon, title, words }: SectionProps) {
  return (
    <li>
      <Link to={to} className={styles.section}>
        <Icon name={icon} />
        <span className="grow">
          <b>{title}</b>
          <small>{words}</small>
        </span>
        <Icon name="right" />
      </Link>
    </li>
  )
}
