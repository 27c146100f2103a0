import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { PageHead } from '../../components/page-head.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { MyDispatching } from '../accounts/my-dispatching.tsx'
import { SignaturesPanel } from '../signatures/signatures-panel.tsx'
import styles from './my-account.module.css'
import { ProfilePanel } from './profile-panel.tsx'

const page = getRouteApi('/shell/account')

export function MyAccountPage() {
  const { t } = useTranslation()
  const { tab = 'profile' } = page.useSearch()
  const navigate = page.useNavigate()
  const items = (['profile', 'sending', 'signatures'] as const).map(id => ({ id, label: t(`users.me.tabs.${id}`) }))
  return (
    <>
      <PageHead title={t('users.me.title')} />
      <Sheet className={styles.sheet} aria-label={t('users.me.title')}>
        <div className={styles.tabs}>
          <Tabs
            look="line"
            label={t('users.me.title')}
            panelId="account-part"
            items={items}
            current={tab}
            onChange={next => void navigate({ search: { tab: next === 'profile' ? undefined : next }, replace: true })}
          />
        </div>
        <div id="account-part" className={styles.part}>
          {tab === 'profile' && <ProfilePanel />}
          {tab === 'sending' && <MyDispatching />}
          {tab === 'signatures' && <SignaturesPanel />}
        </div>
      </Sheet>
    </>
  )
}
