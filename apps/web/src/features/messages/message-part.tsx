import { type DispatchView, getMessageAttachment, type MessageView } from '@mailroom/contract'
import { useState } from 'react'
import { Trans, useTranslation } from 'react-i18next'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Icon } from '../../components/icon.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { LinkButton } from '../../components/link-button.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { callFile } from '../../lib/api.ts'
import { useFormats } from '../../lib/formats.ts'
import { useShortcuts } from '../../lib/shortcuts.ts'
import { useFirstMessage, useMessage } from './api.ts'
import { MailFrame } from './frames/mail-frame.tsx'
import { PdfFrame } from './frames/pdf-frame.tsx'
import { TextFrame } from './frames/text-frame.tsx'
import styles from './mail.module.css'

type Look = 'email' | 'phone' | 'pdf'

interface MessagePartProps {
  dispatch: DispatchView
  messageId: string | undefined
  onMessage: (id: string) => void
}

/** Exactly what one recipient was sent, with the way to the next one. */
export function MessagePart({ dispatch, messageId, onMessage }: MessagePartProps) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const [look, setLook] = useState<Look>('email')
  const first = useFirstMessage(dispatch.id, messageId === undefined)
  const query = useMessage(messageId ?? first.data)
  const message = query.data?.dispatchId === dispatch.id || messageId || first.data ? query.data : undefined
  const go = (id: string | null | undefined) => id && onMessage(id)
  useShortcuts({
    'alt+ArrowLeft': () => go(message?.position.previous),
    'alt+ArrowRight': () => go(message?.position.next),
  })
  if (first.data === null) {
    return (
      <EmptyState
        icon="paper"
        title={t('mail.message.onPaper')}
        action={
          <LinkButton to="/sending" search={{ open: dispatch.id }} leftSection={<Icon name="print" />}>
            {t('mail.pane.print')}
          </LinkButton>
        }
      >
        {t('mail.message.onPaperWords')}
      </EmptyState>
    )
  }
  const error = first.error ?? query.error
  if (error) return <ErrorState error={error} onRetry={() => void (first.error ? first.refetch() : query.refetch())} />
  if (!message) return <Skeleton lines={10} />
  const name = message.to.name || message.to.address
  return (
    <>
      <div className={styles.as}>
        <IconButton
          icon="left"
          size="sm"
          label={t('mail.message.previous')}
          disabled={!message.position.previous}
          onClick={() => go(message.position.previous)}
        />
        <IconButton
          icon="right"
          size="sm"
          label={t('mail.message.next')}
          disabled={!message.position.next}
          onClick={() => go(message.position.next)}
        />
        <p className="cut" role="status">
          <Trans i18nKey="mail.message.asSent" values={{ name }} components={{ b: <b /> }} />{' '}
          <span className={styles.position}>
            {t('mail.message.position', {
              index: number(message.position.index + 1),
              total: number(message.position.total),
            })}
          </span>
        </p>
        <span className="grow" />
        <Segmented
          wide="phone"
          label={t('mail.message.as')}
          items={[
            { id: 'email', label: t('mail.message.email'), icon: 'screen' },
            { id: 'phone', label: t('mail.message.phone'), icon: 'mobile' },
            { id: 'pdf', label: t('mail.message.pdf'), icon: 'letter' },
          ]}
          value={look}
          onChange={setLook}
        />
      </div>
      <Copies message={message} />
      <Shown message={message} look={look} name={name} />
    </>
  )
}

function Copies({ message }: { message: MessageView }) {
  const { t } = useTranslation()
  if (message.cc.length === 0 && message.bcc.length === 0) return null
  const names = (boxes: MessageView['cc']) => boxes.map(box => box.name || box.address).join(', ')
  return (
    <p className={styles.copies}>
      {message.cc.length > 0 && `${t('mail.message.cc')} ${names(message.cc)}`}
      {message.bcc.length > 0 && ` ${t('mail.message.bcc')} ${names(message.bcc)}`}
    </p>
  )
}

function Shown({ message, look, name }: { message: MessageView; look: Look; name: string }) {
  const { t } = useTranslation()
  const title = t('mail.message.frame', { name })
  if (!message.prepared) return <EmptyState icon="hold" title={t('mail.message.preparing')} />
  if (look === 'pdf') {
    const pdf = message.attachments.find(attachment => attachment.type === 'application/pdf')
    if (!pdf) return <EmptyState icon="letter" title={t('mail.message.noPdf')} />
    const load = () => callFile(getMessageAttachment, { params: { id: message.id, index: pdf.index } })
    return (
      <div className={styles.pdf}>
        <PdfFrame key={message.id} cacheKey={[message.id, pdf.index]} load={load} title={pdf.name} />
      </div>
    )
  }
  if (message.html === null) return <TextFrame>{message.text}</TextFrame>
  return <MailFrame html={message.html} title={title} width={look === 'phone' ? 375 : undefined} />
}
