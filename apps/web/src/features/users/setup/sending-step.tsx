import type { SendingSettings } from '@mailroom/contract'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorState } from '../../../components/error-state.tsx'
import { FormErrorSummary } from '../../../components/form-error-summary.tsx'
import { Skeleton } from '../../../components/skeleton.tsx'
import { asApiError } from '../../../lib/api-error.ts'
import { useDraft } from '../../../lib/draft.ts'
import { sendingQuery, useSaveSending } from '../../sending/api.ts'
import { DetectDialog } from '../../sending/detect-dialog.tsx'
import { SenderFields } from '../../sending/sender-fields.tsx'
import { draftOf, patchOf, type SendingDraft, serverOf } from '../../sending/sending-draft.ts'
import { ServerFields } from '../../sending/server-fields.tsx'
import { serverFieldIds, TestPanel } from '../../sending/test-panel.tsx'
import { useSendingTest } from '../../sending/use-sending-test.ts'
import styles from './setup.module.css'
import { StepFoot, type StepProps } from './step-foot.tsx'

export function SendingStep(props: StepProps) {
  const query = useQuery({ ...sendingQuery, refetchInterval: false })
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  return query.data ? <Fields settings={query.data} {...props} /> : <Skeleton />
}

function Fields({ settings, busy, error, onDone }: StepProps & { settings: SendingSettings }) {
  const { t } = useTranslation()
  const draft = useDraft<SendingDraft>(useMemo(() => draftOf(settings), [settings]))
  const form = { ...draft, isChanged: () => false }
  const save = useSaveSending()
  const test = useSendingTest()
  const [detecting, setDetecting] = useState(false)
  const failure = save.error ? asApiError(save.error) : null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const { senderName, defaultSenderAddress } = form.value
    save.mutate(
      { version: settings.version, delegated: true, senderName, defaultSenderAddress, server: serverOf(form.value) },
      { onSuccess: onDone },
    )
  }
  return (
    <>
      <form id="setup-sending" className={styles.form} onSubmit={submit} noValidate>
        <p>
          {t('users.setup.sendingWords')}{' '}
          <button type="button" className="lk" onClick={() => setDetecting(true)}>
            {t('sending.start')}
          </button>
        </p>
        <FormErrorSummary error={failure ?? error} fieldIds={serverFieldIds} />
        <SenderFields form={form} failure={test.error ?? failure} fixed={settings.fromEnvironment} />
        <ServerFields
          form={form}
          failure={test.error ?? failure}
          hasSecret={settings.server?.hasSecret ?? false}
          fixed={settings.fromEnvironment}
        />
        <p className={styles.hint}>{t('users.setup.sendingLaterHint')}</p>
        <StepFoot label={t('users.setup.continue')} busy={busy || save.isPending} onLater={onDone} />
      </form>
      <div className={styles.test}>
        <TestPanel form={form} test={test} />
      </div>
      {detecting && <DetectDialog onClose={() => setDetecting(false)} onUse={server => form.set(patchOf(server))} />}
    </>
  )
}
