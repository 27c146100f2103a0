import { type DispatchView, getAttachment, getMessageAttachment } from '@mailroom/contract'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../components/icon.tsx'
import { callFile, urlOf } from '../../lib/api.ts'
import { useFormats } from '../../lib/formats.ts'
import { useFirstMessage, useMessage } from './api.ts'
import { PdfFrame } from './frames/pdf-frame.tsx'
import styles from './mail.module.css'

interface Item {
  key: string
  name: string
  type: string
  bytes: number
  words: string
  url: string
  load: () => Promise<Blob>
}

interface AttachmentsPartProps {
  dispatch: DispatchView
  messageId: string | undefined
}

/** What was in every e-mail, then what was made for the recipient that is shown; PDFs and pictures open in place. */
export function AttachmentsPart({ dispatch, messageId }: AttachmentsPartProps) {
  const { t } = useTranslation()
  const { size } = useFormats()
  const [opened, setOpened] = useState<string | null>(null)
  const items = useItems(dispatch, messageId)
  const shown = items.find(item => item.key === opened)
  if (items.length === 0) return <p className={styles.nothing}>{t('mail.files.none')}</p>
  return (
    <>
      <ul className={styles.rows}>
        {items.map(item => (
          <li key={item.key}>
            <Icon name={item.type.startsWith('image/') ? 'image' : 'file'} />
            <span className="grow cut">
              <b>{item.name}</b> <span className={styles.position}>{`${item.words}, ${size(item.bytes)}`}</span>
            </span>
            {viewable(item.type) && (
              <Button
                size="xs"
                aria-expanded={opened === item.key}
                onClick={() => setOpened(opened === item.key ? null : item.key)}
              >
                {t('mail.files.open')}
              </Button>
            )}
            <Button size="xs" variant="subtle" component="a" href={item.url} download={item.name}>
              {t('mail.files.download')}
            </Button>
          </li>
        ))}
      </ul>
      {shown && (
        <div className={styles.pdf}>
          {shown.type === 'application/pdf' ? (
            <PdfFrame key={shown.key} cacheKey={[shown.key]} load={shown.load} title={shown.name} />
          ) : (
            <img src={shown.url} alt={shown.name} />
          )}
        </div>
      )}
    </>
  )
}

const viewable = (type: string) => type === 'application/pdf' || /^image\/(png|jpeg|gif|webp)$/.test(type)

function useItems(dispatch: DispatchView, messageId: string | undefined): Item[] {
  const { t } = useTranslation()
  const first = useFirstMessage(dispatch.id, messageId === undefined)
  const message = useMessage(messageId ?? first.data).data
  const common = dispatch.attachmentsList.map(file => {
    const params = { id: dispatch.id, attachmentId: file.id }
    return {
      ...file,
      key: file.id,
      words: t('mail.files.inEvery'),
      url: urlOf(getAttachment, { params }),
      load: () => callFile(getAttachment, { params }),
    }
  })
  // The message holds the common files too; its own ones are those of other names.
  const own = (message?.attachments ?? [])
    .filter(file => !common.some(other => other.name === file.name))
    .map(file => {
      const params = { id: message?.id ?? '', index: file.index }
      return {
        ...file,
        key: `${params.id}-${file.index}`,
        words: t('mail.files.perRecipient', { name: message?.to.name || message?.to.address || '' }),
        url: urlOf(getMessageAttachment, { params }),
        load: () => callFile(getMessageAttachment, { params }),
      }
    })
  return [...common, ...own]
}
