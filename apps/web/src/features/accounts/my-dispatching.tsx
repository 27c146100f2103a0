import type { UsableAccountView } from '@mailroom/contract'
import { Button, Radio, Tooltip } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Icon } from '../../components/icon.tsx'
import { Note } from '../../components/note.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { StateWord } from '../../components/state-word.tsx'
import { useFormats } from '../../lib/formats.ts'
import { AccountSettings } from './account-settings.tsx'
import styles from './accounts.module.css'
import { useMyAccounts } from './api.ts'
import { CodeForm } from './code-form.tsx'
import { PersonalAccountDialog } from './personal-account-dialog.tsx'

/** "Configure e-mail dispatching": with delegation there is nothing to configure, only to personalise. */
export function MyDispatching() {
  const { t } = useTranslation()
  const query = useMyAccounts()
  const [chosenId, setChosenId] = useState<string | null>(null)
  const [creating, setCreating] = useState(false)
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  if (query.isPending) return <Skeleton />
  const { delegated, accounts } = query.data
  const chosen =
    accounts.find(account => account.id === chosenId) ?? accounts.find(account => account.isDefault) ?? accounts[0]
  const create = (
    <Button leftSection={<Icon name="plus" />} onClick={() => setCreating(true)}>
      {t('accounts.mine.create')}
    </Button>
  )
  return (
    <div className={styles.body} style={{ paddingTop: 20 }}>
      <div className={styles.block}>
        <Note
          tone={delegated ? 'ok' : 'warn'}
          title={delegated ? t('accounts.mine.delegatedTitle') : t('accounts.mine.clientTitle')}
        >
          {delegated ? t('accounts.mine.delegatedWords') : t('accounts.mine.clientWords')}
        </Note>
      </div>
      {!chosen && (
        <EmptyState icon="mail" title={t('accounts.mine.none')} action={create}>
          {t('accounts.mine.noneWords')}
        </EmptyState>
      )}
      {chosen && (
        <>
          <section className={styles.block}>
            <h2>{t('accounts.mine.accounts')}</h2>
            <AccountChoice accounts={accounts} chosen={chosen} onChoose={setChosenId} />
            {!accounts.some(account => account.kind === 'personal') && <div>{create}</div>}
          </section>
          {chosen.state === 'pending' ? (
            <CodeForm id={chosen.id} address={chosen.address} />
          ) : (
            <AccountSettings key={chosen.id} account={chosen} />
          )}
        </>
      )}
      {creating && <PersonalAccountDialog onClose={() => setCreating(false)} onCreated={setChosenId} />}
    </div>
  )
}

interface AccountChoiceProps {
  accounts: UsableAccountView[]
  chosen: UsableAccountView
  onChoose: (id: string) => void
}

function AccountChoice({ accounts, chosen, onChoose }: AccountChoiceProps) {
  const { t } = useTranslation()
  return (
    <Radio.Group aria-label={t('accounts.mine.accounts')} value={chosen.id} onChange={onChoose}>
      <ul className={styles.choice}>
        {accounts.map(account => (
          <li key={account.id} data-chosen={account.id === chosen.id || undefined}>
            <div className={styles.accountLine}>
              <Radio value={account.id} label={account.designation} description={account.address} />
              <span className="grow" />
              {account.state === 'pending' && (
                <StateWord icon="clock" tone="warn">
                  {t('accounts.states.pending')}
                </StateWord>
              )}
              {account.isDefault && (
                <StateWord icon="check" tone="go">
                  {t('accounts.mine.default')}
                </StateWord>
              )}
              {account.kind === 'institution' ? (
                <Others account={account} />
              ) : (
                <span className={styles.count}>{t('accounts.mine.kinds.personal')}</span>
              )}
            </div>
          </li>
        ))}
      </ul>
    </Radio.Group>
  )
}

/** The other users of a shared account: on hover, on focus and on tap. */
function Others({ account }: { account: UsableAccountView }) {
  const { t } = useTranslation()
  const { list } = useFormats()
  const names = account.others.length > 0 ? list(account.others) : t('accounts.mine.alone')
  return (
    <Tooltip label={names} multiline maw={280} openDelay={0}>
      <button type="button" className="lk">
        <StateWord icon="guardian" tone="go">
          {t('accounts.users', { count: account.others.length + 1 })}
          <span className="sr">
            . {t('accounts.mine.others', { designation: account.designation })}: {names}
          </span>
        </StateWord>
      </button>
    </Tooltip>
  )
}
