import {
  cancelDispatch,
  type DispatchView,
  pauseDispatch,
  resumeDispatch,
  sendDispatchNow,
  undoDispatch,
} from '@mailroom/contract'
import { Button, Menu } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Icon } from '../../components/icon.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { call } from '../../lib/api.ts'
import { useFormats } from '../../lib/formats.ts'
import { exportRecipients } from '../messages/export-recipients.ts'
import { useDispatch, useDispatchAction } from './api.ts'
import { toGo } from './dispatch-state.tsx'
import { OutageNote } from './outage-note.tsx'
import { PrintNote } from './print-note.tsx'
import { RunProgress } from './run-progress.tsx'
import { RunRecipients } from './run-recipients.tsx'
import styles from './sending.module.css'

/** One dispatch: what holds it up, how far it is, and everybody in it. */
export function Run({ id, onBack }: { id: string; onBack: () => void }) {
  const query = useDispatch(id)
  const dispatch = query.data
  if (query.error && !dispatch) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  if (!dispatch) return <Skeleton lines={10} />
  return (
    <>
      <RunHead dispatch={dispatch} onBack={onBack} />
      <div className={styles.notes}>
        <OutageNote dispatch={dispatch} />
        <PrintNote dispatch={dispatch} />
      </div>
      <RunProgress dispatch={dispatch} />
      <RunRecipients dispatch={dispatch} />
    </>
  )
}

function RunHead({ dispatch, onBack }: { dispatch: DispatchView; onBack: () => void }) {
  const { t } = useTranslation()
  const { time, longDay } = useFormats()
  const at = dispatch.startsAt ?? dispatch.createdAt
  const today = new Date(at).toDateString() === new Date().toDateString()
  const facts = { words: dispatch.words, time: time(at), day: longDay(at), name: dispatch.author }
  return (
    <header className={styles.head}>
      <IconButton className={styles.back} icon="left" label={t('mail.pane.back')} onClick={onBack} />
      <div>
        <h1>{dispatch.subject}</h1>
        <p>{today ? t('run.started', facts) : t('run.startedOn', facts)}</p>
      </div>
      <RunActions dispatch={dispatch} />
    </header>
  )
}

function RunActions({ dispatch }: { dispatch: DispatchView }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const navigate = useNavigate()
  const [cancelling, setCancelling] = useState(false)
  const params = { id: dispatch.id }
  const pause = useDispatchAction(() => call(pauseDispatch, { params }))
  const resume = useDispatchAction(() => call(resumeDispatch, { params }))
  const cancel = useDispatchAction(() => call(cancelDispatch, { params }))
  const now = useDispatchAction(() => call(sendDispatchNow, { params }))
  const undo = useDispatchAction(() => call(undoDispatch, { params }))
  const { state, mayChange, id } = dispatch
  const left = toGo(dispatch.counts)
  const button = (icon: 'pause' | 'play' | 'send' | 'undo', label: string, action: typeof pause) => (
    <Button leftSection={<Icon name={icon} size={16} />} loading={action.isPending} onClick={() => action.mutate(id)}>
      {label}
    </Button>
  )
  return (
    <div className={styles.actions}>
      {mayChange && state === 'undoable' && button('undo', t('run.undo'), undo)}
      {mayChange && (state === 'undoable' || state === 'scheduled') && button('send', t('run.sendNow'), now)}
      {mayChange && state === 'sending' && left > 0 && button('pause', t('run.pause'), pause)}
      {mayChange && state === 'paused' && button('play', t('run.resume'), resume)}
      {mayChange && left > 0 && (state === 'sending' || state === 'paused' || state === 'scheduled') && (
        <Button leftSection={<Icon name="close" size={16} />} onClick={() => setCancelling(true)}>
          {t('run.cancelRest')}
        </Button>
      )}
      <Menu>
        <Menu.Target>
          <IconButton icon="more" label={t('parts.more')} tooltip={false} />
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<Icon name="mail" />}
            onClick={() => void navigate({ to: '/mail', search: { open: id } })}
          >
            {t('run.openMail')}
          </Menu.Item>
          <Menu.Item leftSection={<Icon name="out" />} onClick={() => void exportRecipients(dispatch)}>
            {t('mail.pane.exportCsv')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={cancelling}
        onClose={() => setCancelling(false)}
        title={t('run.cancelTitle')}
        confirmLabel={t('run.cancelRest')}
        danger
        busy={cancel.isPending}
        error={cancel.error}
        onConfirm={() => cancel.mutate(id, { onSuccess: () => setCancelling(false) })}
      >
        <p>{t('run.cancelWords', { count: left, shown: number(left) })}</p>
      </ConfirmDialog>
    </div>
  )
}
