import type { DispatchView } from '@mailroom/contract'
import { Button, Menu } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ErrorState } from '../../components/error-state.tsx'
import { Icon } from '../../components/icon.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { asApiError } from '../../lib/api-error.ts'
import { useFormats } from '../../lib/formats.ts'
import { useDispatch } from '../dispatches/api.ts'
import { isOver } from '../dispatches/dispatch-state.tsx'
import { useRecipientTotal, useResendFailed } from './api.ts'
import { AttachmentsPart } from './attachments-part.tsx'
import { CountsLine } from './counts-line.tsx'
import { exportRecipients } from './export-recipients.ts'
import { HistoryPart } from './history-part.tsx'
import styles from './mail.module.css'
import type { MailPart, MailSearch } from './mail-search.ts'
import { MessagePart } from './message-part.tsx'
import { RecipientsPart } from './recipients-part.tsx'

interface MailPaneProps {
  id: string
  search: MailSearch
  onPatch: (patch: Partial<MailSearch>) => void
  onClose: () => void
}

/** One dispatch as it was sent: head, counts, and its four parts. */
export function MailPane({ id, search, onPatch, onClose }: MailPaneProps) {
  const { t } = useTranslation()
  const query = useDispatch(id)
  const dispatch = query.data
  const total = useRecipientTotal(id)
  if (query.error) {
    return (
      <Sheet className={styles.pane}>
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </Sheet>
    )
  }
  if (!dispatch) {
    return (
      <Sheet className={styles.pane}>
        <Skeleton lines={12} />
      </Sheet>
    )
  }
  const part: MailPart = search.part ?? 'message'
  const panel = `mail-${part}`
  return (
    <Sheet as="article" className={styles.pane} aria-label={dispatch.subject}>
      <PaneHead dispatch={dispatch} onClose={onClose} />
      <CountsLine dispatch={dispatch} total={total ?? dispatch.counts.total} />
      <div className={styles.parts}>
        <Tabs<MailPart>
          look="line"
          label={t('mail.pane.parts')}
          panelId={panel}
          items={[
            { id: 'message', label: t('mail.pane.message') },
            { id: 'recipients', label: t('mail.pane.recipients'), count: total },
            {
              id: 'attachments',
              label: t('mail.pane.attachments'),
              count: dispatch.attachmentsList.length || undefined,
            },
            { id: 'history', label: t('mail.pane.history') },
          ]}
          current={part}
          onChange={next => onPatch({ part: next === 'message' ? undefined : next })}
        />
      </div>
      <div id={panel} className={styles.part} data-part={part}>
        {part === 'message' && (
          <MessagePart dispatch={dispatch} messageId={search.message} onMessage={message => onPatch({ message })} />
        )}
        {part === 'recipients' && <RecipientsPart dispatch={dispatch} />}
        {part === 'attachments' && <AttachmentsPart dispatch={dispatch} messageId={search.message} />}
        {part === 'history' && <HistoryPart history={dispatch.history} />}
      </div>
    </Sheet>
  )
}

function PaneHead({ dispatch, onClose }: { dispatch: DispatchView; onClose: () => void }) {
  const { t } = useTranslation()
  const { longDay, time } = useFormats()
  const sent = dispatch.startsAt ?? dispatch.createdAt
  // On phones the e-mail is the whole page.
  const phone = useMediaQuery('(max-width: 767px)', false, { getInitialValueInEffect: false })
  const Title = phone ? 'h1' : 'h2'
  return (
    <header className={styles.head}>
      <div className={styles.bar}>
        <IconButton className={styles.back} icon="left" label={t('mail.pane.back')} onClick={onClose} />
        <Title>{dispatch.subject}</Title>
        <PaneActions dispatch={dispatch} />
      </div>
      <dl>
        <dt>{t('mail.pane.from')}</dt>
        <dd className="cut">
          {dispatch.from.name} <span className="dim">{dispatch.from.address}</span>
        </dd>
        {dispatch.replyTo && (
          <>
            <dt>{t('mail.pane.replyTo')}</dt>
            <dd className="cut">{dispatch.replyTo.address}</dd>
          </>
        )}
        <dt>{t('mail.pane.sentBy')}</dt>
        <dd className="cut">{t('mail.pane.byAt', { name: dispatch.author, day: longDay(sent), time: time(sent) })}</dd>
        {dispatch.others.length > 0 && (
          <>
            <dt>{t('mail.pane.others')}</dt>
            <dd className="cut">{dispatch.others.join(', ')}</dd>
          </>
        )}
      </dl>
    </header>
  )
}

function PaneActions({ dispatch }: { dispatch: DispatchView }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const navigate = useNavigate()
  const resend = useResendFailed()
  const failed = dispatch.resendable
  const over = isOver(dispatch)
  // On wide screens nothing but icons: the menu has then nothing to add.
  const alone = over && dispatch.printState === 'none'
  const reuse = () => void navigate({ to: '/compose', search: { reuse: dispatch.id } })
  const exportCsv = () => void exportRecipients(dispatch)
  const again = () =>
    resend.mutate(dispatch.id, { onError: error => notifications.show({ message: asApiError(error).message }) })
  return (
    <div className={styles.actions}>
      {failed > 0 && dispatch.mayChange && (
        <Button leftSection={<Icon name="retry" />} loading={resend.isPending} onClick={again}>
          {t('mail.pane.resend', { count: failed, shown: number(failed) })}
        </Button>
      )}
      <IconButton className="only-l" icon="copy" label={t('mail.pane.reuse')} onClick={reuse} />
      <IconButton className="only-l" icon="out" label={t('mail.pane.exportCsv')} onClick={exportCsv} />
      <Menu>
        <Menu.Target>
          <IconButton className={alone ? 'only-s' : undefined} icon="more" label={t('parts.more')} tooltip={false} />
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item className="only-s" leftSection={<Icon name="copy" />} onClick={reuse}>
            {t('mail.pane.reuse')}
          </Menu.Item>
          <Menu.Item className="only-s" leftSection={<Icon name="out" />} onClick={exportCsv}>
            {t('mail.pane.exportCsv')}
          </Menu.Item>
          {!alone && (
            <Menu.Item
              leftSection={<Icon name={over ? 'print' : 'send'} />}
              onClick={() => void navigate({ to: '/sending', search: { open: dispatch.id } })}
            >
              {over ? t('mail.pane.print') : t('mail.pane.openSending')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
    </div>
  )
}
