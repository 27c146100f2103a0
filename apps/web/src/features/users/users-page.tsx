import { roles } from '@mailroom/contract'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorState } from '../../components/error-state.tsx'
import { SearchField } from '../../components/form/search-field.tsx'
import { Icon } from '../../components/icon.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { type UserRow, useUsers } from './api.ts'
import { EditUserDialog } from './edit-user-dialog.tsx'
import { InviteDialog } from './invite-dialog.tsx'
import { UserTable } from './user-table.tsx'
import styles from './users.module.css'

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

export function UsersPage() {
  const { t } = useTranslation()
  const query = useUsers()
  const [search, setSearch] = useState('')
  const [role, setRole] = useState<'all' | (typeof roles)[number]>('all')
  const [dialog, setDialog] = useState<'invite' | UserRow | null>(null)
  const users = query.data?.users ?? []
  const shown = users.filter(
    user => (role === 'all' || user.role === role) && plain(`${user.name} ${user.email}`).includes(plain(search)),
  )
  const tabs = [
    { id: 'all' as const, label: t('users.list.filterAll'), count: users.length },
    ...roles.map(id => ({
      id,
      label: t(`users.list.roles.${id}`),
      count: users.filter(user => user.role === id).length,
    })),
  ]
  return (
    <>
      <PageHead
        title={t('users.list.title')}
        actions={
          <Button variant="filled" leftSection={<Icon name="plus" />} onClick={() => setDialog('invite')}>
            {t('users.list.invite')}
          </Button>
        }
      >
        <Tabs look="pills" label={t('users.list.role')} items={tabs} current={role} onChange={setRole} />
      </PageHead>
      <Sheet className={styles.sheet} aria-label={t('users.list.title')}>
        <div className={styles.tools}>
          <SearchField label={t('users.list.search')} value={search} slash width={260} onSearch={setSearch} />
          <span className="grow" />
          <p className={styles.count} role="status">
            {t('users.list.count', { count: shown.length })}
          </p>
        </div>
        {query.isPending && <Skeleton />}
        {query.error && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
        {query.data && <UserTable users={shown} onEdit={setDialog} />}
      </Sheet>
      {dialog === 'invite' && <InviteDialog onClose={() => setDialog(null)} />}
      {dialog && dialog !== 'invite' && <EditUserDialog user={dialog} onClose={() => setDialog(null)} />}
    </>
  )
}
