import { Button, Checkbox } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorState } from '../../../components/error-state.tsx'
import { Icon } from '../../../components/icon.tsx'
import { IconButton } from '../../../components/icon-button.tsx'
import { ScrollRegion } from '../../../components/scroll-region.tsx'
import { Segmented } from '../../../components/segmented.tsx'
import { Sheet } from '../../../components/sheet.tsx'
import { Skeleton } from '../../../components/skeleton.tsx'
import { asApiError } from '../../../lib/api-error.ts'
import { useFormats } from '../../../lib/formats.ts'
import { MailFrame } from '../../messages/frames/mail-frame.tsx'
import { PaperFrame } from '../../messages/frames/paper-frame.tsx'
import { fetchPreviewPdf, type PreviewSource } from '../api.ts'
import styles from './recipient-preview.module.css'
import type { ShownPreview } from './use-recipient-preview.ts'

type Look = 'email' | 'phone' | 'pdf'
const looks: { id: Look; icon: 'screen' | 'mobile' | 'file' }[] = [
  { id: 'email', icon: 'screen' },
  { id: 'phone', icon: 'mobile' },
  { id: 'pdf', icon: 'file' },
]

/** The letter as one recipient gets it, beside the text that is being written. */
export function RecipientPreview({ preview }: { preview: ShownPreview }) {
  const { t } = useTranslation()
  const [look, setLook] = useState<Look>('phone')
  const { query, source, samples, setSamples } = preview
  const { data } = query
  return (
    <Sheet className={styles.preview} aria-label={t('letters.preview.label')}>
      <PreviewHead data={data} onIndex={preview.setIndex} />
      <div className={styles.looks}>
        <Segmented
          wide
          label={t('letters.preview.as')}
          items={looks.map(({ id, icon }) => ({ id, icon, label: t(`letters.preview.${id}`) }))}
          value={look}
          onChange={setLook}
        />
      </div>
      {data && <Gaps missing={data.missing} held={data.held} />}
      <ScrollRegion
        label={t('letters.preview.frame', { name: data?.recipient.name ?? '' })}
        className={styles.previewStage}
        data-stale={query.isPlaceholderData || undefined}
      >
        {query.error && !data && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
        {query.isPending && <Skeleton lines={8} />}
        {data && <Shown data={data} look={look} />}
      </ScrollRegion>
      <footer className={styles.previewFoot}>
        <Checkbox
          label={t('letters.preview.samples')}
          checked={samples}
          onChange={event => setSamples(event.currentTarget.checked)}
        />
        {look === 'pdf' && <PdfButton source={source} />}
      </footer>
    </Sheet>
  )
}

type PreviewData = NonNullable<ShownPreview['query']['data']>

function PreviewHead({ data, onIndex }: { data: PreviewData | undefined; onIndex: (index: number) => void }) {
  const { t } = useTranslation()
  return (
    <header className={styles.previewHead}>
      <p>
        <b className="cut">{data?.recipient.name ?? t('letters.previewOf')}</b>
        <small className="cut">{data?.total === 0 ? t('letters.preview.nobody') : data?.recipient.words}</small>
      </p>
      {data && data.total > 1 && <Pager index={data.index} total={data.total} onIndex={onIndex} />}
    </header>
  )
}

function Shown({ data, look }: { data: PreviewData; look: Look }) {
  const { t } = useTranslation()
  const title = t('letters.preview.frame', { name: data.recipient.name })
  if (look === 'pdf') return <PaperFrame html={data.page} title={title} />
  return <ScaledMail width={look === 'phone' ? 375 : 640} subject={data.subject} html={data.email} title={title} />
}

interface ScaledMailProps {
  /** Of the screen it is read on, in CSS pixels. */
  width: number
  subject: string
  html: string
  title: string
}

/** An e-mail at the width of a phone or a mail program, drawn smaller: its lines break as the recipient sees them. */
function ScaledMail({ width, subject, html, title }: ScaledMailProps) {
  const place = useElementSize<HTMLDivElement>()
  return (
    <div ref={place.ref}>
      {place.width > 0 && (
        <div className={styles.mail} style={{ width, zoom: Math.min(1, place.width / width) }}>
          <header>
            <b>{subject || '—'}</b>
          </header>
          <MailFrame html={html} title={title} />
        </div>
      )}
    </div>
  )
}

function Pager({ index, total, onIndex }: { index: number; total: number; onIndex: (index: number) => void }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  return (
    <div className={styles.pager}>
      <IconButton
        size="sm"
        icon="left"
        label={t('letters.preview.previous')}
        disabled={index === 0}
        onClick={() => onIndex(index - 1)}
      />
      <output className="num">
        {number(index + 1)}/{number(total)}
      </output>
      <IconButton
        size="sm"
        icon="right"
        label={t('letters.preview.next')}
        disabled={index + 1 >= total}
        onClick={() => onIndex(index + 1)}
      />
    </div>
  )
}

interface Gap {
  field: string
  label: string
}

/** What is empty for this recipient; what is required and empty holds the letter back. */
function Gaps({ missing, held }: { missing: Gap[]; held: Gap[] }) {
  const { t } = useTranslation()
  const { list } = useFormats()
  const names = (gaps: Gap[]) => list([...new Set(gaps.map(gap => gap.label))])
  if (held.length > 0) {
    return (
      <p className={styles.gaps} data-tone="bad">
        <Icon name="bad" size={16} />
        {t('letters.preview.held', { fields: names(held) })}
      </p>
    )
  }
  if (missing.length === 0) return null
  return (
    <p className={styles.gaps}>
      <Icon name="warn" size={16} />
      {t('letters.preview.missing', { fields: names(missing) })}
    </p>
  )
}

/** The very PDF that would be attached, in a tab of its own. */
function PdfButton({ source }: { source: PreviewSource }) {
  const { t } = useTranslation()
  const open = useMutation({
    mutationFn: () => fetchPreviewPdf(source),
    onSuccess: blob => {
      const url = URL.createObjectURL(new Blob([blob], { type: 'application/pdf' }))
      window.open(url, '_blank', 'noopener')
      // The new tab has long read it by then.
      setTimeout(() => URL.revokeObjectURL(url), 60_000)
    },
    onError: error => notifications.show({ message: asApiError(error).message }),
  })
  return (
    <Button
      size="xs"
      loading={open.isPending}
      leftSection={<Icon name="out" size={16} />}
      onClick={() => open.mutate()}
    >
      {t('letters.preview.openPdf')}
    </Button>
  )
}
