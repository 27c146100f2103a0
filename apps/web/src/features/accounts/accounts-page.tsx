import type { AccountView } from '@mailroom/contract'
import { Button } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Icon } from '../../components/icon.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Desk, Sheet } from '../../components/sheet.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { StateWord } from '../../components/state-word.tsx'
import { AccountDetail } from './account-detail.tsx'
import { AccountWizard } from './account-wizard.tsx'
import styles from './accounts.module.css'
import { useAccounts } from './api.ts'

const page = getRouteApi('/shell/administration/accounts')

/** Institution accounts: list beside the open one; a new one starts in a small wizard. */
export function AccountsPage() {
  const { t } = useTranslation()
  const { open } = page.useSearch()
  const navigate = page.useNavigate()
  const query = useAccounts()
  const [wizard, setWizard] = useState(false)
  const accounts = query.data?.accounts ?? []
  const current = accounts.find(account => account.id === open)
  const show = (id: string | undefined) => void navigate({ search: { open: id }, replace: true })
  const create = (
    <Button variant="filled" leftSection={<Icon name="plus" />} onClick={() => setWizard(true)}>
      {t('accounts.create')}
    </Button>
  )
  return (
    <>
      <PageHead title={t('accounts.title')} actions={accounts.length > 0 && create} />
      <Desk>
        <Sheet className={styles.list} aria-label={t('accounts.list')} data-open={current ? true : undefined}>
          {query.isPending && <Skeleton />}
          {query.error && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
          {query.data && accounts.length === 0 && (
            <EmptyState icon="mail" title={t('accounts.empty')} action={create}>
              {t('accounts.emptyWords')}
            </EmptyState>
          )}
          {accounts.length > 0 && <AccountList accounts={accounts} openId={open} onOpen={show} />}
        </Sheet>
        {accounts.length > 0 && (
          <Sheet
            as="article"
            className={styles.detail}
            data-open={current ? true : undefined}
            aria-label={current?.designation ?? t('accounts.choose')}
          >
            {current ? (
              <AccountDetail
                key={current.id}
                account={current}
                candidates={query.data?.candidates ?? []}
                onClose={() => show(undefined)}
              />
            ) : (
              <EmptyState icon="mail" title={t('accounts.choose')}>
                {t('accounts.chooseWords')}
              </EmptyState>
            )}
          </Sheet>
        )}
      </Desk>
      {wizard && (
        <AccountWizard candidates={query.data?.candidates ?? []} onClose={() => setWizard(false)} onCreated={show} />
      )}
    </>
  )
}

interface AccountListProps {
  accounts: AccountView[]
  openId: string | undefined
  onOpen: (id: string) => void
}

function AccountList({ accounts, openId, onOpen }: AccountListProps) {
  const { t } = useTranslation()
  return (
    <ul className={styles.rows}>
      {accounts.map(account => (
        <li key={account.id} data-open={account.id === openId || undefined}>
          <button
            type="button"
            aria-current={account.id === openId ? 'true' : undefined}
            onClick={() => onOpen(account.id)}
          >
            <b className="cut">{account.designation}</b>
            {account.state === 'pending' ? (
              <StateWord icon="clock" tone="warn">
                {t('accounts.states.pending')}
              </StateWord>
            ) : (
              <span className={styles.count}>
                {account.users.length > 0
                  ? t('accounts.users', { count: account.users.length })
                  : t('accounts.noUsers')}
              </span>
            )}
            <small className="cut">{account.address}</small>
          </button>
        </li>
      ))}
    </ul>
  )
}
