import type { Outcome } from '@mailroom/mailer'

export type Breaker = {
  state: 'closed' | 'open' | 'attention'
  failures: number
  probeStep: number
  ramp: number
  permanentFailures: number
}
export type BreakerChange = Breaker & { nextProbeInSeconds: number | null; reason: string | null }

const openProbes = [5, 10, 20, 40, 60]
const attentionProbes = [5, 30, 120, 360].map(minutes => minutes * 60)
const fuseProbes = [60, 300, 900, 3600]
/** Failures in a row that open the breaker. */
export const failuresToOpen = 3
/** Permanent refusals in a row, of different letters, after which the server is held: "550 to everything" burns no batch. */
export const permanentFailuresToHold = 5
const wideOpen = 1_000_000

const probeAfter = (delays: readonly number[], stepNumber: number) =>
  delays[Math.min(stepNumber, delays.length - 1)] ?? 60

/**
 * The breaker of a server after one outcome; null when nothing changes. While it is open, only its `probe` moves its
 * clock: the letters that were under way when it opened fail too, and must not push the next look minutes away.
 */
export const nextBreaker = (
  breaker: Breaker,
  outcome: Pick<Outcome, 'class' | 'reason'>,
  probe: boolean,
): BreakerChange | null => {
  const failed = !['accepted', 'recipient-later', 'sender'].includes(outcome.class)
  if (failed && breaker.state !== 'closed' && !probe) return null
  const change = (next: Partial<BreakerChange>): BreakerChange => ({
    ...breaker,
    nextProbeInSeconds: null,
    reason: outcome.reason,
    ...next,
  })
  switch (outcome.class) {
    case 'accepted': {
      if (breaker.state !== 'closed')
        return change({ state: 'closed', failures: 0, probeStep: 0, ramp: 2, permanentFailures: 0, reason: null })
      if (breaker.failures === 0 && breaker.permanentFailures === 0 && breaker.ramp >= wideOpen) return null
      return change({ failures: 0, permanentFailures: 0, ramp: Math.min(breaker.ramp * 2, wideOpen), reason: null })
    }
    case 'recipient-later':
    case 'sender':
      // The server answers, and let us in: its side is well. Only the fuse asks for more: a letter that is taken.
      return breaker.state !== 'closed' && breaker.permanentFailures < permanentFailuresToHold
        ? change({ state: 'closed', failures: 0, probeStep: 0, ramp: 2, reason: null })
        : null
    case 'unknown':
      // It took the letter and fell silent: while it is being probed that is a failure like any other.
      return probe ? nextBreaker(breaker, { class: 'server', reason: outcome.reason }, probe) : null
    case 'server': {
      const failures = breaker.failures + 1
      if (breaker.state === 'closed' && failures < failuresToOpen) return change({ failures })
      const state = breaker.state === 'attention' ? 'attention' : 'open'
      return change({
        state,
        failures,
        probeStep: breaker.state === 'closed' ? 1 : breaker.probeStep + 1,
        nextProbeInSeconds: probeAfter(openProbes, breaker.state === 'closed' ? 0 : breaker.probeStep),
      })
    }
    case 'login':
    case 'tls':
      return change({
        state: 'attention',
        probeStep: breaker.state === 'attention' ? breaker.probeStep + 1 : 1,
        nextProbeInSeconds: probeAfter(attentionProbes, breaker.state === 'attention' ? breaker.probeStep : 0),
      })
    case 'recipient-never':
    case 'content': {
      const permanentFailures = breaker.permanentFailures + 1
      if (permanentFailures < permanentFailuresToHold) return change({ permanentFailures, reason: null })
      return change({
        state: 'attention',
        permanentFailures,
        probeStep: breaker.probeStep + 1,
        nextProbeInSeconds: probeAfter(fuseProbes, breaker.probeStep),
        reason: 'server-held',
      })
    }
    default:
      return null
  }
}

/** SQL: fingerprint of a server's settings: outcomes obtained with older ones say nothing about the mended server. */
export const settingsVersion = `md5(concat_ws('|', host, port, security, allow_self_signed, authentication, username, secret, waiting_seconds, connections))`
