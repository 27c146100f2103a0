import type { Outcome, OutcomeClass } from '@mailroom/mailer'
import { describe, expect, test } from 'vitest'
import { type Breaker, failuresToOpen, nextBreaker, permanentFailuresToHold } from './rules.ts'

const outcome = (name: OutcomeClass, more: Partial<Outcome> = {}): Outcome => ({
  class: name,
  reason: 'server-busy',
  durationMs: 1,
  gatePassed: false,
  ...more,
})

describe('the breaker', () => {
  const closed: Breaker = { state: 'closed', failures: 0, probeStep: 0, ramp: 1_000_000, permanentFailures: 0 }
  const run = (from: Breaker, classes: OutcomeClass[], probe = true) =>
    classes.reduce<{ breaker: Breaker; waits: (number | null)[] }>(
      ({ breaker, waits }, name) => {
        const next = nextBreaker(breaker, outcome(name), probe)
        return { breaker: next ?? breaker, waits: [...waits, next?.nextProbeInSeconds ?? null] }
      },
      { breaker: from, waits: [] },
    )

  test('three failures in a row open it, a success between them does not let them add up', () => {
    expect(run(closed, Array(failuresToOpen - 1).fill('server'), false).breaker.state).toBe('closed')
    expect(run(closed, Array(failuresToOpen).fill('server'), false).breaker.state).toBe('open')
    expect(run(closed, ['server', 'server', 'accepted', 'server', 'server'], false).breaker.state).toBe('closed')
  })

  test('probes after 5, 10, 20, 40, 60, 60 s', () => {
    expect(run(closed, Array(8).fill('server')).waits.slice(2)).toEqual([5, 10, 20, 40, 60, 60])
  })

  test('while open, only the probe moves the clock: letters that were under way do not', () => {
    const { breaker } = run(closed, ['server', 'server', 'server'])
    for (const name of ['server', 'login', 'content', 'unknown'] as const)
      expect(nextBreaker(breaker, outcome(name), false)).toBeNull()
  })

  test('success closes it and ramps 2, 4, 8 … to the limit', () => {
    const { breaker } = run(closed, ['server', 'server', 'server', 'accepted'])
    expect(breaker).toMatchObject({ state: 'closed', ramp: 2, failures: 0 })
    expect(run(breaker, ['accepted', 'accepted']).breaker.ramp).toBe(8)
    expect(run(breaker, Array(30).fill('accepted')).breaker.ramp).toBe(1_000_000)
  })

  test.each(['recipient-later', 'sender'] as const)('a probe answered by %s shows that the server is well', name => {
    const { breaker } = run(closed, ['server', 'server', 'server'])
    expect(nextBreaker(breaker, outcome(name), true)).toMatchObject({ state: 'closed', ramp: 2 })
    const { breaker: login } = run(closed, ['login'])
    expect(nextBreaker(login, outcome(name), true)).toMatchObject({ state: 'closed' })
  })

  test('a probe that is cut after the dot is a failure like any other; elsewhere it says nothing', () => {
    const { breaker } = run(closed, ['server', 'server', 'server'])
    expect(nextBreaker(breaker, outcome('unknown'), true)).toMatchObject({ state: 'open', nextProbeInSeconds: 10 })
    expect(nextBreaker(closed, outcome('unknown'), false)).toBeNull()
  })

  test('login and TLS ask for a person at once; probes after 5, 30, 120, 360 min', () => {
    expect(run(closed, Array(5).fill('login')).waits.map(wait => (wait ?? 0) / 60)).toEqual([5, 30, 120, 360, 360])
    expect(nextBreaker(closed, outcome('tls'), false)).toMatchObject({ state: 'attention' })
  })

  test('five refusals for good in a row hold the server, and no 4xx opens it again', () => {
    const { breaker } = run(closed, Array(permanentFailuresToHold).fill('recipient-never'), false)
    expect(breaker.state).toBe('attention')
    expect(run(closed, Array(permanentFailuresToHold - 1).fill('content'), false).breaker.state).toBe('closed')
    expect(nextBreaker(breaker, outcome('recipient-later'), true)).toBeNull()
    expect(nextBreaker(breaker, outcome('accepted'), true)).toMatchObject({ state: 'closed', permanentFailures: 0 })
  })
})
