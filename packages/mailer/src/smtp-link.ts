import type { Socket } from 'node:net'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { type ClassifyContext, classify, type Evidence } from './classify.ts'
import { GatedMessage, type GateWaits } from './gated-message.ts'
import { onAbort } from './on-abort.ts'
import type { Outcome, Phase } from './outcome.ts'
import { connectionOptions, loginOptions, type SmtpSettings, secretForms } from './settings.ts'

export type Envelope = { from: string; to: string }

/** `stale`: a reused connection died before a byte of the message; a fresh one may be tried without charge. */
export type LinkResult = { outcome: Outcome; stale: boolean }

const lost: Evidence = { code: 'ECONNECTION', message: 'Connection closed' }

/** Opens, secures and logs in one connection. A failure is an outcome. */
export function openLink(settings: SmtpSettings, waits: GateWaits, signal?: AbortSignal): Promise<SmtpLink | Outcome> {
  const started = performance.now()
  const connection = new SMTPConnection(connectionOptions(settings))
  const login = loginOptions(settings.auth)
  let phase: Phase = 'connect'
  return new Promise(resolve => {
    const fail = (evidence: Evidence) => {
      ignoreAbort?.()
      resolve(
        classify(evidence, phase, { durationMs: performance.now() - started, secrets: secretForms(settings.auth) }),
      )
      connection.close()
    }
    const abort = () => {
      resolve(aborted('cancelled', performance.now() - started))
      connection.close()
    }
    const ready = () => {
      ignoreAbort?.()
      resolve(new SmtpLink(connection, settings, waits))
    }
    if (signal?.aborted) return abort()
    const ignoreAbort = signal && onAbort(signal, abort)
    connection.on('error', fail)
    // close() may end a connection without any error event; the error, if there is one, comes in the same turn.
    connection.once('end', () => setImmediate(fail, lost))
    connection.connect(error => {
      if (error) return fail(error)
      if (!login) return ready()
      phase = 'login'
      if (!connection.allowsAuth)
        return fail({ code: 'EAUTH', response: '504 AUTH is not offered by the server', command: 'AUTH' })
      connection.login(login, refused => (refused ? fail(refused) : ready()))
    })
  })
}

/** One open, logged-in connection that takes one message at a time. */
export class SmtpLink {
  /** Messages tried on this connection. */
  uses = 0
  closed = false
  #connection: SMTPConnection
  #settings: SmtpSettings
  #waits: GateWaits
  #waitingMs: number
  #onClose: (() => void) | undefined
  #lastError: Evidence | undefined
  #onEnd: (() => void) | undefined

  constructor(connection: SMTPConnection, settings: SmtpSettings, waits: GateWaits) {
    this.#connection = connection
    this.#settings = settings
    this.#waits = waits
    this.#waitingMs = settings.waitingSeconds * 1000
    connection.removeAllListeners('error')
    connection.removeAllListeners('end')
    connection.on('error', (error: Evidence) => {
      this.#lastError = error
    })
    connection.once('end', () => {
      this.closed = true
      this.#onEnd?.()
      this.#onClose?.()
    })
    // The pool's idle time decides how long an idle link lives, not the time we wait for an answer.
    this.#socket().setTimeout(0)
  }

  /** Called once, when the connection is gone for whatever reason. */
  whenClosed(callback: () => void): void {
    this.#onClose = callback
  }

  /** Hands over one message; see MailServer.send. Leaves the link usable, or closed. */
  async send(envelope: Envelope, raw: Buffer, gate: () => Promise<boolean>, signal?: AbortSignal): Promise<LinkResult> {
    const started = performance.now()
    // It may have ended while the message was being made.
    if (this.closed) return { outcome: classify(lost, 'sender', { durationMs: 0 }), stale: true }
    const reused = this.uses++ > 0
    const socket = this.#socket()
    const message = new GatedMessage(raw, socket, gate, this.#waits)
    socket.setTimeout(this.#waitingMs)
    this.#lastError = undefined
    return new Promise(resolve => {
      let settled = false
      const settle = (evidence: Evidence | null, reply?: string) => {
        if (settled) return
        settled = true
        this.#onEnd = undefined
        ignoreAbort?.()
        resolve(this.#finish(message, evidence, reply, { reused, started }))
      }
      const abort = () => {
        if (message.released) return
        settled = true
        this.#onEnd = undefined
        message.destroy()
        this.close()
        resolve({ outcome: aborted('cancelled', performance.now() - started), stale: false })
      }
      if (signal?.aborted) return abort()
      const ignoreAbort = signal && onAbort(signal, abort)
      // nodemailer reports the reason after 'end', in the same turn; only silence leaves it to us.
      this.#onEnd = () => setImmediate(() => settle(this.#lastError ?? lost))
      const sized = { from: envelope.from, to: [envelope.to], size: raw.length }
      this.#connection.send(sized, message.asReadable(), (error, info) => settle(error, info?.response))
    })
  }

  /** Ends the conversation politely. */
  quit(): void {
    if (this.closed) return
    this.#socket().setTimeout(this.#waitingMs)
    this.#connection.quit()
  }

  /** Closes the connection at once; an unfinished message is not taken by the server, as its dot never came. */
  close(): void {
    this.#connection.close()
  }

  /** RSET after a refused message (RFC 5321 §4.1.1.5). Resolves when the link is usable or closed. */
  reset(): Promise<void> {
    return new Promise(resolve => {
      this.#onEnd = resolve
      this.#socket().setTimeout(this.#waitingMs)
      this.#connection.reset(error => {
        this.#onEnd = undefined
        if (error) this.close()
        resolve()
      })
    })
  }

  #finish(
    message: GatedMessage,
    evidence: Evidence | null,
    reply: string | undefined,
    at: { reused: boolean; started: number },
  ): LinkResult {
    const context: ClassifyContext = {
      durationMs: performance.now() - at.started,
      secrets: secretForms(this.#settings.auth),
    }
    if (message.refused) {
      this.close()
      return { outcome: aborted('gate-refused', context.durationMs ?? 0), stale: false }
    }
    const untouched = !message.begun
    if (!message.released && !untouched) {
      // Any end in the middle of the data, even an early reply, leaves a connection that would take the rest as commands.
      message.destroy()
      this.close()
    }
    const outcome = this.#outcome(message, evidence, reply, context)
    if (!message.released) {
      const died = this.closed || outcome.replyCode === 421
      return {
        outcome,
        stale: at.reused && untouched && outcome.class === 'server' && died && outcome.reason !== 'command-timeout',
      }
    }
    outcome.ms = { gate: message.releasedAt - message.askedAt, answer: performance.now() - message.releasedAt }
    if (outcome.class === 'unknown' || outcome.replyCode === 421) this.close()
    else if (!this.closed) this.#socket().setTimeout(0)
    return { outcome, stale: false }
  }

  #outcome(
    message: GatedMessage,
    evidence: Evidence | null,
    reply: string | undefined,
    context: ClassifyContext,
  ): Outcome {
    if (evidence) return classify(evidence, message.released ? 'dot' : message.begun ? 'data' : 'sender', context)
    // A "250" before the dot promises nothing: the server cannot have the whole message.
    if (!message.released) return classify({ code: 'EPROTOCOL' }, 'data', context)
    return accepted(reply ?? '', context)
  }

  #socket(): Socket {
    const socket = this.#connection._socket
    if (!socket) throw new Error('a link has a socket from its first moment on')
    return socket
  }
}

function accepted(reply: string, context: ClassifyContext): Outcome {
  const told = classify({ response: reply }, 'dot', context)
  return { ...told, class: 'accepted', reason: 'accepted' }
}

/** The outcome of an attempt that we ended ourselves, before the dot. */
export function aborted(reason: 'cancelled' | 'gate-refused' | 'closing', durationMs: number): Outcome {
  return { class: 'aborted', reason, durationMs, gatePassed: false }
}
