import type { Outcome, OutcomeClass } from '@mailroom/mailer'
import { describe, expect, test } from 'vitest'
import { nextStep, retryAfter, stepAfterDefect } from './rules.ts'

const now = new Date('2026-11-24T12:00:00Z')
const outcome = (name: OutcomeClass, more: Partial<Outcome> = {}): Outcome => ({
  class: name,
  reason: 'server-busy',
  durationMs: 1,
  gatePassed: false,
  ...more,
})
const fresh = { attempts: 0, resends: 0, expiresAt: null }
const days = (count: number) => new Date(now.getTime() + count * 86_400_000)

describe('what comes after an outcome', () => {
  test.each(['server', 'login', 'tls', 'aborted'] as const)('%s: ready again, nothing charged', name => {
    expect(nextStep(fresh, outcome(name), now, 0.5)).toMatchObject({ state: 'ready', charged: false, resend: false })
  })

  test('a refused sender holds the message, a refused recipient or content ends it', () => {
    expect(nextStep(fresh, outcome('sender'), now, 0)).toMatchObject({
      state: 'held',
      heldReason: 'sender',
      charged: false,
    })
    for (const name of ['recipient-never', 'content'] as const)
      expect(nextStep(fresh, outcome(name), now, 0)).toMatchObject({ state: 'failed', charged: true })
  })

  test('4xx: 1, 5, 10, 15, 30 min, 1, 1, 2, 4 h, then every 4 h; ±10 %', () => {
    const waits = Array.from({ length: 12 }, (_, attempts) =>
      nextStep({ ...fresh, attempts }, outcome('recipient-later'), now, 0.5),
    )
    expect(waits.map(step => step.dueInSeconds / 60)).toEqual([1, 5, 10, 15, 30, 60, 60, 120, 240, 240, 240, 240])
    expect(waits.every(step => step.state === 'deferred' && step.charged)).toBe(true)
    expect([retryAfter(1, 0), retryAfter(1, 0.9999)]).toEqual([54, 66])
  })

  test('the server\u2019s own "retry in N" wins, between 30 s and 4 h', () => {
    const asked = (retryAfterSeconds: number) =>
      nextStep(fresh, outcome('recipient-later', { retryAfterSeconds }), now, 0.5).dueInSeconds
    expect([asked(300), asked(1), asked(86_400)]).toEqual([300, 30, 14_400])
  })

  test('after five days a person decides; a minute before, it is still tried', () => {
    const at = (expiresAt: Date) =>
      nextStep({ ...fresh, attempts: 40, expiresAt }, outcome('recipient-later'), now, 0.5)
    expect(at(days(0))).toMatchObject({ state: 'needs_decision', reason: 'expired' })
    expect(at(new Date(now.getTime() + 60_000))).toMatchObject({ state: 'deferred' })
  })

  test('no answer after the dot: sent again once, so that there are two copies at most, and said', () => {
    const step = (resends: number) =>
      nextStep({ ...fresh, resends }, outcome('unknown', { gatePassed: true }), now, 0.5)
    expect(step(0)).toMatchObject({ state: 'deferred', resend: true })
    expect(step(1)).toMatchObject({ state: 'needs_decision', reason: 'no-answer-twice', resend: false })
    expect(nextStep({ ...fresh, resends: 1 }, outcome('accepted'), now, 0)).toMatchObject({
      state: 'accepted',
      reason: 'possibly-twice',
    })
  })
})

test('a message that cannot be put together is tried every five minutes for five days, then a person decides', () => {
  expect(stepAfterDefect(fresh, now)).toMatchObject({ state: 'deferred', dueInSeconds: 300, charged: true })
  expect(stepAfterDefect({ ...fresh, expiresAt: days(-1) }, now)).toMatchObject({ state: 'needs_decision' })
})
