import { randomUUID } from 'node:crypto'
import {
  type Language,
  type ServerForm,
  sayAdvice,
  sayReason,
  sayStep,
  sayTest,
  type TestEvent,
} from '@mailroom/contract'
import { type Advice, type Mail, type StepReport, type TestReport, testConnection } from '@mailroom/mailer'
import type { Deps } from '../../../deps.ts'
import type { Right } from '../../../platform/rights.ts'
import { countAttempt, strictAddress } from '../../users/commands.ts'
import { checkLogin, checkTarget, resolveChecked, type Settings, secretFor } from '../commands.ts'
import { getSettingsRow } from '../queries.ts'

const testMail = (from: { name: string; address: string }, to: string, language: Language): Mail => {
  const [subject, text] =
    language === 'en'
      ? [
          'Mailroom: the dispatching of e-mail works',
          'This message was sent to test the e-mail dispatching parameters. Nothing is to be done.',
        ]
      : [
          'Mailroom : l’envoi des e-mails fonctionne',
          'Ce message a été envoyé pour tester les paramètres d’envoi. Il n’y a rien à faire.',
        ]
  const id = randomUUID()
  return {
    messageId: `<${id}@${from.address.split('@')[1]}>`,
    date: new Date(),
    boundary: id,
    from,
    to: { name: '', address: to },
    subject,
    text,
    envelopeFrom: from.address,
    envelopeTo: to,
    headers: { 'Auto-Submitted': 'auto-generated' },
  }
}

/** A test sends a mail to any address: enough for setting a server up, too few to write to strangers with. */
const testLimit = { attempts: 30, seconds: 600 }

export type TestInput = { to: string; senderName: string; defaultSenderAddress: string; server: ServerForm }

/** Tests the unsaved form, yielding each step as it starts and ends, then the verdict with its one-click repairs. */
export async function* runTest(
  deps: Deps,
  right: Right<'sending.manage'>,
  input: TestInput,
  language: Language,
): AsyncGenerator<TestEvent> {
  await countAttempt(deps, `test:${right.actor.userId}`, testLimit)
  const to = strictAddress(input.to, 'to')
  const address = strictAddress(input.defaultSenderAddress, 'defaultSenderAddress')
  const host = checkTarget(deps, input.server, 'server.')
  checkLogin(input.server)
  const settings = await getSettingsRow(deps)
  const form = { ...input.server, host }
  const secret = secretFor(deps, settings, form) ?? ''
  const auth =
    form.authentication === 'none'
      ? { type: 'none' as const }
      : form.authentication === 'password'
        ? { type: 'password' as const, user: form.username, secret }
        : { type: 'oauth2' as const, user: form.username, accessToken: secret }
  const reports: StepReport[] = []
  let wake = () => {}
  let report: TestReport | undefined
  const done = testConnection(
    {
      host,
      port: form.port,
      security: form.security,
      allowSelfSigned: form.allowSelfSigned,
      auth,
      waitingSeconds: form.waitingSeconds,
    },
    {
      from: address,
      to,
      mail: testMail({ name: input.senderName, address }, to, language),
      resolve: name => resolveChecked(deps, name),
    },
    step => {
      reports.push(step)
      wake()
    },
  ).then(result => {
    report = result
    wake()
  })
  while (!report || reports.length > 0) {
    const step = reports.shift()
    if (step) yield stepEvent(step, language)
    else await new Promise<void>(resolve => (wake = resolve))
  }
  await done
  await rememberTest(deps, right, settings, form, report.ok)
  yield verdict(report, input, language)
}

const stepEvent = (step: StepReport, language: Language): TestEvent => ({
  type: 'step',
  step: step.step,
  state: step.state,
  ms: step.ms ?? null,
  words:
    step.state === 'failed'
      ? sayReason(step.detail.code, language)
      : sayStep(step.detail.code, language, step.detail.values),
  reply: step.reply ?? null,
})

const rememberTest = async (
  deps: Deps,
  right: Right<'sending.manage'>,
  settings: Settings,
  form: ServerForm,
  ok: boolean,
) => {
  const saved = settings.server
  if (saved?.host !== form.host || saved.port !== form.port) return
  await deps.database.prisma.smtpServer.update({
    where: { id: saved.id },
    data: { testedAt: new Date(), testedBy: right.actor.name, testedOk: ok },
  })
}

const links: Record<string, string> = {
  'authorised-domains': '#domains',
  'correct-login': '#login',
  'app-password': '#login',
  'add-login': '#login',
  'check-host': '#host',
  'use-default-sender': '#sender',
  'check-recipient': '#target',
  'check-security': '#security',
}

const adviceOf = (advice: Advice, language: Language) => ({
  code: advice.code,
  label: sayAdvice(advice.code, language, advice.values),
  patch: advice.patch,
  link: advice.patch ? undefined : links[advice.code],
})

const verdict = (report: TestReport, input: TestInput, language: Language): TestEvent => {
  const elapsed = report.title === 'elapsed-time'
  const { port, waitingSeconds } = input.server
  const starttls = report.advice.some(advice => advice.code === 'use-starttls')
  const explanation = report.ok
    ? null
    : starttls
      ? sayTest('starttls', language)
      : elapsed && waitingSeconds >= 60
        ? sayTest('atSixty', language)
        : port === 25
          ? sayTest('port25', language)
          : null
  return {
    type: 'done',
    ok: report.ok,
    title: report.ok ? sayTest('ok', language) : elapsed ? sayTest('elapsed', language) : sayTest('failed', language),
    words: elapsed
      ? sayTest('elapsedWords', language, { seconds: waitingSeconds })
      : sayReason(report.reason, language),
    explanation,
    advice: report.ok ? [] : report.advice.map(advice => adviceOf(advice, language)),
    transcript: report.transcript.map(line => ({ at: line.at, who: line.direction, text: line.text })),
  }
}
