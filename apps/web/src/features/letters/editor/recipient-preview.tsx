import { askedFields, type Category } from '@mailroom/letter'
import { Button, Checkbox } from '@mantine/core'
import { useDebouncedValue, useElementSize } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
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
import { fetchPreviewPdf, type PreviewSource, useLetterPreview } from '../api.ts'
import type { Language } from '../letter-words.ts'
import type { LetterForm } from './letter-draft.ts'
import styles from './letter-editor.module.css'

type Look = 'email' | 'phone' | 'pdf'
const looks: { id: Look; icon: 'screen' | 'mobile' | 'file' }[] = [
  { id: 'email', icon: 'screen' },
  { id: 'phone', icon: 'mobile' },
  { id: 'pdf', icon: 'file' },
]

/** The people a letter of these kinds is sent to: guardians and students by way of the students it is about. */
export function audienceOf(form: LetterForm): Pick<PreviewSource, 'list' | 'recipients'> {
  const kinds = form.recipientKinds
  if (kinds.includes('guardian')) return { list: 'student', recipients: 'guardians' }
  if (kinds.includes('student')) return { list: 'student', recipients: 'students' }
  return { list: kinds[0] ?? 'staff', recipients: 'self' }
}

/** Only the language at hand is shown, so only it is sent: the recipient's own may be the other one. */
function sourceOf(form: LetterForm, language: Language, index: number, samples: boolean): PreviewSource {
  const variant = form.contents[language]
  return {
    category: form.category,
    contents: variant ? { [language]: variant } : {},
    ...audienceOf(form),
    personIds: [],
    per: 'person',
    index,
    values: samples ? sampleAnswers(form.category, language) : {},
    accountId: null,
  }
}

/** What the sender will be asked for is not known yet: the catalogue's examples stand for it. */
const sampleAnswers = (category: Category, language: Language): Record<string, unknown> =>
  Object.fromEntries(askedFields(category).map(field => [field.name, field.sample[language]]))

export function RecipientPreview({ form, language }: { form: LetterForm; language: Language }) {
  const { t } = useTranslation()
  const [look, setLook] = useState<Look>('phone')
  const [index, setIndex] = useState(0)
  const [samples, setSamples] = useState(true)
  const wanted = useMemo(() => sourceOf(form, language, index, samples), [form, language, index, samples])
  const [source] = useDebouncedValue(wanted, 400)
  const preview = useLetterPreview(source, Boolean(form.contents[language]))
  const data = preview.data
  return (
    <Sheet className={styles.preview} aria-label={t('letters.preview.label')}>
      <header className={styles.previewHead}>
        <p>
          <b className="cut">{data?.recipient.name ?? t('letters.previewOf')}</b>
          <small className="cut">{data?.total === 0 ? t('letters.preview.nobody') : data?.recipient.words}</small>
        </p>
        {data && data.total > 1 && <Pager index={data.index} total={data.total} onIndex={setIndex} />}
      </header>
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
        data-stale={preview.isPlaceholderData || undefined}
      >
        {preview.error && !data && <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />}
        {preview.isPending && <Skeleton lines={8} />}
        {data && look === 'pdf' && (
          <PaperFrame html={data.page} title={t('letters.preview.frame', { name: data.recipient.name })} />
        )}
        {data && look !== 'pdf' && (
          <ScaledMail
            width={look === 'phone' ? 375 : 640}
            subject={data.subject}
            html={data.email}
            title={t('letters.preview.frame', { name: data.recipient.name })}
          />
        )}
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
