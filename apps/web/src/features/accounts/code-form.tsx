import type { AccountView } from '@mailroom/contract'
import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { type FormEvent, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TextField } from '../../components/form/field.tsx'
import { asApiError } from '../../lib/api-error.ts'
import { useFormats } from '../../lib/formats.ts'
import styles from './accounts.module.css'
import { useConfirmAccount, useResendCode } from './api.ts'

interface CodeFormProps {
  id: string
  address: string
  /** Absent where only the code itself is asked for (my own account). */
  code?: AccountView['code']
  onConfirmed?: () => void
}

/** The code from the e-mail; spaces are ignored by the server, so it can be pasted as it is. */
export function CodeForm({ id, address, code, onConfirmed }: CodeFormProps) {
  const { t } = useTranslation()
  const { time } = useFormats()
  const [typed, setTyped] = useState('')
  const confirm = useConfirmAccount(id)
  const failure = confirm.error ? asApiError(confirm.error) : null
  const expired = code ? new Date(code.expiresAt) < new Date() : false
  const submit = (event: FormEvent) => {
    event.preventDefault()
    event.stopPropagation()
    confirm.mutate(typed, {
      onSuccess: () => {
        notifications.show({ message: t('accounts.code.confirmed') })
        onConfirmed?.()
      },
    })
  }
  return (
    <form className={styles.code} onSubmit={submit} noValidate>
      <h3>{t('accounts.code.title')}</h3>
      <p>
        {code &&
          !expired &&
          t('accounts.code.words', { address, time: time(code.sentAt), until: time(code.expiresAt) })}
        {code && expired && t('accounts.code.over')}
        {code === null && t('accounts.code.none')}
      </p>
      <div className={styles.codeRow}>
        <TextField
          aria-label={t('accounts.code.label')}
          inputMode="numeric"
          autoComplete="one-time-code"
          classNames={{ input: styles.codeInput }}
          value={typed}
          error={failure ? [failure.message, failure.hint].filter(Boolean).join(' ') : undefined}
          hint={code && !expired && !failure ? t('accounts.code.tries', { count: code.triesLeft }) : undefined}
          onText={setTyped}
        />
        <Button type="submit" variant="filled" size="md" loading={confirm.isPending} disabled={typed.trim() === ''}>
          {t('accounts.code.submit')}
        </Button>
        <Resend id={id} resendAt={code?.resendAt ?? null} />
      </div>
    </form>
  )
}

function Resend({ id, resendAt }: { id: string; resendAt: string | null }) {
  const { t } = useTranslation()
  const resend = useResendCode(id)
  const left = useSecondsUntil(resend.data?.resendAt ?? resendAt)
  const again = () =>
    resend.mutate(undefined, { onSuccess: () => notifications.show({ message: t('accounts.code.resent') }) })
  return (
    <>
      <Button variant="subtle" size="md" disabled={left > 0} loading={resend.isPending} onClick={again}>
        {left > 0 ? t('accounts.code.resendIn', { seconds: left }) : t('accounts.code.resend')}
      </Button>
      {resend.error && (
        <p className={styles.fault} role="alert">
          {asApiError(resend.error).message}
        </p>
      )}
    </>
  )
}

function useSecondsUntil(at: string | null): number {
  const secondsLeft = () => (at ? Math.max(0, Math.ceil((new Date(at).getTime() - Date.now()) / 1000)) : 0)
  const [, tick] = useState(0)
  const left = secondsLeft()
  useEffect(() => {
    if (left === 0) return
    const timer = setTimeout(() => tick(now => now + 1), 1000)
    return () => clearTimeout(timer)
  })
  return left
}
