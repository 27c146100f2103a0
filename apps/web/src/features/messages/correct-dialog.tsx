import type { RecipientRow } from '@mailroom/contract'
import { Button, Checkbox, Modal } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TextField } from '../../components/form/field.tsx'
import { asApiError } from '../../lib/api-error.ts'
import { useCorrect } from './api.ts'
import styles from './mail.module.css'

/** Correct and resend: only this one e-mail goes again. */
export function CorrectDialog({ row, onClose }: { row: RecipientRow | null; onClose: () => void }) {
  const { t } = useTranslation()
  const [address, setAddress] = useState(row?.address ?? '')
  const [keep, setKeep] = useState(true)
  const correct = useCorrect()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!row?.messageId) return
    correct.mutate(
      { id: row.messageId, address, keepForPerson: keep && row.personId !== null },
      {
        onSuccess: () => {
          notifications.show({ message: t('mail.recipients.corrected', { address }) })
          onClose()
        },
      },
    )
  }
  const failure = correct.error ? asApiError(correct.error) : null
  return (
    <Modal
      opened={row !== null}
      onClose={onClose}
      title={t('mail.recipients.correctTitle', { name: row?.name ?? '' })}
      size={440}
      closeButtonProps={{ 'aria-label': t('parts.close') }}
    >
      <form className={styles.correct} onSubmit={submit} noValidate>
        <p className={styles.position}>{row?.words}</p>
        <TextField
          data-autofocus
          type="email"
          inputMode="email"
          label={t('mail.recipients.address')}
          hint={t('mail.recipients.correctWords')}
          value={address}
          error={failure ? (failure.fault('address') ?? failure.message) : undefined}
          onText={setAddress}
        />
        {row?.personId && (
          <Checkbox
            checked={keep}
            label={t('mail.recipients.keep')}
            onChange={event => setKeep(event.currentTarget.checked)}
          />
        )}
        <div className={styles.dialogButtons}>
          <Button variant="subtle" size="md" onClick={onClose}>
            {t('parts.cancel')}
          </Button>
          <Button type="submit" variant="filled" size="md" loading={correct.isPending}>
            {t('mail.recipients.correctLong')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
