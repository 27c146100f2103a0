import { Tooltip } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { IconName } from '../../components/icon.tsx'
import { ScrollRegion } from '../../components/scroll-region.tsx'
import { StateWord, type Tone } from '../../components/state-word.tsx'
import { useFormats } from '../../lib/formats.ts'
import type { UserRow } from './api.ts'
import { UserActions } from './user-actions.tsx'
import styles from './users.module.css'

const looks: Record<UserRow['status'], { icon: IconName; tone: Tone }> = {
  active: { icon: 'ok', tone: 'ok' },
  invited: { icon: 'clock', tone: 'warn' },
  disabled: { icon: 'refused', tone: 'muted' },
}

export function UserTable({ users, onEdit }: { users: UserRow[]; onEdit: (user: UserRow) => void }) {
  const { t } = useTranslation()
  return (
    <ScrollRegion className={styles.scroll} label={t('parts.listOf', { name: t('users.list.title') })}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('users.list.name')}</th>
            <th scope="col">{t('users.list.email')}</th>
            <th scope="col">{t('users.list.role')}</th>
            <th scope="col">{t('users.list.status')}</th>
            <th scope="col" className={styles.wide}>
              {t('users.list.accounts')}
            </th>
            <th scope="col" className={styles.wide}>
              {t('users.list.lastSeen')}
            </th>
            <td />
          </tr>
        </thead>
        <tbody>
          {users.map(user => (
            <UserLine key={user.id} user={user} onEdit={() => onEdit(user)} />
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}

function UserLine({ user, onEdit }: { user: UserRow; onEdit: () => void }) {
  const { t } = useTranslation()
  const { day } = useFormats()
  const accounts = user.accounts.map(account => account.designation).join(', ')
  return (
    <tr onDoubleClick={onEdit}>
      <th scope="row">
        <button type="button" onClick={onEdit}>
          {user.name}
        </button>
      </th>
      <td>
        <span className={styles.address}>
          <span className="cut">{user.email}</span>
          {!user.insideDomains && (
            <Tooltip multiline w={280} label={t('users.list.outsideHint', { name: user.name, email: user.email })}>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the explanation must be reachable by keyboard and touch */}
              <span tabIndex={0} className={styles.outside}>
                {t('users.list.outside')}
              </span>
            </Tooltip>
          )}
        </span>
      </td>
      <td>{t(`shell.roles.${user.role}`)}</td>
      <td>
        <StateWord {...looks[user.status]}>{t(`users.list.states.${user.status}`)}</StateWord>
      </td>
      <td className={styles.wide} title={accounts}>
        {accounts || t('users.list.none')}
      </td>
      <td className={styles.wide}>{user.lastSeenAt ? day(user.lastSeenAt) : t('users.list.never')}</td>
      <td>
        <UserActions user={user} onEdit={onEdit} />
      </td>
    </tr>
  )
}
