import type { Body, createAccount } from '@mailroom/contract'
import { Button } from '@mantine/core'
import type { UseMutationResult } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TextField } from '../../components/form/field.tsx'
import { FormErrorSummary } from '../../components/form-error-summary.tsx'
import { asApiError } from '../../lib/api-error.ts'
import styles from './accounts.module.css'

type Address = Body<typeof createAccount>

interface AddressFormProps<Account> {
  initial: Address
  words: { designation: string; designationHint: string; addressHint: string }
  create: UseMutationResult<{ account: Account }, Error, Address>
  onCreated: (account: Account) => void
  onCancel: () => void
}

/** What an account is called and sends from; saving it sends the code to that address. */
export function AddressForm<Account>(props: AddressFormProps<Account>) {
  const { initial, words, create, onCreated, onCancel } = props
  const { t } = useTranslation()
  const [typed, setTyped] = useState(initial)
  const failure = create.error ? asApiError(create.error) : null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate(typed, { onSuccess: answer => onCreated(answer.account) })
  }
  return (
    <form className={styles.wizard} onSubmit={submit} noValidate>
      <FormErrorSummary error={failure} fieldIds={{ designation: 'account-designation', address: 'account-address' }} />
      <TextField
        id="account-designation"
        data-autofocus
        label={words.designation}
        hint={words.designationHint}
        value={typed.designation}
        error={failure?.fault('designation')}
        onText={designation => setTyped(now => ({ ...now, designation }))}
      />
      <TextField
        id="account-address"
        type="email"
        label={t('accounts.address')}
        hint={words.addressHint}
        value={typed.address}
        error={failure?.fault('address')}
        onText={address => setTyped(now => ({ ...now, address }))}
      />
      <div className={styles.buttons}>
        <Button variant="subtle" size="md" onClick={onCancel}>
          {t('parts.cancel')}
        </Button>
        <Button type="submit" variant="filled" size="md" loading={create.isPending}>
          {t('accounts.wizard.next')}
        </Button>
      </div>
    </form>
  )
}
