import type { AccountView } from '@mailroom/contract'
import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormErrorSummary } from '../../components/form-error-summary.tsx'
import styles from './accounts.module.css'
import { useAuthoriseUsers } from './api.ts'
import { UserTicks } from './user-ticks.tsx'

interface AuthorisedUsersProps {
  account: AccountView
  candidates: AccountView['users']
  /** In the wizard: called once saved. */
  onSaved?: () => void
}

export function AuthorisedUsers({ account, candidates, onSaved }: AuthorisedUsersProps) {
  const { t } = useTranslation()
  const before = account.users.map(user => user.id)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(before))
  const save = useAuthoriseUsers(account.id)
  const dirty = chosen.size !== before.length || before.some(id => !chosen.has(id))
  const apply = () =>
    save.mutate(
      { version: account.version, userIds: [...chosen] },
      {
        onSuccess: () => {
          notifications.show({ message: t('accounts.people.saved') })
          onSaved?.()
        },
      },
    )
  return (
    <section className={styles.block}>
      <h3>{t('accounts.people.title')}</h3>
      <FormErrorSummary error={save.error} />
      <UserTicks users={candidates} chosen={chosen} onChange={setChosen} />
      <div className={styles.buttons}>
        <p className={styles.hint}>{before.some(id => !chosen.has(id)) && t('accounts.people.removeHint')}</p>
        {dirty && (
          <Button variant="subtle" onClick={() => setChosen(new Set(before))}>
            {t('parts.discard')}
          </Button>
        )}
        <Button variant="filled" disabled={!dirty} loading={save.isPending} onClick={apply}>
          {t('accounts.people.save')}
        </Button>
      </div>
    </section>
  )
}
