import type { PlanView } from '@mailroom/contract'
import { Menu } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../components/icon.tsx'
import { useMyAccounts } from './api.ts'
import styles from './dispatch.module.css'

interface SenderLineProps {
  plan: PlanView | undefined
  accountId: string | null
  onAccount: (id: string) => void
}

/** Whom the families see as sender; another account is one click away. */
export function SenderLine({ plan, accountId, onAccount }: SenderLineProps) {
  const { t } = useTranslation()
  const accounts = (useMyAccounts().data?.accounts ?? []).filter(account => account.state === 'active')
  // Before a letter is chosen nobody knows yet who sends.
  if (!plan) return null
  const { from, replyTo } = plan
  if (!from) {
    return (
      <p className={styles.from}>
        <Icon name="warn" size={16} />
        <span>{t('dispatch.output.noAccount')}</span>
        <Link className="lk" to="/account" search={{ tab: 'sending' }}>
          {t('dispatch.output.setUp')}
        </Link>
      </p>
    )
  }
  return (
    <div>
      <div className={styles.from}>
        {t('dispatch.output.from')}
        <b className="cut">{`${from.name}, ${from.address}`}</b>
        {accounts.length > 1 && (
          <Menu position="bottom-end" width={340}>
            <Menu.Target>
              <button type="button" className="lk">
                {t('dispatch.output.change')}
              </button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Label>{t('dispatch.output.accounts')}</Menu.Label>
              {accounts.map(account => (
                <Menu.Item
                  key={account.id}
                  leftSection={<Icon name={account.id === accountId ? 'check' : 'mail'} />}
                  onClick={() => onAccount(account.id)}
                >
                  <span className={styles.twoLines}>
                    <b>{account.designation}</b>
                    <small className="cut">{account.preview.from.address}</small>
                  </span>
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
      {replyTo && replyTo.address !== from.address && (
        <p className={styles.fine}>{t('dispatch.output.replies', { address: replyTo.address })}</p>
      )}
    </div>
  )
}
