import type { PersonKind } from '@mailroom/contract'
import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorState } from '../../components/error-state.tsx'
import { FormErrorSummary } from '../../components/form-error-summary.tsx'
import { Icon } from '../../components/icon.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { Desk, Sheet } from '../../components/sheet.tsx'
import { useFormats } from '../../lib/formats.ts'
import { useShortcuts } from '../../lib/shortcuts.ts'
import { institutionQuery } from '../users/api.ts'
import { useSendTest } from './api.ts'
import { AskedStep } from './asked-step.tsx'
import { CheckUp } from './check-up.tsx'
import { CopiesStep } from './copies-step.tsx'
import styles from './dispatch.module.css'
import { OutputStep } from './output-step.tsx'
import { PreviewPane } from './preview-pane.tsx'
import { RecipientsStep } from './recipients-step.tsx'
import { useScopeWords } from './scope-words.ts'
import { useDispatchDraft } from './use-dispatch.ts'
import { usePrintDispatch } from './use-print-dispatch.ts'

const page = getRouteApi('/shell/dispatch/$kind')
const nothingWritten = { subject: '', body: '', signatureId: null }

/** The dispatch window: what is set stands on the sheet at the left, what comes of it on the desk at the right. */
export function DispatchPage() {
  const { t } = useTranslation()
  const kind = page.useParams().kind as PersonKind
  const { open: _open, ...search } = page.useSearch()
  const navigate = page.useNavigate()
  const draft = useDispatchDraft('letter', kind, search)
  const { settings, change, plan, asked } = draft
  const [part, setPart] = useState<'form' | 'preview'>('form')
  const [index, setIndex] = useState(0)
  const words = useScopeWords(kind, search)
  const institution = useQuery(institutionQuery).data
  const print = usePrintDispatch()
  const reached = plan.data ? plan.data.email + plan.data.both + plan.data.paper : 0
  const blocked = !draft.ready || reached === 0 || draft.open.length > 0
  const close = () => void navigate({ to: '/people/$kind', params: { kind }, search })
  const go = () => {
    if (blocked) return
    if (settings.output === 'print') print.start(draft.choice, reached)
    else void navigate({ to: '/compose', search: { ...search, kind, letter: settings.letterId ?? undefined } })
  }
  useShortcuts({ Escape: close, 'mod+Enter': go })
  const mendKind = kind === 'student' && settings.recipients !== 'students' ? 'guardian' : kind
  const after = asked.length > 0 ? 1 : 0
  return (
    <Desk className={styles.desk} data-part={part}>
      <Sheet className={styles.win} aria-label={t('dispatch.titleLetter')}>
        <header className={styles.head}>
          <div>
            <p className={styles.crumb}>
              <Link to="/people/$kind" params={{ kind }} search={search}>
                {t(`people.kinds.${kind}`)}
              </Link>{' '}
              › {words}
            </p>
            <h1>{t('dispatch.titleLetter')}</h1>
          </div>
          <IconButton icon="close" label={t('dispatch.close')} onClick={close} />
        </header>
        <div className={`${styles.parts} only-s`}>
          <Segmented
            wide
            label={t('dispatch.show')}
            items={(['form', 'preview'] as const).map(id => ({ id, label: t(`dispatch.${id}`) }))}
            value={part}
            onChange={setPart}
          />
        </div>
        <div className={styles.steps}>
          <OutputStep kind={kind} settings={settings} plan={plan.data} onChange={change} />
          {asked.length > 0 && (
            <AskedStep number={2} asked={asked} values={settings.values} onChange={values => change({ values })} />
          )}
          {draft.ready && !plan.error && (
            <>
              <RecipientsStep
                number={2 + after}
                kind={kind}
                settings={settings}
                plan={plan.data}
                stale={plan.isPlaceholderData}
                onChange={change}
              />
              <CopiesStep number={3 + after} settings={settings} plan={plan.data} onChange={change} />
            </>
          )}
          {plan.error && <ErrorState error={plan.error} onRetry={() => void plan.refetch()} />}
          {print.error !== null && <FormErrorSummary error={print.error} />}
        </div>
        {draft.ready && plan.data && (
          <CheckUp
            plan={plan.data}
            recipientKind={mendKind}
            windowed={institution?.window !== 'none'}
            open={draft.open}
          />
        )}
        <Foot
          draft={draft}
          mendKind={mendKind}
          index={index}
          blocked={blocked}
          busy={print.busy}
          reached={reached}
          onGo={go}
        />
      </Sheet>
      <PreviewPane
        choice={draft.choice}
        written={nothingWritten}
        ready={draft.ready}
        first="pdf"
        index={index}
        onIndex={setIndex}
      />
    </Desk>
  )
}

interface FootProps {
  draft: ReturnType<typeof useDispatchDraft>
  index: number
  blocked: boolean
  busy: boolean
  reached: number
  onGo: () => void
  /** The list in which people without an address are mended. */
  mendKind: PersonKind
}

function Foot({ draft, mendKind, index, blocked, busy, reached, onGo }: FootProps) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const test = useSendTest()
  const print = draft.settings.output === 'print'
  const missing = draft.plan.data?.unreachable ?? 0
  const first = draft.plan.data?.rows.find(row => row.outcome === 'unreachable')?.personIds[0]
  const tryOut = () =>
    test.mutate(
      { choice: draft.choice, index, subject: '', body: '' },
      {
        onSuccess: ({ to }) => notifications.show({ message: t('dispatch.foot.tested', { address: to }) }),
        onError: error => notifications.show({ message: error.message, color: 'red' }),
      },
    )
  return (
    <footer className={styles.foot}>
      {missing > 0 && (
        <p className={`${styles.footNote} only-s`}>
          <Icon name="warn" size={16} />
          {t('dispatch.check.unreachableShort', { count: missing, shown: number(missing) })}{' '}
          {first && (
            <Link to="/people/$kind" params={{ kind: mendKind }} search={{ view: 'incomplete', open: first }}>
              {t('dispatch.check.mend')}
            </Link>
          )}
        </p>
      )}
      {!print && (
        <Button variant="subtle" size="md" disabled={blocked} loading={test.isPending} onClick={tryOut}>
          {t('dispatch.foot.test')}
        </Button>
      )}
      <small>{!print && t('dispatch.foot.next')}</small>
      <Button
        variant="filled"
        size="md"
        leftSection={<Icon name={print ? 'print' : 'send'} />}
        disabled={blocked}
        loading={busy}
        onClick={onGo}
      >
        {print ? t('dispatch.foot.print', { count: reached, shown: number(reached) }) : t('dispatch.foot.send')}
      </Button>
    </footer>
  )
}
