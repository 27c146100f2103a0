import { testSteps } from '@mailroom/contract'
import { Button } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TextField } from '../../components/form/field.tsx'
import { FormErrorSummary } from '../../components/form-error-summary.tsx'
import { Icon } from '../../components/icon.tsx'
import { LiveRegion } from '../../components/live-region.tsx'
import { useFormats } from '../../lib/formats.ts'
import { useMe } from '../users/api.ts'
import { patchOf, type SendingForm } from './sending-draft.ts'
import styles from './test-panel.module.css'
import { TestTranscript } from './test-transcript.tsx'
import type { SendingTest, TestResult, TestStep } from './use-sending-test.ts'

interface TestPanelProps {
  form: SendingForm
  test: SendingTest
}

/** The test beside the form: it tries what is typed, explains what fails, and offers the repair as a button. */
export function TestPanel({ form, test }: TestPanelProps) {
  const { t } = useTranslation()
  const me = useMe()
  const [to, setTo] = useState(me.email)
  const tested = test.result !== null || test.error !== null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    // The panel sits inside no form of its own kind: its Enter must not save the page.
    event.stopPropagation()
    test.run(to, form.value)
  }
  const repair = (patch: Parameters<typeof patchOf>[0]) => {
    const change = patchOf(patch)
    form.set(change)
    test.run(to, { ...form.value, ...change })
  }
  return (
    <section className={styles.panel} aria-label={t('sending.test.title')}>
      <h2>{t('sending.test.title')}</h2>
      <form className={styles.form} onSubmit={submit} noValidate>
        <TextField
          type="email"
          aria-label={t('sending.test.to')}
          value={to}
          error={test.error?.fault('to')}
          onText={setTo}
        />
        {test.running ? (
          <Button size="md" leftSection={<Icon name="close" />} onClick={test.stop}>
            {t('sending.test.stop')}
          </Button>
        ) : (
          <Button size="md" type="submit" leftSection={<Icon name={tested ? 'retry' : 'send'} />}>
            {tested ? t('sending.test.again') : t('sending.test.run')}
          </Button>
        )}
      </form>
      {test.error && !test.error.fault('to') && <FormErrorSummary error={test.error} fieldIds={serverFieldIds} />}
      {!tested && !test.running && <p className={styles.ready}>{t('sending.test.ready')}</p>}
      {test.result && <Verdict result={test.result} />}
      <Steps steps={test.steps} finished={test.result !== null} />
      {test.result && <Advice result={test.result} onRepair={repair} />}
      {test.result && test.result.transcript.length > 0 && <TestTranscript result={test.result} />}
      <LiveRegion
        text={
          test.result ? `${test.result.title}. ${test.result.words}` : test.running ? t('sending.test.running') : ''
        }
        everyMs={1000}
      />
    </section>
  )
}

/** Faults of the contract's form → controls of the page. */
export const serverFieldIds: Record<string, string> = Object.fromEntries([
  ...[
    'host',
    'port',
    'security',
    'authentication',
    'username',
    'secret',
    'waitingSeconds',
    'connections',
    'ratePerMinute',
    'perDay',
  ].map(name => [`server.${name}`, `server-${name}`]),
  ['senderName', 'sender-name'],
  ['defaultSenderAddress', 'default-sender'],
])

function Verdict({ result }: { result: TestResult }) {
  return (
    <div className={styles.verdict} data-ok={result.ok || undefined}>
      <Icon name={result.ok ? 'ok' : 'bad'} size={22} />
      <div>
        <h3>{result.title}</h3>
        <p>{result.words}</p>
      </div>
    </div>
  )
}

const stepIcon = { ok: 'ok', failed: 'bad', running: 'clock', skipped: 'missing' } as const

function Steps({ steps, finished }: { steps: TestStep[]; finished: boolean }) {
  const { t } = useTranslation()
  const { elapsed } = useFormats()
  const reached = steps.filter(step => step.state !== 'skipped')
  // Only what comes after: an IP address needs no DNS, and is not "not reached".
  const last = Math.max(...reached.map(step => testSteps.indexOf(step.step)))
  const missed = testSteps.slice(last + 1)
  const name = (step: TestStep['step']) => t(`sending.test.steps.${step}`)
  if (reached.length === 0) return null
  return (
    <ol className={styles.steps}>
      {reached.map(step => (
        <li key={step.step} data-state={step.state}>
          <Icon name={stepIcon[step.state]} />
          <span>
            <b>{name(step.step)}</b>
            <small>{step.words}</small>
          </span>
          <span className={styles.ms}>{step.ms !== null && elapsed(step.ms)}</span>
        </li>
      ))}
      {finished && missed.length > 0 && (
        <li data-state="skipped">
          <Icon name="missing" />
          <span>{t('sending.test.notReached', { steps: missed.map(name).join(', ') })}</span>
        </li>
      )}
    </ol>
  )
}

function Advice({
  result,
  onRepair,
}: {
  result: TestResult
  onRepair: (patch: Parameters<typeof patchOf>[0]) => void
}) {
  if (!result.explanation && result.advice.length === 0) return null
  return (
    <div className={styles.advice}>
      {result.explanation && <p>{result.explanation}</p>}
      {result.advice.length > 0 && (
        <div className={styles.repairs}>
          {result.advice.map(advice =>
            advice.patch ? (
              <Button
                key={advice.code}
                size="md"
                variant="light"
                leftSection={<Icon name={advice.patch.waitingSeconds ? 'clock' : 'arrow'} />}
                onClick={() => onRepair(advice.patch ?? {})}
              >
                {advice.label}
              </Button>
            ) : advice.link ? (
              <Button
                key={advice.code}
                size="md"
                component="a"
                href={advice.link}
                target={advice.link.startsWith('/') ? undefined : '_blank'}
                rel="noreferrer"
              >
                {advice.label}
              </Button>
            ) : (
              <p key={advice.code}>{advice.label}</p>
            ),
          )}
        </div>
      )}
    </div>
  )
}
