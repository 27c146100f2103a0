import { Button, Menu } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../components/icon.tsx'
import { useFormats } from '../../lib/formats.ts'
import { useMailAccounts } from './api.ts'
import styles from './mail.module.css'

interface AccountMenuProps {
  account: string
  onAccount: (id: string) => void
}

/** Whose mail is listed: one account, what I sent myself, or all that I may see. */
export function AccountMenu({ account, onAccount }: AccountMenuProps) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const accounts = useMailAccounts().data ?? []
  // The sums come with the accounts, under names of their own.
  const sum = (id: 'all' | 'mine') => accounts.find(candidate => candidate.id === id)?.count
  const named = accounts.filter(candidate => candidate.id !== 'all' && candidate.id !== 'mine')
  const current = named.find(candidate => candidate.id === account)
  const name = current?.designation ?? (account === 'mine' ? t('mail.mine') : t('mail.all'))
  const item = (id: string, title: string, words: string, count?: number) => (
    <Menu.Item
      key={id}
      aria-current={id === account ? 'true' : undefined}
      className={styles.account}
      onClick={() => onAccount(id)}
    >
      <Icon name={id === account ? 'check' : 'mail'} />
      <b>{title}</b>
      {count !== undefined && <span className="num">{number(count)}</span>}
      <small>{words}</small>
    </Menu.Item>
  )
  return (
    <Menu position="bottom-start" width={380}>
      <Menu.Target>
        <Button
          className={styles.accountButton}
          data-long={name.length > 14 || undefined}
          rightSection={<Icon name="down" size={16} />}
          leftSection={<Icon name="mail" />}
        >
          <span className="sr">{t('mail.account')}: </span>
          <span className="cut">{name}</span>
          {current && <span className={`${styles.address} only-l`}>{current.address}</span>}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {item('all', t('mail.all'), t('mail.allWords'), sum('all'))}
        {item('mine', t('mail.mine'), t('mail.mineWords'), sum('mine'))}
        <Menu.Divider />
        {named.map(candidate => item(candidate.id, candidate.designation, candidate.address, candidate.count))}
      </Menu.Dropdown>
    </Menu>
  )
}
