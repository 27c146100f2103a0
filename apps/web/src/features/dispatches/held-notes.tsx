import { type DispatchView, roleMay } from '@mailroom/contract'
import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useTranslation } from 'react-i18next'
import { LinkButton } from '../../components/link-button.tsx'
import { asApiError } from '../../lib/api-error.ts'
import { useFormats } from '../../lib/formats.ts'
import { useResendFailed } from '../messages/api.ts'
import { useMe } from '../users/api.ts'
import { isHeldForSender } from './dispatch-state.tsx'
import { KeptNote } from './kept-note.tsx'

const worded = ['sender-held', 'right-revoked', 'server-held', 'restore'] as const
type Worded = (typeof worded)[number]
const isWorded = (reason: string): reason is Worded => (worded as readonly string[]).includes(reason)

/** Letters held back, one note per reason, each with its own way out. */
export function HeldNotes({ dispatch }: { dispatch: DispatchView }) {
  return dispatch.held.map(held => <HeldNote key={held.reason} dispatch={dispatch} held={held} />)
}

function HeldNote({ dispatch, held }: { dispatch: DispatchView; held: DispatchView['held'][number] }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const { reason } = held
  const count = { count: held.count, shown: number(held.count) }
  return (
    <KeptNote
      icon="pause"
      title={isWorded(reason) ? t(`run.held.${reason}`, count) : `${held.words} (${count.shown})`}
      actions={<WayOut dispatch={dispatch} reason={reason} />}
    >
      {isWorded(reason) && <p>{t(`run.heldWords.${reason}`)}</p>}
    </KeptNote>
  )
}

function WayOut({ dispatch, reason }: { dispatch: DispatchView; reason: string }) {
  const { t } = useTranslation()
  const me = useMe()
  const resend = useResendFailed()
  const supervisor = roleMay(me.role, 'health.read')
  if (isHeldForSender(reason) && dispatch.mayChange)
    return (
      <Button
        loading={resend.isPending}
        onClick={() =>
          resend.mutate(dispatch.id, { onError: error => notifications.show({ message: asApiError(error).message }) })
        }
      >
        {t('mail.recipients.tryAgain')}
      </Button>
    )
  if (reason === 'restore' && supervisor)
    return <LinkButton to="/administration/health">{t('health.title')}</LinkButton>
  if (reason === 'server-held' && supervisor)
    return <LinkButton to="/administration/sending">{t('sending.title')}</LinkButton>
  return null
}
