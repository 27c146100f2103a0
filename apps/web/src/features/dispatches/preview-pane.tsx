import type { DispatchChoice } from '@mailroom/contract'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Icon } from '../../components/icon.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { ScrollRegion } from '../../components/scroll-region.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { useFormats } from '../../lib/formats.ts'
import { useShortcuts } from '../../lib/shortcuts.ts'
import { MailFrame } from '../messages/frames/mail-frame.tsx'
import { PaperFrame } from '../messages/frames/paper-frame.tsx'
import { TextFrame } from '../messages/frames/text-frame.tsx'
import { institutionQuery } from '../users/api.ts'
import { useDispatchPreview, type Written } from './api.ts'
import styles from './preview.module.css'

type Look = 'email' | 'pdf' | 'text'

interface PreviewPaneProps {
  choice: DispatchChoice
  written: Written
  ready: boolean
  first: Look
  index: number
  onIndex: (index: number) => void
}

/** On the bare desk: what one recipient gets, and the way to the next one. */
export function PreviewPane({ choice, written, ready, first, index, onIndex }: PreviewPaneProps) {
  const { t } = useTranslation()
  const [picked, setLook] = useState<Look>(first)
  const [shown, setShown] = useState(true)
  // On paper there is nothing but the page to look at.
  const look = choice.output === 'print' ? 'pdf' : picked
  const preview = useDispatchPreview(choice, index, written, ready)
  const data = ready ? preview.data : undefined
  const last = (data?.total ?? 1) - 1
  const go = (to: number) => onIndex(Math.max(0, Math.min(last, to)))
  useShortcuts({ 'alt+ArrowLeft': () => go(index - 1), 'alt+ArrowRight': () => go(index + 1) }, Boolean(data))
  return (
    <section className={styles.view} aria-label={t('dispatch.view.label')}>
      <div className={styles.tools}>
        <p className={styles.who}>
          {data && (
            <>
              <b className="cut">{data.name}</b>
              <small className="cut">{data.words}</small>
            </>
          )}
        </p>
        {choice.output === 'email' && (
          <Segmented
            wide="phone"
            label={t('dispatch.view.as')}
            items={(choice.kind === 'email' ? (['email', 'text'] as const) : (['email', 'pdf', 'text'] as const)).map(
              id => ({ id, label: t(`dispatch.view.${id}`) }),
            )}
            value={look}
            onChange={setLook}
          />
        )}
        <Pager index={index} total={data?.total ?? 0} onIndex={go}>
          {look === 'pdf' && data && data.window !== 'none' && (
            <>
              <span className={styles.sep} />
              <IconButton
                icon="window"
                label={t('dispatch.view.window')}
                aria-pressed={shown}
                onClick={() => setShown(!shown)}
              />
            </>
          )}
        </Pager>
      </div>
      {data && <Gaps held={data.held} missing={data.missing.length} />}
      {!ready && (
        <EmptyState icon="letter" title={t('dispatch.view.choose')}>
          {t('dispatch.view.empty')}
        </EmptyState>
      )}
      {ready && preview.error && <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />}
      {ready && preview.isPending && <Skeleton lines={12} />}
      {data && !preview.error && (
        <Stage
          look={look}
          data={data}
          windowShown={shown}
          stale={preview.isPlaceholderData}
          unwritten={choice.kind === 'letter' && !choice.integrate && written.body === ''}
        />
      )}
    </section>
  )
}

interface PagerProps {
  index: number
  total: number
  onIndex: (index: number) => void
  children?: ReactNode
}

export function Pager({ index, total, onIndex, children }: PagerProps) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const position = { index: number(index + 1), total: number(total) }
  return (
    <div className={styles.pager}>
      {total > 0 && (
        <>
          <IconButton
            icon="left"
            label={t('dispatch.view.previous')}
            disabled={index === 0}
            onClick={() => onIndex(index - 1)}
          />
          <output aria-label={t('dispatch.view.positionLong', position)}>
            {t('dispatch.view.position', position)}
          </output>
          <IconButton
            icon="right"
            label={t('dispatch.view.next')}
            disabled={index + 1 >= total}
            onClick={() => onIndex(index + 1)}
          />
        </>
      )}
      {children}
    </div>
  )
}

/** What is empty in this letter, above it: amber if it only shows, and the reason if it holds the letter back. */
export function Gaps({ held, missing }: { held: readonly string[]; missing: number }) {
  const { t } = useTranslation()
  if (held.length === 0 && missing === 0) return null
  return (
    <p className={styles.gaps}>
      <Icon name="warn" size={16} />
      {held.length > 0
        ? t('dispatch.view.held', { fields: held.join(', ') })
        : t('dispatch.view.missing', { count: missing })}
    </p>
  )
}

type Preview = NonNullable<ReturnType<typeof useDispatchPreview>['data']>

interface StageProps {
  look: Look
  data: Preview
  windowShown: boolean
  stale: boolean
  /** The e-mail has no words of its own yet. */
  unwritten: boolean
}

function Stage({ look, data, windowShown, stale, unwritten }: StageProps) {
  const { t } = useTranslation()
  const institution = useQuery(institutionQuery).data
  const title = t('dispatch.view.frame', { name: data.name })
  if (look === 'pdf' && data.page === null) return <EmptyState icon="paper" title={t('dispatch.view.noPage')} />
  return (
    <ScrollRegion label={title} className={styles.stage} data-look={look} data-stale={stale || undefined}>
      {look === 'pdf' && data.page !== null && (
        <div className={styles.fit}>
          <PaperFrame
            html={data.page}
            title={title}
            paper={institution?.paper ?? 'A4'}
            window={windowShown ? data.window : 'none'}
          />
        </div>
      )}
      {look === 'email' && (
        <div className={styles.mail}>
          <header className={styles.subject}>
            <b>{data.subject}</b>
          </header>
          <MailFrame html={data.email} title={title} />
          {unwritten && <p className={styles.next}>{t('dispatch.view.messageNext')}</p>}
        </div>
      )}
      {look === 'text' && <TextFrame>{data.text || t('dispatch.view.noText')}</TextFrame>}
    </ScrollRegion>
  )
}
