import { Button, Modal } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TextField } from '../../components/form/field.tsx'
import { FormErrorSummary } from '../../components/form-error-summary.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { asApiError } from '../../lib/api-error.ts'
import { usePerson, useUpdatePerson } from './api.ts'
import { nameOf } from './people-columns.tsx'
import styles from './person-form.module.css'
import { valuesOf } from './person-values.ts'

/** The quickest repair of all: one address, the rest of the person untouched. */
export function AddressDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation()
  const person = usePerson(id).data
  const update = useUpdatePerson(id)
  const [typed, setTyped] = useState<string | null>(null)
  const value = typed ?? person?.emails[0]?.address ?? ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!person) return
    const rest = person.emails.map(email => email.address).filter(address => address !== value.trim())
    update.mutate(
      { ...valuesOf(person), emails: [value.trim(), ...rest] },
      {
        onSuccess: saved => {
          notifications.show({ message: t('people.form.saved', { name: nameOf(saved) }) })
          onClose()
        },
      },
    )
  }
  const fault = update.error
    ? asApiError(update.error).fields.find(field => field.field.startsWith('emails'))?.message
    : undefined
  return (
    <Modal
      opened
      onClose={onClose}
      title={person ? t('people.address.title', { name: nameOf(person) }) : ''}
      closeButtonProps={{ 'aria-label': t('parts.close') }}
    >
      {person ? (
        <form className={styles.form} onSubmit={submit} noValidate>
          {update.error && !fault && <FormErrorSummary error={update.error} />}
          <TextField
            data-autofocus
            type="email"
            autoComplete="off"
            label={t('people.address.label')}
            hint={t('people.address.hint')}
            value={value}
            error={fault}
            onText={setTyped}
          />
          <div className={styles.buttons}>
            <Button variant="subtle" size="md" onClick={onClose}>
              {t('parts.cancel')}
            </Button>
            <Button type="submit" variant="filled" size="md" loading={update.isPending}>
              {t('people.address.save')}
            </Button>
          </div>
        </form>
      ) : (
        <Skeleton lines={3} />
      )}
    </Modal>
  )
}
