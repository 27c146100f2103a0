import type { Outcome } from '@mailroom/mailer'

/** What the rules need to know of a message. */
export type Tried = { attempts: number; resends: number; expiresAt: Date | null }

/** Where a message goes after an outcome. `dueInSeconds` counts from the database's now. */
export type Step = {
  state: 'accepted' | 'ready' | 'deferred' | 'failed' | 'held' | 'needs_decision'
  reason: string
  heldReason: 'sender' | 'server' | null
  dueInSeconds: number
  /** Counts as one of the tries that a recipient is granted. */
  charged: boolean
  /** The line broke after the final dot: a second copy may exist. */
  resend: boolean
}

const minute = 60
/** Waits between tries of one recipient: 1, 5, 10, 15, 30 min, 1, 1, 2, 4 h, then every 4 h (RELIABILITY §4). */
export const retrySeconds = [1, 5, 10, 15, 30, 60, 60, 120, 240].map(minutes => minutes * minute)
/** A recipient is tried for five days (RFC 5321 §4.5.4.1 asks for at least 4 to 5). */
export const expiryDays = 5
/**
 * After "no answer after the final dot": once more, with the same Message-ID. Twice would be three copies where two are
 * the limit (G5); what stays without an answer again is for a person to decide.
 */
export const maximumResends = 1

/** Seconds to wait after the `attempts`-th try, spread by ±10 % with `random` in [0, 1). */
export const retryAfter = (attempts: number, random: number): number => {
  const base = retrySeconds[Math.min(attempts, retrySeconds.length) - 1] ?? 4 * 60 * minute
  return Math.round(base * (0.9 + 0.2 * random))
}

const step = (state: Step['state'], reason: string, more: Partial<Step> = {}): Step => ({
  state,
  reason,
  heldReason: null,
  dueInSeconds: 0,
  charged: false,
  resend: false,
  ...more,
})

/**
 * What comes after an outcome (RELIABILITY §2, §4). Faults of the server side charge nothing and keep the message
 * ready; the server's breaker decides when it goes again. Faults of one recipient concern that recipient alone.
 */
export const nextStep = (message: Tried, outcome: Outcome, now: Date, random: number): Step => {
  switch (outcome.class) {
    case 'accepted':
      return step('accepted', message.resends > 0 ? 'possibly-twice' : 'accepted')
    case 'server':
    case 'login':
    case 'tls':
    case 'aborted':
      return step('ready', outcome.reason)
    case 'sender':
      return step('held', 'sender-held', { heldReason: 'sender' })
    case 'recipient-later': {
      if (message.expiresAt && message.expiresAt <= now) return step('needs_decision', 'expired', { charged: true })
      // The server's own "come back in N" wins, within reason: not before 30 s, not after 4 h.
      const asked =
        outcome.retryAfterSeconds === undefined
          ? undefined
          : Math.min(Math.max(outcome.retryAfterSeconds, 30), 4 * 60 * minute)
      return step('deferred', outcome.reason, {
        charged: true,
        dueInSeconds: asked ?? retryAfter(message.attempts + 1, random),
      })
    }
    case 'recipient-never':
    case 'content':
      return step('failed', outcome.reason, { charged: true })
    case 'unknown':
      return message.resends >= maximumResends
        ? step('needs_decision', 'no-answer-twice', { charged: true })
        : step('deferred', outcome.reason, { charged: true, resend: true, dueInSeconds: minute })
  }
}

/**
 * A message that cannot be put together (its content or a file does not answer): nothing was sent, others go on, and it
 * is tried again every five minutes for as long as a recipient is granted. Then a person decides.
 */
export const stepAfterDefect = (message: Tried, now: Date): Step =>
  message.expiresAt && message.expiresAt <= now
    ? step('needs_decision', 'prepare-failed', { charged: true })
    : step('deferred', 'prepare-failed', { charged: true, dueInSeconds: 5 * minute })

/**
 * A hint that no worker has confirmed for so long is lost, with its worker or its bell. Workers confirm every
 * `confirmSeconds`. Too early a release costs a wasted hint and never a second copy: the epoch and the gate see to that.
 */
export const hintSeconds = 12
export const confirmSeconds = 3
