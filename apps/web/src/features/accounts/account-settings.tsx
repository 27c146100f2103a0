import type { UsableAccountView } from '@mailroom/contract'
import { Button, Checkbox } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TextField } from '../../components/form/field.tsx'
import { SelectField } from '../../components/form/select-field.tsx'
import { FormErrorSummary } from '../../components/form-error-summary.tsx'
import { asApiError } from '../../lib/api-error.ts'
import { signaturesQuery } from '../signatures/api.ts'
import styles from './accounts.module.css'
import { useSaveAccountSettings } from './api.ts'

/** "Personalise": my own settings for one account; colleagues of the same account keep theirs. */
export function AccountSettings({ account }: { account: UsableAccountView }) {
  const { t } = useTranslation()
  const save = useSaveAccountSettings(account.id)
  const signatures = useQuery(signaturesQuery).data?.signatures ?? []
  const [response, setResponse] = useState(account.settings.responseAddress ?? '')
  const [mask, setMask] = useState(account.settings.maskCopies)
  const [signatureId, setSignatureId] = useState(account.settings.defaultSignatureId ?? '')
  const failure = save.error ? asApiError(save.error) : null
  const send = (isDefault: boolean) =>
    save.mutate(
      {
        responseAddress: response.trim() || null,
        maskCopies: mask,
        defaultSignatureId: signatureId || null,
        isDefault,
      },
      { onSuccess: () => notifications.show({ message: t('accounts.mine.saved') }) },
    )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    send(account.isDefault)
  }
  return (
    <form className={styles.block} onSubmit={submit} noValidate>
      <h2>{t('accounts.mine.personalise')}</h2>
      <FormErrorSummary error={failure} fieldIds={{ responseAddress: 'response-address' }} />
      <div className={styles.two}>
        <TextField
          id="response-address"
          type="email"
          label={t('accounts.mine.response')}
          hint={t('accounts.mine.responseHint', { address: account.address })}
          value={response}
          error={failure?.fault('responseAddress')}
          onText={setResponse}
        />
        <SelectField
          label={t('accounts.mine.signature')}
          value={signatureId}
          choices={[
            { value: '', label: t('accounts.mine.noSignature') },
            ...signatures.map(item => ({ value: item.id, label: item.name })),
          ]}
          onChoice={setSignatureId}
        />
      </div>
      <Checkbox
        label={t('accounts.mine.mask')}
        description={t('accounts.mine.maskHint')}
        checked={mask}
        onChange={event => setMask(event.currentTarget.checked)}
      />
      <SenderPreview account={account} />
      <div className={styles.buttons}>
        {!account.isDefault && (
          <Button variant="subtle" size="md" disabled={save.isPending} onClick={() => send(true)}>
            {t('accounts.mine.makeDefault')}
          </Button>
        )}
        <Button type="submit" variant="filled" size="md" loading={save.isPending}>
          {t('parts.save')}
        </Button>
      </div>
    </form>
  )
}

/** As saved: the server decides what recipients see. */
function SenderPreview({ account }: { account: UsableAccountView }) {
  const { t } = useTranslation()
  const { from, replyTo, rewritten, why } = account.preview
  return (
    <div className={styles.preview}>
      <p className={styles.count}>{t('accounts.mine.preview')}</p>
      <b>{from.name || from.address}</b>
      <span>{from.address}</span>
      {replyTo && <span>{t('accounts.mine.replyTo', { address: replyTo.address })}</span>}
      {rewritten && <span>{why}</span>}
    </div>
  )
}
