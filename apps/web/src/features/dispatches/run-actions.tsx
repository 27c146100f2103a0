import {
  cancelDispatch,
  type DispatchView,
  pauseDispatch,
  resumeDispatch,
  sendDispatchNow,
  undoDispatch,
} from '@mailroom/contract'
import { Button, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { Icon, type IconName } from '../../components/icon.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { call } from '../../lib/api.ts'
import { asApiError } from '../../lib/api-error.ts'
import { useFormats } from '../../lib/formats.ts'
import { useResendFailed } from '../messages/api.ts'
import { exportRecipients } from '../messages/export-recipients.ts'
import { useDispatchAction } from './api.ts'
import { isOver, toGo } from './dispatch-state.tsx'
import { RescheduleDialog } from './reschedule-dialog.tsx'
import styles from './sending.module.css'

/** What may be done with the whole dispatch in the state it is in now. */
export function RunActions({ dispatch }: { dispatch: DispatchView }) {
  const [asked, setAsked] = useState<'cancel' | 'time' | null>(null)
  const close = () => setAsked(null)
  return (
    <div className={styles.actions}>
      {dispatch.mayChange && <StateButtons dispatch={dispatch} onAsk={setAsked} />}
      <RunMenu dispatch={dispatch} />
      <CancelDialog dispatch={dispatch} opened={asked === 'cancel'} onClose={close} />
      {asked === 'time' && <RescheduleDialog row={dispatch} onClose={close} />}
    </div>
  )
}

interface StateButtonsProps {
  dispatch: DispatchView
  onAsk: (what: 'cancel' | 'time') => void
}

function StateButtons({ dispatch, onAsk }: StateButtonsProps) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const { state } = dispatch
  const params = { id: dispatch.id }
  const pause = useDispatchAction(() => call(pauseDispatch, { params }))
  const resume = useDispatchAction(() => call(resumeDispatch, { params }))
  const now = useDispatchAction(() => call(sendDispatchNow, { params }))
  const undo = useDispatchAction(() => call(undoDispatch, { params }))
  const resend = useResendFailed()
  const left = toGo(dispatch.counts) > 0
  const again = dispatch.resendable
  const button = (icon: IconName, label: string, action: typeof pause) => (
    <Button
      leftSection={<Icon name={icon} size={16} />}
      loading={action.isPending}
      onClick={() =>
        action.mutate(dispatch.id, { onError: error => notifications.show({ message: asApiError(error).message }) })
      }
    >
      {label}
    </Button>
  )
  return (
    <>
      {state === 'undoable' && button('undo', t('run.undo'), undo)}
      {(state === 'undoable' || state === 'scheduled') && button('send', t('run.sendNow'), now)}
      {state === 'scheduled' && (
        <Button leftSection={<Icon name="clock" size={16} />} onClick={() => onAsk('time')}>
          {t('run.changeTime')}
        </Button>
      )}
      {state === 'sending' && left && button('pause', t('run.pause'), pause)}
      {state === 'paused' && button('play', t('run.resume'), resume)}
      {isOver(dispatch) &&
        again > 0 &&
        button('retry', t('mail.pane.resend', { count: again, shown: number(again) }), resend)}
      {left && (state === 'sending' || state === 'paused' || state === 'scheduled') && (
        <Button leftSection={<Icon name="close" size={16} />} onClick={() => onAsk('cancel')}>
          {t('run.cancelRest')}
        </Button>
      )}
    </>
  )
}

function RunMenu({ dispatch }: { dispatch: DispatchView }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const navigate = useNavigate()
  const resend = useResendFailed()
  const again = dispatch.resendable
  return (
    <Menu>
      <Menu.Target>
        <IconButton icon="more" label={t('parts.more')} tooltip={false} />
      </Menu.Target>
      <Menu.Dropdown>
        {dispatch.mayChange && again > 0 && !isOver(dispatch) && (
          <Menu.Item leftSection={<Icon name="retry" />} onClick={() => resend.mutate(dispatch.id)}>
            {t('mail.pane.resend', { count: again, shown: number(again) })}
          </Menu.Item>
        )}
        <Menu.Item
          leftSection={<Icon name="mail" />}
          onClick={() => void navigate({ to: '/mail', search: { open: dispatch.id } })}
        >
          {t('run.openMail')}
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="out" />} onClick={() => void exportRecipients(dispatch)}>
          {t('mail.pane.exportCsv')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

interface CancelDialogProps {
  dispatch: DispatchView
  opened: boolean
  onClose: () => void
}

function CancelDialog({ dispatch, opened, onClose }: CancelDialogProps) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const cancel = useDispatchAction(id => call(cancelDispatch, { params: { id } }))
  const left = toGo(dispatch.counts)
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      title={t('run.cancelTitle')}
      confirmLabel={t('run.cancelRest')}
      danger
      busy={cancel.isPending}
      error={cancel.error}
      onConfirm={() => cancel.mutate(dispatch.id, { onSuccess: onClose })}
    >
      <p>{t('run.cancelWords', { count: left, shown: number(left) })}</p>
    </ConfirmDialog>
  )
}
