import type { AccountView } from '@mailroom/contract'
import { Button, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { type FormEvent, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { TextField } from '../../components/form/field.tsx'
import { FormErrorSummary } from '../../components/form-error-summary.tsx'
import { Icon } from '../../components/icon.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { StateWord } from '../../components/state-word.tsx'
import { asApiError } from '../../lib/api-error.ts'
import { useDraft } from '../../lib/draft.ts'
import styles from './accounts.module.css'
import { useDeleteAccount, useUpdateAccount } from './api.ts'
import { AuthorisedUsers } from './authorised-users.tsx'
import { CodeForm } from './code-form.tsx'

interface AccountDetailProps {
  account: AccountView
  candidates: AccountView['users']
  onClose: () => void
}

export function AccountDetail({ account, candidates, onClose }: AccountDetailProps) {
  const { t } = useTranslation()
  const [removing, setRemoving] = useState(false)
  const remove = useDeleteAccount()
  return (
    <>
      <header className={styles.head}>
        <IconButton className={styles.back} icon="left" label={t('parts.back')} onClick={onClose} />
        <div className="grow">
          <h2>{account.designation}</h2>
          <p>
            {account.address}
            <StateWord
              icon={account.state === 'active' ? 'ok' : 'clock'}
              tone={account.state === 'active' ? 'ok' : 'warn'}
            >
              {t(`accounts.states.${account.state}`)}
            </StateWord>
          </p>
        </div>
        <Menu>
          <Menu.Target>
            <IconButton icon="more" label={t('parts.more')} tooltip={false} />
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item data-danger leftSection={<Icon name="trash" />} onClick={() => setRemoving(true)}>
              {t('accounts.remove')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </header>
      <div className={styles.body}>
        {account.state === 'pending' && <CodeForm id={account.id} address={account.address} code={account.code} />}
        <AddressForm account={account} />
        <AuthorisedUsers key={account.version} account={account} candidates={candidates} />
      </div>
      <ConfirmDialog
        opened={removing}
        danger
        onClose={() => setRemoving(false)}
        title={t('accounts.removeTitle', { designation: account.designation })}
        confirmLabel={t('accounts.remove')}
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate(account.id, { onSuccess: onClose })}
      >
        <p>{t('accounts.removeWords')}</p>
      </ConfirmDialog>
    </>
  )
}

function AddressForm({ account }: { account: AccountView }) {
  const { t } = useTranslation()
  const { version, designation, address } = account
  const form = useDraft(useMemo(() => ({ designation, address }), [designation, address]))
  const save = useUpdateAccount(account.id)
  const failure = save.error ? asApiError(save.error) : null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(
      { version, ...form.value },
      {
        onSuccess: () => {
          form.reset()
          notifications.show({ message: t('accounts.saved', { designation: form.value.designation }) })
        },
      },
    )
  }
  return (
    <form className={styles.block} onSubmit={submit} noValidate>
      {failure && failure.fields.length === 0 && <FormErrorSummary error={failure} />}
      <div className={styles.two}>
        <TextField
          label={t('accounts.designation')}
          hint={t('accounts.designationHint')}
          value={form.value.designation}
          changed={form.isChanged('designation')}
          error={failure?.fault('designation')}
          onText={value => form.set({ designation: value })}
        />
        <TextField
          type="email"
          label={t('accounts.address')}
          hint={
            form.isChanged('address')
              ? t('accounts.addressChange')
              : account.insideDomains
                ? t('accounts.inside')
                : t('accounts.outside', { designation })
          }
          value={form.value.address}
          changed={form.isChanged('address')}
          error={failure?.fault('address')}
          onText={value => form.set({ address: value })}
        />
      </div>
      {form.dirty && (
        <div className={styles.buttons}>
          <Button variant="subtle" onClick={form.reset}>
            {t('parts.discard')}
          </Button>
          <Button type="submit" variant="filled" loading={save.isPending}>
            {t('parts.save')}
          </Button>
        </div>
      )}
    </form>
  )
}
