import { onAbort } from './on-abort.ts'
import type { Outcome } from './outcome.ts'
import type { SmtpSettings } from './settings.ts'
import { aborted, type Envelope, openLink, type SmtpLink } from './smtp-link.ts'

export type MailServerOptions = {
  /** Most connections open at once. */
  connections: number
  /** An unused connection is closed after this many seconds. */
  idleSeconds: number
  /** Wait for the answer to the final dot (RFC 5321 §4.5.3.2.6 asks for 10 minutes: waiting less makes duplicates). */
  afterDotSeconds?: number
  /** Wait for the gate's own answer. */
  gateSeconds?: number
  /** A connection is replaced after this many messages; many servers close it at about 100 anyway. */
  messagesPerConnection?: number
}

/** One SMTP server and the few connections kept open to it. */
export type MailServer = {
  /**
   * Hands one message to the server for one recipient. `raw` is the message, or makes it once a connection is free; only
   * when that fails does this reject, and the connection stays usable. `gate` is asked once every byte of the message
   * has been written and before the final dot: a no, an exception or 30 s without an answer means that the server
   * certainly did not take the message (`aborted`/`gate-refused`). `signal` stops the attempt before the dot only.
   */
  send(
    envelope: Envelope,
    raw: Buffer | (() => Promise<Buffer>),
    gate: () => Promise<boolean>,
    signal?: AbortSignal,
  ): Promise<Outcome>
  /** Lets running messages finish, says goodbye on every connection. Messages still waiting end as `aborted`/`closing`. */
  close(): Promise<void>
  /** Connections open or opening. */
  readonly size: number
}

/** A pool of connections to one server. Nothing is opened before the first message. */
export function createMailServer(settings: SmtpSettings, options: MailServerOptions): MailServer {
  return new LinkPool(settings, options)
}

type Waiter = { give: (slot: Slot) => void }
/** A place in the pool: an idle link to reuse, the right to open one, or the news that the pool is closing. */
type Slot = SmtpLink | 'open' | 'closing'

class LinkPool implements MailServer {
  #settings: SmtpSettings
  #options: Required<MailServerOptions>
  #idle: { link: SmtpLink; timer: NodeJS.Timeout }[] = []
  #timers = new WeakMap<SmtpLink, NodeJS.Timeout>()
  #waiters: Waiter[] = []
  #open = 0
  #closing: (() => void)[] | undefined

  constructor(settings: SmtpSettings, options: MailServerOptions) {
    this.#settings = settings
    this.#options = { afterDotSeconds: 600, gateSeconds: 30, messagesPerConnection: 100, ...options }
  }

  get size(): number {
    return this.#open
  }

  async send(
    envelope: Envelope,
    raw: Buffer | (() => Promise<Buffer>),
    gate: () => Promise<boolean>,
    signal?: AbortSignal,
  ): Promise<Outcome> {
    const started = performance.now()
    let outcome = aborted('cancelled', 0)
    let queue: number | undefined
    let bytes: Buffer | undefined
    // Twice: a reused connection that turns out to be dead is not the message's fault.
    for (let fresh = false; ; fresh = true) {
      const slot = await this.#take(signal, fresh)
      queue ??= performance.now() - started
      if (slot === 'closing') return aborted('closing', performance.now() - started)
      if (slot === undefined) break
      const opening = performance.now()
      const link = slot === 'open' ? await this.#connect(signal) : slot
      if ('class' in link) {
        outcome = link
        break
      }
      const connect = slot === 'open' ? performance.now() - opening : undefined
      bytes ??= await this.#make(raw, link)
      const result = await link.send(envelope, bytes, gate, signal)
      outcome = result.outcome
      outcome.ms = { ...outcome.ms, queue, ...(connect === undefined ? {} : { connect }) }
      void this.#giveBack(link, outcome)
      if (!result.stale || fresh) break
    }
    outcome.durationMs = performance.now() - started
    return outcome
  }

  async #make(raw: Buffer | (() => Promise<Buffer>), link: SmtpLink): Promise<Buffer> {
    if (Buffer.isBuffer(raw)) return raw
    try {
      return await raw()
    } catch (error) {
      this.#lend(link)
      throw error
    }
  }

  async close(): Promise<void> {
    for (const waiter of this.#waiters.splice(0)) waiter.give('closing')
    const done = new Promise<void>(resolve => {
      this.#closing = [...(this.#closing ?? []), resolve]
    })
    for (const { link, timer } of this.#idle.splice(0)) {
      clearTimeout(timer)
      link.quit()
    }
    this.#settleClosing()
    return done
  }

  /** `undefined` = the signal fired while waiting. */
  #take(signal: AbortSignal | undefined, fresh: boolean): Slot | undefined | Promise<Slot | undefined> {
    if (this.#closing) return 'closing'
    if (signal?.aborted) return undefined
    const idle = fresh ? undefined : this.#idle.pop()
    if (idle) return idle.link
    if (this.#open >= this.#options.connections && fresh) this.#dropOneIdle()
    if (this.#open < this.#options.connections) {
      this.#open++
      return 'open'
    }
    return this.#wait(signal)
  }

  #wait(signal: AbortSignal | undefined): Promise<Slot | undefined> {
    return new Promise(resolve => {
      const waiter: Waiter = {
        give: slot => {
          ignoreAbort?.()
          resolve(slot)
        },
      }
      const leave = () => {
        this.#waiters.splice(this.#waiters.indexOf(waiter), 1)
        resolve(undefined)
      }
      const ignoreAbort = signal && onAbort(signal, leave)
      this.#waiters.push(waiter)
    })
  }

  async #connect(signal: AbortSignal | undefined): Promise<SmtpLink | Outcome> {
    const { afterDotSeconds, gateSeconds } = this.#options
    const waits = { afterDotMs: afterDotSeconds * 1000, gateMs: gateSeconds * 1000 }
    const link = await openLink(this.#settings, waits, signal)
    if ('class' in link) this.#freed()
    else link.whenClosed(() => this.#forget(link))
    return link
  }

  async #giveBack(link: SmtpLink, outcome: Outcome): Promise<void> {
    if (link.closed) return
    if (outcome.class !== 'accepted') await link.reset()
    if (!link.closed) this.#lend(link)
  }

  /** To the first in the queue, or to rest. */
  #lend(link: SmtpLink): void {
    if (link.closed) return
    if (this.#closing || link.uses >= this.#options.messagesPerConnection) link.quit()
    else {
      const waiter = this.#waiters.shift()
      if (waiter) waiter.give(link)
      else this.#park(link)
    }
  }

  #park(link: SmtpLink): void {
    const known = this.#timers.get(link)
    const timer = known?.refresh() ?? setTimeout(() => this.#expire(link), this.#options.idleSeconds * 1000).unref()
    this.#timers.set(link, timer)
    this.#idle.push({ link, timer })
  }

  /** A busy link's timer may fire too: only an idle one is closed, the next park starts the time again. */
  #expire(link: SmtpLink): void {
    const index = this.#idle.findIndex(idle => idle.link === link)
    if (index < 0) return
    this.#idle.splice(index, 1)
    link.quit()
  }

  #dropOneIdle(): void {
    this.#idle.shift()?.link.quit()
  }

  #forget(link: SmtpLink): void {
    clearTimeout(this.#timers.get(link))
    const index = this.#idle.findIndex(idle => idle.link === link)
    if (index >= 0) this.#idle.splice(index, 1)
    this.#freed()
  }

  /** A place became free: the first in the queue may open a connection of its own. */
  #freed(): void {
    this.#open--
    if (this.#closing) {
      this.#settleClosing()
      return
    }
    const waiter = this.#waiters.shift()
    if (!waiter) return
    this.#open++
    waiter.give('open')
  }

  #settleClosing(): void {
    if (this.#open === 0) for (const done of this.#closing?.splice(0) ?? []) done()
  }
}
