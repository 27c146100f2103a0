import { lookup } from 'node:dns/promises'
import { isIP, type Socket } from 'node:net'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { type Advice, adviseOn, isElapsedTime, mayBeWrongDoor } from './advice.ts'
import { classify, type Evidence } from './classify.ts'
import { composeMail } from './compose.ts'
import { GatedMessage } from './gated-message.ts'
import type { Mail } from './mail.ts'
import type { Outcome, Phase, ReasonCode } from './outcome.ts'
import { findDoors, openSocket, usualPorts } from './probe.ts'
import { tidyReply } from './reply.ts'
import { connectionOptions, loginOptions, type SmtpSettings, secretForms } from './settings.ts'
import { StepLog, type StepReport, type TestStep } from './test-steps.ts'
import { Transcript, type TranscriptLine } from './transcript.ts'

export type TestTarget = {
  /** Envelope addresses. */
  from: string
  to: string
  /** The message really sent at the end of the test. */
  mail: Mail
  /** Host name → addresses allowed to be connected to; may throw. Default: the system's resolver, unfiltered. */
  resolve?: (host: string) => Promise<string[]>
  /** Where to look after a failure to connect; default 587 and 465. An empty list looks nowhere. */
  doors?: typeof usualPorts
}

export type TestReport = {
  ok: boolean
  steps: StepReport[]
  /** `elapsed-time` when the server did not answer within the waiting time. */
  title: 'ok' | 'elapsed-time' | 'failed'
  reason: ReasonCode
  /** The step that failed. */
  failedStep?: TestStep
  advice: Advice[]
  transcript: TranscriptLine[]
}

type Run = {
  settings: SmtpSettings
  target: TestTarget
  steps: StepLog
  transcript: Transcript
  secrets: string[]
  /** The server announced STARTTLS, seen before or without the upgrade. */
  starttls: boolean
  addresses: string[]
}

/**
 * Goes through everything that sending a real message needs, one visible step at a time, with the settings as they
 * are in the form, and ends by sending `target.mail`. Each step waits `waitingSeconds` at most, the answer to the
 * final dot included. Never rejects; failures come with advice (SPEC row 7).
 */
export async function testConnection(
  settings: SmtpSettings,
  target: TestTarget,
  onStep: (report: StepReport) => void,
): Promise<TestReport> {
  const secrets = secretForms(settings.auth)
  const run: Run = {
    settings,
    target,
    steps: new StepLog(onStep),
    transcript: new Transcript(secrets),
    secrets,
    starttls: false,
    addresses: [],
  }
  const outcome = await converse(run)
  return report(run, outcome)
}

async function converse(run: Run): Promise<Outcome> {
  const { settings } = run
  const resolved = await resolveHost(run)
  if (resolved) return resolved
  run.steps.start('connect', { host: settings.host, port: settings.port })
  const socket = await openSocket(run.addresses, settings.port, settings.waitingSeconds * 1000)
  if (!('remoteAddress' in socket)) return classify(socket, 'connect')
  const address = socket.remoteAddress ?? ''
  run.steps.ok('connect', 'connected', { address, port: settings.port })
  run.transcript.add('note', `connected to ${address} port ${settings.port}`)
  const connection: SMTPConnection = new SMTPConnection({
    ...connectionOptions({ ...settings, address }),
    connection: socket,
    transactionLog: true,
    logger: tap(run, () => connection),
  })
  try {
    return await talk(run, connection)
  } finally {
    connection.close()
  }
}

/** Fills `run.addresses`, or tells why not. */
async function resolveHost(run: Run): Promise<Outcome | undefined> {
  const { settings, target, steps } = run
  const known = settings.address ?? (isIP(settings.host) ? settings.host : undefined)
  if (known) {
    run.addresses = [known]
    steps.skip('dns', 'dns-not-needed')
    return
  }
  steps.start('dns', { host: settings.host })
  const resolve = target.resolve ?? (async host => (await lookup(host, { all: true })).map(entry => entry.address))
  const found = await inTime(resolve(settings.host), settings.waitingSeconds * 1000)
  if (!Array.isArray(found)) return classify({ ...found, code: 'EDNS' }, 'dns')
  if (found.length === 0) return classify({ code: 'EDNS', originalCode: 'ENODATA' }, 'dns')
  run.addresses = found
  steps.ok('dns', 'resolved', { host: settings.host, address: found[0] ?? '', count: found.length })
  run.transcript.add('note', `${settings.host} is ${found.join(', ')}`)
}

async function inTime<T>(work: Promise<T>, ms: number): Promise<T | Evidence> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Evidence>(resolve => {
    timer = setTimeout(() => resolve({ originalCode: 'ETIMEOUT' }), ms)
  })
  const failed = (error: unknown): Evidence => {
    const { code, message } = error as NodeJS.ErrnoException
    return { originalCode: code, message }
  }
  try {
    return await Promise.race([work.catch(failed), late])
  } finally {
    clearTimeout(timer)
  }
}

/** Follows nodemailer through its log, which is the only place that tells the steps apart. */
function tap(run: Run, connection: () => SMTPConnection) {
  const { steps, transcript, settings } = run
  const envelope: TestStep[] = ['sender', 'recipient']
  steps.start(settings.security === 'tls' ? 'tls' : 'greeting')
  const onServer = (reply: string) => {
    const words = tidyReply(reply, run.secrets)
    const running = steps.running
    if (running === 'greeting' && reply.startsWith('220')) steps.ok('greeting', 'greeted', {}, words)
    else if (/^250/.test(reply) && /[ -]STARTTLS\b/im.test(reply)) run.starttls = true
    else if (running && envelope.includes(running) && reply.startsWith('250')) {
      steps.ok(
        running,
        `${running}-accepted`,
        { address: running === 'sender' ? run.target.from : run.target.to },
        words,
      )
      steps.start(running === 'sender' ? 'recipient' : 'data')
    }
  }
  const record = (data: { tnx?: string } | undefined, message = '') => {
    if (data?.tnx === 'client') {
      transcript.add('client', message)
      if (message === 'STARTTLS') steps.start('tls')
    } else if (data?.tnx === 'server') {
      transcript.add('server', message)
      onServer(message)
    } else if (data?.tnx === 'network' && message.includes('established') && settings.security === 'tls') {
      tlsDone(run, connection())
      steps.start('greeting')
    } else if (message.startsWith('Connection upgraded')) tlsDone(run, connection())
  }
  return { trace: ignore, debug: record, info: record, warn: record, error: ignore, fatal: ignore }
}

function ignore(): void {}

function tlsDone(run: Run, connection: SMTPConnection): void {
  const socket = connection._socket
  const protocol =
    socket && 'getProtocol' in socket ? String((socket as { getProtocol(): string | null }).getProtocol()) : 'TLS'
  run.steps.ok('tls', 'encrypted', { protocol })
  run.transcript.add('note', `encrypted with ${protocol}`)
}

async function talk(run: Run, connection: SMTPConnection): Promise<Outcome> {
  const { settings, steps } = run
  const opened = await new Promise<Evidence | undefined>(resolve => {
    connection.on('error', resolve)
    connection.once('end', () => setImmediate(resolve, { code: 'ECONNECTION' }))
    connection.connect(error => resolve(error ?? undefined))
  })
  if (opened) return classify(opened, phaseOfStep(steps.running), { secrets: run.secrets })
  if (!steps.reports.has('tls')) steps.skip('tls', run.starttls ? 'tls-offered-not-used' : 'tls-not-used')
  const refused = await logIn(run, connection)
  if (refused) return refused
  const raw = await composeMail(run.target.mail)
  steps.start('sender', { address: run.target.from })
  const outcome = await hand(run, connection, raw)
  if (outcome.class === 'accepted')
    steps.ok('data', 'message-accepted', { bytes: raw.length, to: run.target.to }, outcome.reply)
  if (outcome.class === 'accepted') connection.quit()
  return { ...outcome, durationMs: 0 }

  function phaseOfStep(step: TestStep | undefined): Phase {
    return step ?? (settings.security === 'tls' ? 'tls' : 'greeting')
  }
}

async function logIn(run: Run, connection: SMTPConnection): Promise<Outcome | undefined> {
  const { settings, steps, secrets } = run
  const login = loginOptions(settings.auth)
  if (!login || settings.auth.type === 'none') {
    steps.skip('login', 'login-not-needed')
    return
  }
  const { user } = settings.auth
  steps.start('login', { user })
  if (!connection.allowsAuth) return { class: 'login', reason: 'login-unsupported', durationMs: 0, gatePassed: false }
  const error = await new Promise<Evidence | null>(resolve => {
    connection.once('error', resolve)
    connection.once('end', () => setImmediate(resolve, { code: 'ECONNECTION' }))
    connection.login(login, resolve)
  })
  if (error) return classify(error, 'login', { secrets })
  steps.ok('login', 'logged-in', { user })
}

function hand(run: Run, connection: SMTPConnection, raw: Buffer): Promise<Outcome> {
  const { settings, target, secrets } = run
  const waitingMs = settings.waitingSeconds * 1000
  const message = new GatedMessage(raw, connection._socket as Socket, async () => true, {
    gateMs: waitingMs,
    afterDotMs: waitingMs,
  })
  return new Promise(resolve => {
    const end = (error: Evidence | null, reply = '') => {
      const phase: Phase = message.released ? 'dot' : message.begun ? 'data' : 'sender'
      if (error) return resolve(classify(error, phase, { secrets }))
      const told = classify({ response: reply }, 'dot', { secrets })
      resolve(
        message.released ? { ...told, class: 'accepted', reason: 'accepted' } : classify({ code: 'EPROTOCOL' }, 'data'),
      )
    }
    connection.once('error', error => end(error))
    connection.once('end', () => setImmediate(end, { code: 'ECONNECTION' }))
    connection.send({ from: target.from, to: [target.to], size: raw.length }, message.asReadable(), (error, info) =>
      end(error, info?.response),
    )
  })
}

async function report(run: Run, outcome: Outcome): Promise<TestReport> {
  const { settings, steps, transcript } = run
  const ok = outcome.class === 'accepted'
  const failedStep = ok ? undefined : stepOf(outcome, steps)
  if (failedStep) {
    const values = { host: settings.host, port: settings.port, seconds: settings.waitingSeconds }
    steps.fail(failedStep, outcome.reason, values, outcome.reply)
    transcript.add('note', `failed: ${outcome.reason}`)
  }
  steps.skipRest()
  const lookAround = failedStep && ['connect', 'greeting', 'tls'].includes(failedStep) && mayBeWrongDoor(outcome.reason)
  const doors = lookAround ? await findDoors(settings, run.addresses, run.target.doors ?? usualPorts) : []
  const seen = { doors, starttls: run.starttls, reply: outcome.reply }
  return {
    ok,
    steps: steps.list(),
    title: ok ? 'ok' : isElapsedTime(outcome.reason) ? 'elapsed-time' : 'failed',
    reason: outcome.reason,
    ...(failedStep ? { failedStep } : {}),
    advice: ok ? adviseOnSuccess(run) : adviseOn(outcome.reason, settings, seen),
    transcript: transcript.lines,
  }
}

/** The step a failure belongs to. With pipelining the replies overtake our own view, so the reason decides where it can. */
function stepOf(outcome: Outcome, steps: StepLog): TestStep {
  if (outcome.class === 'sender') return 'sender'
  if (outcome.class === 'recipient-never') return 'recipient'
  return steps.running ?? 'connect'
}

/** It works, but a password in clear text on a server that could encrypt deserves a word. */
function adviseOnSuccess({ settings, starttls }: Run): Advice[] {
  return starttls && settings.security === 'none'
    ? [{ code: 'use-starttls', patch: { security: 'starttls-required' }, values: { port: settings.port } }]
    : []
}
