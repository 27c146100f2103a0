import type { SendingSettings } from '@mailroom/contract'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorState } from '../../components/error-state.tsx'
import { SaveBar } from '../../components/form/save-bar.tsx'
import { FormErrorSummary } from '../../components/form-error-summary.tsx'
import { Icon } from '../../components/icon.tsx'
import { Note } from '../../components/note.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { asApiError } from '../../lib/api-error.ts'
import { useDraft } from '../../lib/draft.ts'
import { useFormats } from '../../lib/formats.ts'
import { useShortcuts } from '../../lib/shortcuts.ts'
import { sendingQuery, useSaveSending } from './api.ts'
import { Delegation } from './delegation.tsx'
import { DetectDialog } from './detect-dialog.tsx'
import { DomainsSection, useDomainDraft } from './domains-section.tsx'
import { FamiliesPreview } from './families-preview.tsx'
import { SenderFields } from './sender-fields.tsx'
import styles from './sending.module.css'
import { draftOf, patchOf, type SendingDraft, serverOf } from './sending-draft.ts'
import { ServerFields } from './server-fields.tsx'
import { ServerFlag } from './server-flag.tsx'
import { serverFieldIds, TestPanel } from './test-panel.tsx'
import { type SendingTest, useSendingTest } from './use-sending-test.ts'

export function SendingParametersPage() {
  const query = useQuery(sendingQuery)
  if (query.data) return <SendingParameters settings={query.data} onReload={() => void query.refetch()} />
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  return (
    <Sheet style={{ flex: 1 }}>
      <Skeleton lines={10} />
    </Sheet>
  )
}

/** What you set on paper, what comes of it beside it: the sender as families see it, and the test. */
function SendingParameters({ settings, onReload }: { settings: SendingSettings; onReload: () => void }) {
  const { t } = useTranslation()
  const saved = useMemo(() => draftOf(settings), [settings])
  const form = useDraft<SendingDraft>(saved)
  const domain = useDomainDraft()
  const save = useSaveSending()
  const test = useSendingTest()
  const [detecting, setDetecting] = useState(false)
  const failure = save.error ? asApiError(save.error) : null
  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    const { delegated, senderName, defaultSenderAddress } = form.value
    save.mutate(
      { version: settings.version, delegated, senderName, defaultSenderAddress, server: serverOf(form.value) },
      {
        onSuccess: () => {
          form.reset()
          notifications.show({ message: t('sending.saved') })
        },
      },
    )
  }
  useShortcuts({ 'mod+s': () => form.dirty && submit() })
  return (
    <div className={styles.page}>
      <Sheet as="form" className={styles.form} aria-label={t('sending.title')} noValidate onSubmit={submit}>
        <Head settings={settings} />
        <div className={styles.blocks}>
          {failure?.status === 409 ? (
            <Conflict message={failure.message} onReload={onReload} />
          ) : (
            <FormErrorSummary error={failure} fieldIds={serverFieldIds} />
          )}
          <Delegation form={form} settings={settings} />
          <section className={styles.block}>
            <h2>{t('sending.sender')}</h2>
            <SenderFields form={form} failure={test.error ?? failure} fixed={settings.fromEnvironment} />
          </section>
          <section className={styles.block}>
            <h2>
              {t('sending.server')}
              <button type="button" className="lk" onClick={() => setDetecting(true)}>
                {t('sending.start')}
              </button>
            </h2>
            <ServerFields
              form={form}
              failure={test.error ?? failure}
              hasSecret={settings.server?.hasSecret ?? false}
              fixed={settings.fromEnvironment}
            />
          </section>
          <DomainsSection settings={settings} senderName={form.value.senderName} draft={domain} />
        </div>
        <SaveBar dirty={form.dirty} busy={save.isPending} onDiscard={form.reset}>
          <Foot changed={form.changedKeys} test={test} />
        </SaveBar>
      </Sheet>
      <div className={styles.out}>
        <FamiliesPreview form={form} settings={settings} />
        <Sheet as="div">
          <TestPanel form={form} test={test} />
        </Sheet>
      </div>
      {detecting && <DetectDialog onClose={() => setDetecting(false)} onUse={server => form.set(patchOf(server))} />}
    </div>
  )
}

function Head({ settings }: { settings: SendingSettings }) {
  const { t } = useTranslation()
  return (
    <header className={styles.head}>
      <div className="grow">
        <p className={styles.crumb}>
          <Link to="/administration">{t('users.admin.crumb')}</Link> › {t('users.admin.server')}
        </p>
        <h1>{t('sending.title')}</h1>
      </div>
      <ServerFlag settings={settings} />
    </header>
  )
}

function Conflict({ message, onReload }: { message: string; onReload: () => void }) {
  const { t } = useTranslation()
  return (
    <Note
      tone="warn"
      role="alert"
      title={message || t('sending.conflict')}
      actions={
        <button type="button" className="lk" onClick={onReload}>
          {t('sending.loadTheirs')}
        </button>
      }
    />
  )
}

/** "Port changed. The last test failed." */
function Foot({ changed, test }: { changed: (keyof SendingDraft)[]; test: SendingTest }) {
  const { t } = useTranslation()
  const { list } = useFormats()
  const names: Record<keyof SendingDraft, string> = {
    delegated: t('sending.delegate'),
    senderName: t('sending.senderName'),
    defaultSenderAddress: t('sending.defaultSender'),
    host: t('sending.host'),
    port: t('sending.port'),
    security: t('sending.security'),
    allowSelfSigned: t('sending.selfSigned'),
    authentication: t('sending.authentication'),
    username: t('sending.user'),
    secret: t('sending.password'),
    waitingSeconds: t('sending.waiting'),
    connections: t('sending.connections'),
    ratePerMinute: t('sending.rate'),
    perDay: t('sending.perDay'),
  }
  if (changed.length === 0) return null
  const verdict = test.result
    ? test.result.ok
      ? t('sending.lastTestOk')
      : t('sending.lastTestFailed')
    : t('sending.untested')
  return (
    <p className={styles.warnWords}>
      {test.result?.ok !== true && <Icon name="warn" size={16} />}
      <span>
        {t('sending.changedNames', { names: list(changed.map(key => names[key])) })} {verdict}
      </span>
    </p>
  )
}
