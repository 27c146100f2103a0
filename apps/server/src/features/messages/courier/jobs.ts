import { randomUUID } from 'node:crypto'
import { isIP } from 'node:net'
import { createMailServer, type MailServer, type Outcome, type Envelope as SmtpEnvelope } from '@mailroom/mailer'
import type { Deps } from '../../../deps.ts'
import type { MessageHint } from '../../../jobs.ts'
import { isDatabaseFailure } from '../../../platform/database.ts'
import type { GateLog } from '../../../platform/gate-log.ts'
import { gather } from '../../../platform/gather.ts'
import type { Journal } from '../../../platform/journal.ts'
import { resolveChecked } from '../../sending/commands.ts'
import { openServer } from '../../sending/queries.ts'
import * as breaker from '../breaker/commands.ts'
import { Composing, type Loaded } from '../composing/jobs.ts'
import * as commands from '../delivery/commands.ts'
import { getHinted, getServerVersion, type Hinted } from '../delivery/queries.ts'
import { nextStep, type Step, stepAfterDefect } from '../delivery/rules.ts'
import { giveBackUnsent } from '../window/commands.ts'
import { shareOf } from '../window/rules.ts'

/** Called when a recipient's address was refused for good, so that the lists show it and paper takes over. */
export type FlagAddress = (messageId: string, reason: string) => Promise<void>
/** What one job carries: some messages of one server, and the fingerprint of its settings when they were dispatched. */
export type DeliverJob = { version: string; hints: MessageHint[] }

type Claim = Hinted & { token: string; probe: boolean }
const leaseOf = ({ id, epoch, token }: Claim): commands.Lease => ({ id, epoch, token })
/** The settings that an outcome was obtained with, and when it came (`performance.now()`). */
type Answered = { version: string; at: number }
type Opened = { version: string; workers: number; mail: MailServer | null }

/** Everything one worker holds while it delivers. */
export class Courier {
  readonly deps: Deps
  readonly options: { flagAddress: FlagAddress }
  readonly journal: Journal
  readonly gateLog: GateLog
  readonly stopping = new AbortController()
  /** How many share the connections that a server allows. */
  workers = 1
  /** What this worker holds before the gate: their hints are kept alive. */
  readonly held = new Map<string, commands.Lease>()
  readonly read: (hint: MessageHint) => Promise<Claim | undefined>
  readonly gate: (lease: commands.Lease) => Promise<boolean>
  readonly finish: (finish: commands.Finish) => Promise<boolean>
  #servers = new Map<string, Promise<Opened>>()
  readonly #composing: Composing
  #noted = new Map<string, number>()

  constructor(deps: Deps, journal: Journal, gateLog: GateLog, options: { flagAddress: FlagAddress }) {
    this.deps = deps
    this.journal = journal
    this.gateLog = gateLog
    this.#composing = new Composing(deps)
    this.options = options
    const { database } = deps
    this.read = gather(
      async hints => {
        const rows = new Map((await getHinted(deps, hints)).map(row => [row.id, row]))
        return hints.map(hint => {
          const row = rows.get(hint.id)
          return row && { ...row, token: randomUUID(), probe: hint.probe === true }
        })
      },
      { patienceMs: 1 },
    )
    this.gate = gather(
      leases => gateLog.through(leases, () => commands.passGate(database, leases, deps.mark.counter)),
      { patienceMs: 5, complete: () => this.#onTheWay() <= 0 },
    )
    this.finish = gather(batch => commands.finishMessages(database, batch), { patienceMs: 10 })
  }

  /**
   * The pool of connections to a server with the settings of the hint, opened anew when they changed. Its version goes
   * with each outcome, so that a failure with yesterday's password does not pause today's server.
   */
  async mailServer(serverId: string, version: string): Promise<Opened> {
    const known = await this.#servers.get(serverId)
    if (known?.version === version && known.workers === this.workers) return known
    const now = await getServerVersion(this.deps, serverId)
    const latest = await this.#servers.get(serverId)
    if (latest?.version === now && latest.workers === this.workers) return latest
    void latest?.mail?.close()
    const opening = this.#open(serverId, now)
    this.#servers.set(serverId, opening)
    // Postgres went away in between: the next letter tries anew, instead of meeting this failure for ever.
    opening.catch(() => {
      if (this.#servers.get(serverId) === opening) this.#servers.delete(serverId)
    })
    return opening
  }

  async #open(serverId: string, version: string): Promise<Opened> {
    const settings = await openServer(this.deps, serverId)
    const { workers } = this
    if (!settings) return { version, workers, mail: null }
    // The name is looked up once and checked, and the connection goes to that very address (no second look-up to
    // slip another address in); a failing look-up is left to the mailer, which reports it as the server's fault.
    const address = isIP(settings.host)
      ? undefined
      : (await resolveChecked(this.deps, settings.host).catch(() => []))[0]
    const connections = shareOf(settings.connections, workers, this.deps.config.concurrency)
    return { version, workers, mail: createMailServer({ ...settings, address }, { connections, idleSeconds: 20 }) }
  }

  /** Sends all messages of one job; never rejects for one message's sake. */
  async deliver({ version, hints }: DeliverJob): Promise<void> {
    if (this.stopping.signal.aborted) return void (await commands.releaseHints(this.deps.database, hints))
    const claims = (await Promise.all(hints.map(hint => this.read(hint)))).filter(claim => claim !== undefined)
    for (const claim of claims) this.held.set(claim.token, leaseOf(claim))
    try {
      const loaded = await this.#composing.load(claims)
      await Promise.all(
        claims.map(claim =>
          this.#deliverOne(claim, loaded, version).catch(error =>
            this.deps.logger.warn(
              { err: error, id: claim.id },
              'attempt ended without an outcome; the lease will run out',
            ),
          ),
        ),
      )
    } finally {
      for (const claim of claims) this.held.delete(claim.token)
    }
  }

  async #deliverOne(claim: Claim, loaded: Loaded, version: string): Promise<void> {
    const tried = await this.#attempt(claim, loaded, version).catch(error => ({ error }))
    this.held.delete(claim.token)
    if ('error' in tried) await this.#putAside(claim, tried.error)
    else await this.#conclude(claim, tried.outcome, tried.version)
  }

  /** Throws only for faults of our own, before anything left. */
  async #attempt(claim: Claim, loaded: Loaded, version: string): Promise<{ outcome: Outcome; version: string }> {
    const [envelope, server] = await Promise.all([
      this.#composing.envelope(claim.dispatchId),
      this.mailServer(claim.serverId, version),
    ])
    if (!server.mail)
      return {
        outcome: { class: 'server', reason: 'connection-refused', durationMs: 0, gatePassed: false },
        version: server.version,
      }
    // Composed when a connection is free: what waits in line costs no memory.
    const raw = () => this.#composing.compose(claim, loaded, envelope)
    const ends = { from: envelope.envelopeFrom, to: claim.toAddress }
    return { outcome: await this.#send(server.mail, ends, raw, leaseOf(claim)), version: server.version }
  }

  readonly #sending = new Map<MailServer, number>()
  #asked = 0
  async #send(
    mail: MailServer,
    envelope: SmtpEnvelope,
    raw: () => Promise<Buffer>,
    lease: commands.Lease,
  ): Promise<Outcome> {
    let asked = false
    const gate = () => {
      asked = true
      this.#asked++
      return this.gate(lease)
    }
    this.#sending.set(mail, (this.#sending.get(mail) ?? 0) + 1)
    try {
      return await mail.send(envelope, raw, gate, this.stopping.signal)
    } finally {
      this.#sending.set(mail, (this.#sending.get(mail) ?? 1) - 1)
      if (asked) this.#asked--
    }
  }

  /** Messages on a connection whose question at the gate is still to come: worth a moment's wait for one statement. */
  #onTheWay(): number {
    let links = 0
    let sending = 0
    for (const [mail, count] of this.#sending) {
      links += mail.size
      sending += count
      if (count === 0) this.#sending.delete(mail)
    }
    return Math.min(sending, links) - this.#asked
  }

  /**
   * A fault of our own, before the gate: nothing left. When Postgres did not answer, the message is simply ready again;
   * when it cannot be put together, it makes room for the others.
   */
  async #putAside(claim: Claim, error: unknown): Promise<void> {
    const outcome = { class: 'aborted', reason: 'cancelled', durationMs: 0, gatePassed: false } as const
    const database = isDatabaseFailure(error)
    this.deps.logger.error({ err: error, id: claim.id, database }, 'a message could not be put together')
    const step = database ? nextStep(claim, outcome, claim.now, 0) : stepAfterDefect(claim, claim.now)
    await untilDone(() => this.finish({ ...leaseOf(claim), step, outcome }), false)
  }

  /** Journal first, then the row, for as long as Postgres takes to come back; a refusal asks the fuse before. */
  async #conclude(claim: Claim, outcome: Outcome, version: string): Promise<void> {
    const { database } = this.deps
    const lease = leaseOf(claim)
    const answered = { version, at: performance.now() }
    this.#count(claim.serverId)
    this.#measure(outcome)
    const step = nextStep(claim, outcome, claim.now, Math.random())
    if (outcome.class === 'accepted') {
      // A journal that cannot be written (disk full) must not hide the outcome from the database.
      await this.journal
        .append(lease)
        .catch(error => this.deps.logger.error({ err: error }, 'the local journal cannot be written'))
      await untilDone(() => this.finish({ ...lease, step, outcome }), true)
      await this.#informBreaker(claim, outcome, answered)
      return
    }
    const allowed = await this.#informBreaker(claim, outcome, answered)
    const final: Step = allowed ? step : { ...step, state: 'ready', reason: 'server-held', charged: false }
    const written = await untilDone(() => this.finish({ ...lease, step: final, outcome }), outcome.gatePassed)
    // Not written: another one may have sent it.
    if (written && step.state === 'ready' && !outcome.gatePassed)
      await giveBackUnsent(database, claim.serverId, claim.now).catch(() => undefined)
    if (!allowed) await commands.moveBack(database, claim.id)
    else if (step.state === 'failed') await this.options.flagAddress(claim.id, step.reason)
    if (step.heldReason === 'sender') await commands.holdSender(database, claim.serverId, claim.dispatchId)
  }

  #measure(outcome: Outcome) {
    const { outcomes, smtp } = this.deps.metrics
    outcomes.inc({ class: outcome.class })
    smtp.observe({ step: 'total' }, outcome.durationMs / 1000)
    for (const step of ['queue', 'connect', 'gate', 'answer'] as const) {
      const ms = outcome.ms?.[step]
      if (ms !== undefined) smtp.observe({ step }, ms / 1000)
    }
  }

  /** Answers per second of a server, over the last second or two. */
  readonly #pace = new Map<string, { since: number; answers: number; rate: number }>()
  #count(serverId: string) {
    const now = Date.now()
    const seen = this.#pace.get(serverId) ?? { since: now, answers: 0, rate: 0 }
    seen.answers++
    if (now - seen.since >= (seen.rate === 0 ? 50 : 250)) {
      const rate = (seen.answers * 1000) / (now - seen.since)
      this.#pace.set(serverId, { since: now, answers: 0, rate: seen.rate === 0 ? rate : (seen.rate + rate) / 2 })
    } else this.#pace.set(serverId, seen)
  }
  paceOf(serverId: string): number {
    const seen = this.#pace.get(serverId)
    return seen && Date.now() - seen.since < 2000 ? seen.rate : 0
  }

  /** Most answers are "accepted" on a healthy server: those cost no statement, only a note every 2 s. */
  async #informBreaker({ serverId, probe }: Claim, outcome: Outcome, answered: Answered): Promise<boolean> {
    const { database, logger } = this.deps
    const inform = () => {
      const ageMs = performance.now() - answered.at
      return breaker.informBreaker(database, serverId, outcome, { probe, version: answered.version, ageMs })
    }
    if (outcome.class === 'aborted') {
      if (probe) await breaker.returnProbe(database, serverId).catch(() => undefined)
      return true
    }
    if (!probe && (outcome.class === 'unknown' || outcome.class === 'sender')) return true
    if (outcome.class === 'accepted') {
      const now = Date.now()
      if (this.#troubled.has(serverId)) await untilDone(inform, false)
      if (now - (this.#noted.get(serverId) ?? 0) > 2000) {
        this.#noted.set(serverId, now)
        await this.#refreshTrouble(serverId, outcome)
      }
      return true
    }
    this.#troubled.add(serverId)
    // Past the dot the answer must be written in the end: lost here, a refused letter would count as one without an answer.
    const { allowed, changed } = await untilDone(inform, outcome.gatePassed)
    if (changed) logger.warn({ server: serverId, reason: outcome.reason }, 'mail server paused; everything is kept')
    return allowed
  }

  /** Servers whose breaker has something to count down: their successes are told to the database. */
  readonly #troubled = new Set<string>()
  async #refreshTrouble(serverId: string, outcome: Outcome) {
    const { database } = this.deps
    await breaker.noteAnswer(database, serverId, outcome.ms?.answer ?? outcome.durationMs).catch(() => undefined)
    const quiet = await breaker.isQuiet(database, serverId).catch(() => false)
    if (quiet) this.#troubled.delete(serverId)
    else this.#troubled.add(serverId)
  }
  trouble(serverId: string) {
    this.#troubled.add(serverId)
  }

  async close(): Promise<void> {
    this.stopping.abort()
    const open = await Promise.allSettled([...this.#servers.values()])
    await Promise.all(open.map(one => one.status === 'fulfilled' && one.value.mail?.close()))
  }
}

/** Repeats until the database answers. `insist` for what must be known (a mail was taken); else a few tries. */
export const untilDone = async <T>(work: () => Promise<T>, insist: boolean): Promise<T> => {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (!insist && attempt >= 5) throw error
      await new Promise(resolve => setTimeout(resolve, Math.min(100 * 2 ** attempt, 2000)))
    }
  }
}
