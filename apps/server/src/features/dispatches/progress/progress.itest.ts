import { randomUUID } from 'node:crypto'
import * as contract from '@mailroom/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, startTestApp, type TestApp } from '../../../testing/app.ts'
import { loadDemoSchool } from '../../../testing/demo.ts'
import { demoSignIns } from '../../users/rules.ts'
import { getLive } from './queries.ts'

let t: TestApp
let secretary: Client
let choice: contract.DispatchChoice

beforeAll(async () => {
  t = await startTestApp()
  await loadDemoSchool(t.deps, { host: '127.0.0.1', port: 9 })
  secretary = t.visitor()
  await secretary.call(contract.signIn, {
    body: { email: demoSignIns[1]?.email ?? '', password: demoSignIns[1]?.password ?? '' },
  })
  const letters = await secretary.call(contract.listLetters, { query: { list: 'guardian' } })
  const counts = await secretary.call(contract.countPeople)
  const classId = counts.body.classes.find((one: { name: string }) => one.name === '4e B').id
  choice = contract.dispatchChoice.parse({
    kind: 'letter',
    list: 'guardian',
    scope: { type: 'filtered', filters: contract.personFilters.parse({ classId }) },
    letterId: letters.body.letters.find((one: { category: string }) => one.category === 'meetings').id,
    values: { 'meeting.date': '2026-12-08' },
  })
})
afterAll(() => t.close())

/**
 * A dispatch under way: its first four messages had two tries without an answer, one without, a refusal, five days of
 * "later"; the others were accepted.
 */
const makeRun = async () => {
  const { body: made } = await secretary.call(contract.createDispatch, {
    body: { idempotencyKey: randomUUID(), choice, subject: 'Parents’ evening', body: '<p>Dear parents</p>' },
  })
  const { pool } = t.deps.database
  await pool.query("UPDATE dispatch SET state = 'sending' WHERE id = $1", [made.id])
  await pool.query("UPDATE message SET state = 'accepted', accepted_at = now() WHERE dispatch_id = $1", [made.id])
  const { rows } = await pool.query<{ id: string }>(
    'SELECT m.id FROM message m JOIN dispatch_recipient r ON r.id = m.recipient_id WHERE m.dispatch_id = $1 AND r.address_lines <> $2 ORDER BY m.fair_rank LIMIT 4',
    [made.id, []],
  )
  const [silent = '', once = '', refused = '', expired = ''] = rows.map(row => row.id)
  const set = (id: string, state: string, reason: string, resends: number) =>
    pool.query('UPDATE message SET state = $2, reason = $3, resends = $4, accepted_at = NULL WHERE id = $1', [
      ...[id, state, reason, resends],
    ])
  await set(silent, 'needs_decision', 'no-answer-twice', 1)
  await set(once, 'deferred', 'connection-lost-after-dot', 1)
  await set(refused, 'failed', 'mailbox-unknown', 0)
  await set(expired, 'needs_decision', 'expired', 0)
  return { id: made.id as string, silent, once, refused, expired }
}
const rowOf = async (id: string) =>
  (await t.deps.database.pool.query('SELECT state, reason FROM message WHERE id = $1', [id])).rows[0]
const view = async (id: string) => (await secretary.call(contract.getDispatch, { params: { id } })).body

test('what had no answer twice stands apart, with its own part of the list and its own words', async () => {
  const run = await makeRun()
  expect((await view(run.id)).counts).toMatchObject({ toDecide: 2, failed: 1, deferred: 1, unknown: 0 })
  const list = async (group: 'toDecide' | 'failed' | 'unknown') =>
    (await secretary.call(contract.listRecipients, { params: { id: run.id }, query: { group } })).body.rows.map(
      (row: { messageId: string }) => row.messageId,
    )
  expect((await list('toDecide')).sort()).toEqual([run.silent, run.expired].sort())
  expect(await list('failed')).toEqual([run.refused])
  expect(await list('unknown')).toEqual([])
})

test('"resend" takes the refused and the expired along, and leaves what may have arrived to a person', async () => {
  const run = await makeRun()
  expect((await view(run.id)).resendable).toBe(2)
  const { status } = await secretary.call(contract.resendFailed, { params: { id: run.id } })
  expect(status).toBe(200)
  const states = await Promise.all([run.silent, run.refused, run.expired].map(async id => (await rowOf(id)).state))
  expect(states).toEqual(['needs_decision', 'scheduled', 'scheduled'])
})

test('the three choices after two silences: send again, print, leave it as uncertain', async () => {
  const again = await makeRun()
  await secretary.call(contract.retryMessage, { params: { id: again.silent } })
  expect(await rowOf(again.silent)).toEqual({ state: 'scheduled', reason: null })

  const left = await makeRun()
  await secretary.call(contract.giveUpMessage, { params: { id: left.silent } })
  expect(await rowOf(left.silent)).toEqual({ state: 'unknown', reason: 'left-uncertain' })
  await secretary.call(contract.giveUpMessage, { params: { id: left.expired } })
  expect(await rowOf(left.expired)).toEqual({ state: 'cancelled', reason: 'given-up' })
  expect((await view(left.id)).counts).toMatchObject({ toDecide: 0, unknown: 1, cancelled: 1 })

  const printed = await makeRun()
  await secretary.call(contract.printInstead, { params: { id: printed.silent } })
  const counts = (await view(printed.id)).counts
  const before = (await view(again.id)).counts
  expect(counts).toMatchObject({ paper: before.paper + 1, total: before.total - 1, cancelled: 0 })
  const { rows } = (
    await secretary.call(contract.listRecipients, { params: { id: printed.id }, query: { group: 'paper' } })
  ).body
  expect(rows.find((row: { messageId: string }) => row.messageId === printed.silent)).toMatchObject({
    state: 'paper',
    words: 'Moved to the paper pile',
  })
})

test('what waits for a decision, and what was refused, is on the home page and among the e-mails of that view', async () => {
  const run = await makeRun()
  const { toFinish } = (await secretary.call(contract.getHome)).body
  const of = (code: string) => toFinish.find((one: { code: string }) => one.code === code)
  expect(of('failed').count).toBeGreaterThan(0)
  const listed = async (view: 'to-decide' | 'refused') =>
    (await secretary.call(contract.listDispatches, { query: { view } })).body.rows.map((row: { id: string }) => row.id)
  expect(await listed('to-decide')).toContain(run.id)
  expect(await listed('refused')).toContain(run.id)
  const decide = of('to-decide').count
  await t.deps.database.pool.query(
    "UPDATE message SET state = 'accepted', accepted_at = now() WHERE dispatch_id = $1 AND state <> 'accepted'",
    [run.id],
  )
  expect(await listed('to-decide')).not.toContain(run.id)
  expect(await listed('refused')).not.toContain(run.id)
  const after = (await secretary.call(contract.getHome)).body.toFinish
  expect(after.find((one: { code: string }) => one.code === 'to-decide')?.count ?? 0).toBe(decide - 2)
})

test('the home page tells a mail server that is away from one that refuses and one that a person paused', async () => {
  const { pool } = t.deps.database
  const shown = async (set: string) => {
    await pool.query(`UPDATE smtp_server SET ${set}`)
    return (await secretary.call(contract.getHome)).body.servers[0]
  }
  const since = '2026-11-19T10:42:00.000Z'
  expect(await shown(`breaker = 'open', breaker_since = '${since}'`)).toMatchObject({ state: 'away', since })
  expect(await shown(`breaker = 'attention'`)).toMatchObject({ state: 'attention', since })
  expect(await shown(`paused_at = now()`)).toMatchObject({ state: 'paused' })
  expect(await shown(`breaker = 'closed', breaker_since = NULL, paused_at = NULL`)).toMatchObject({
    state: 'ready',
    since: null,
    answerMs: null,
  })
})

test('the time left keeps to the limit of the mail server', async () => {
  const run = await makeRun()
  const { pool } = t.deps.database
  await pool.query("UPDATE message SET accepted_at = now() - interval '30 s' WHERE dispatch_id = $1", [run.id])
  await pool.query(
    "UPDATE message SET state = 'ready', accepted_at = NULL WHERE dispatch_id = $1 AND fair_rank >= 20",
    [run.id],
  )
  const { counts, rate } = await view(run.id)
  expect(counts.waiting).toBeGreaterThan(5)
  // Those put off by their recipients' servers come at times of their own.
  expect(counts.deferred).toBeGreaterThan(0)
  const left = counts.waiting
  expect(rate.secondsLeft).toBeLessThan(60 * left)
  await pool.query('UPDATE smtp_server SET rate_per_minute = 1')
  expect((await view(run.id)).rate.secondsLeft).toBe(60 * left)
  await pool.query('UPDATE smtp_server SET rate_per_minute = NULL')
})

test('cancelling says "cancelled" only of what certainly did not arrive', async () => {
  const run = await makeRun()
  await secretary.call(contract.cancelDispatch, { params: { id: run.id } })
  expect(await rowOf(run.once)).toEqual({ state: 'unknown', reason: 'left-uncertain' })
  expect(await rowOf(run.silent)).toEqual({ state: 'unknown', reason: 'left-uncertain' })
  expect(await rowOf(run.expired)).toEqual({ state: 'cancelled', reason: 'cancelled' })
  expect((await view(run.id)).state).toBe('done')
})

test('a dispatch that only waits for a decision is not on its way', async () => {
  const run = await makeRun()
  const { id: userId } = await t.deps.database.prisma.user.findUniqueOrThrow({
    where: { email: demoSignIns[1]?.email ?? '' },
  })
  const live = () => getLive(t.deps, { userId, name: '', email: '', role: 'secretary', language: 'en', personId: null })
  const before = (await live()).sending
  await t.deps.database.pool.query("UPDATE message SET state = 'accepted', accepted_at = now() WHERE id = $1", [
    run.once,
  ])
  const { sending, dispatches } = await live()
  const total = dispatches.find(one => one.id === run.id)?.counts.total ?? 0
  expect((before?.total ?? 0) - (sending?.total ?? 0)).toBe(total)
})
