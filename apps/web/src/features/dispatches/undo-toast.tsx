import type { Answer, createDispatch } from '@mailroom/contract'
import { sendDispatchNow, undoDispatch } from '@mailroom/contract'
import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../lib/api.ts'
import { asApiError } from '../../lib/api-error.ts'
import { useFormats } from '../../lib/formats.ts'
import { useDispatchAction } from './api.ts'
import styles from './undo-toast.module.css'

export type Sent = Answer<typeof createDispatch>

interface Shown {
  sent: Sent
  /** When it was given a time. */
  sendAt: string | null
  onUndone: () => void
  onView: () => void
}

/** The delay runs on the server: closing the tab, or this toast, changes nothing about it. */
export function showSent(shown: Shown): void {
  const id = `sent-${shown.sent.id}`
  notifications.show({
    id,
    autoClose: shown.sent.undoUntil ? false : 8000,
    withCloseButton: true,
    message: <UndoToast {...shown} onDone={() => notifications.hide(id)} />,
  })
}

function useSecondsLeft(until: string | null): number {
  const left = () => (until ? Math.max(0, Math.ceil((new Date(until).getTime() - Date.now()) / 1000)) : 0)
  const [seconds, setSeconds] = useState(left)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `left` only reads `until`
  useEffect(() => {
    const timer = setInterval(() => setSeconds(left()), 250)
    return () => clearInterval(timer)
  }, [until])
  return seconds
}

function UndoToast({ sent, sendAt, onUndone, onView, onDone }: Shown & { onDone: () => void }) {
  const { t } = useTranslation()
  const { number, dayAndTime } = useFormats()
  const seconds = useSecondsLeft(sent.undoUntil)
  const undo = useDispatchAction(id => call(undoDispatch, { params: { id } }))
  const now = useDispatchAction(id => call(sendDispatchNow, { params: { id } }))
  const [gone, setGone] = useState(false)
  const waits = seconds > 0 && !gone
  const over = sent.undoUntil !== null && !waits
  // biome-ignore lint/correctness/useExhaustiveDependencies: the toast lingers once, from the moment the delay ended
  useEffect(() => {
    if (!over) return
    const timer = setTimeout(onDone, 5000)
    return () => clearTimeout(timer)
  }, [over])
  const failure = undo.error ?? now.error
  const outcome = (['email', 'paper', 'unreachable'] as const)
    .filter(part => sent[part] > 0)
    .map(part => t(`dispatch.toast.${part}`, { count: sent[part], shown: number(sent[part]) }))
    .join(', ')
  const title = sendAt
    ? t('dispatch.toast.scheduled', { when: dayAndTime(sendAt) })
    : waits
      ? t('dispatch.toast.sending', { seconds })
      : t('dispatch.toast.sent')
  return (
    <div className={styles.toast}>
      <p className={styles.words}>
        <b className="num">{title}</b>
        <span role={failure ? 'alert' : undefined}>{failure ? asApiError(failure).message : outcome}</span>
      </p>
      <div className={styles.actions}>
        {waits && (
          <>
            <Button
              size="xs"
              loading={undo.isPending}
              onClick={() =>
                undo.mutate(sent.id, {
                  onSuccess: () => {
                    onDone()
                    onUndone()
                  },
                })
              }
            >
              {t('dispatch.toast.undo')}
            </Button>
            <Button
              size="xs"
              variant="subtle"
              loading={now.isPending}
              onClick={() => now.mutate(sent.id, { onSuccess: () => setGone(true) })}
            >
              {t('dispatch.toast.now')}
            </Button>
          </>
        )}
        <Button
          size="xs"
          variant="subtle"
          onClick={() => {
            onView()
            if (!waits) onDone()
          }}
        >
          {t('dispatch.toast.view')}
        </Button>
      </div>
    </div>
  )
}
