import type { Route } from '@mailroom/contract'
import * as contract from '@mailroom/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, startTestApp, type TestApp } from '../../../testing/app.ts'
import { makeMail, makeServer, until } from '../../../testing/factories.ts'
import { closeFinished, type Finish, finishMessages } from '../../messages/delivery/commands.ts'

let t: TestApp
let secretary: Client & { userId: string }
let server: string

beforeAll(async () => {
  t = await startTestApp({ env: { LOG_LEVEL: 'silent' } })
  secretary = await t.as('secretary')
  server = await makeServer(t.deps.database, 9)
})
afterAll(() => t.close())

const sql = (text: string, values: unknown[] = []) => t.deps.database.pool.query(text, values)
const make = async (count: number, set: string): Promise<string> => {
  const id = await makeMail(t.deps.database, server, count)
  await sql('UPDATE dispatch SET author_id = $2 WHERE id = $1', [id, secretary.userId])
  await sql(`UPDATE message SET ${set} WHERE dispatch_id = $1`, [id])
  return id
}
const rowsOf = async (id: string) =>
  (await sql('SELECT state, held_reason, reason FROM message WHERE dispatch_id = $1 ORDER BY fair_rank', [id])).rows
const stateOf = async (id: string) => (await sql('SELECT state FROM dispatch WHERE id = $1', [id])).rows[0].state
const call = async (route: Route, id: string) => {
  const { status } = await secretary.call(route, { params: { id } })
  return status
}

const past = `state = 'sending', phase = 'dot', epoch = 1, lease_token = uuidv4(), lease_until = now() + interval '11 min'`

/** `work` in a transaction that ends only when somebody waits for it. */
const heldOpen = async (
  work: (client: { query: typeof sql }) => Promise<unknown>,
  meanwhile: () => Promise<unknown>,
  then = async () => {},
) => {
  const client = await t.deps.database.pool.connect()
  try {
    await client.query('BEGIN')
    await work(client as unknown as { query: typeof sql })
    const waiting = meanwhile()
    await until(
      async () =>
        (await sql(`SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`))
          .rowCount !== 0,
      20_000,
      'somebody waiting for the row',
    )
    await then()
    await client.query('COMMIT')
    return await waiting
  } finally {
    client.release()
  }
}
/** The end of a try that goes back among the waiting, told while a person stops the dispatch. */
const finishing = async (id: string, state: Finish['step']['state']) => {
  const { rows } = await sql('SELECT id, epoch, lease_token AS token FROM message WHERE dispatch_id = $1', [id])
  const step = { state, reason: 'greylisted', heldReason: null, dueInSeconds: 60, charged: true, resend: false }
  const outcome = { class: 'recipient-later', reason: 'greylisted', durationMs: 5 } as const
  return (client: { query: typeof sql }) =>
    finishMessages(
      { ...t.deps.database, pool: client as unknown as typeof t.deps.database.pool },
      rows.map(row => ({ ...row, step, outcome })),
    )
}

test.each(['deferred', 'ready'] as const)('cancelled while a try ends as %s: it does not leave again', async state => {
  const id = await make(1, past)
  expect(await heldOpen(await finishing(id, state), () => call(contract.cancelDispatch, id))).toBe(200)
  expect(await rowsOf(id)).toEqual([{ state: 'cancelled', held_reason: null, reason: 'cancelled' }])
})

test('paused while a try ends: held like the others', async () => {
  const id = await make(1, past)
  expect(await heldOpen(await finishing(id, 'ready'), () => call(contract.pauseDispatch, id))).toBe(200)
  expect(await rowsOf(id)).toEqual([{ state: 'held', held_reason: 'paused', reason: 'paused' }])
})

test('resumed while a try ends: nothing stays held in a dispatch that runs', async () => {
  const id = await make(1, `${past}, held_reason = 'paused'`)
  await sql(`UPDATE dispatch SET state = 'paused' WHERE id = $1`, [id])
  expect(await heldOpen(await finishing(id, 'deferred'), () => call(contract.resumeDispatch, id))).toBe(200)
  expect(await rowsOf(id)).toMatchObject([{ state: 'scheduled', held_reason: null }])
})

test('cancelled past the gate, then paused: a resume does not send it again', async () => {
  const id = await make(1, past)
  await call(contract.cancelDispatch, id)
  expect(await call(contract.pauseDispatch, id)).toBe(200)
  expect(await rowsOf(id)).toMatchObject([{ state: 'sending', held_reason: 'cancelled' }])
})

test('"resend" in a paused dispatch ends no pause: its other letters could never be resumed', async () => {
  const id = await make(2, `state = 'held', held_reason = 'paused'`)
  await sql(`UPDATE dispatch SET state = 'paused' WHERE id = $1`, [id])
  await sql(
    `UPDATE message SET state = 'failed', held_reason = NULL WHERE id = (SELECT id FROM message WHERE dispatch_id = $1 ORDER BY fair_rank LIMIT 1)`,
    [id],
  )
  expect(await call(contract.resendFailed, id)).toBe(200)
  expect(await rowsOf(id)).toMatchObject([{ state: 'scheduled' }, { state: 'held' }])
  expect(await call(contract.resumeDispatch, id)).toBe(200)
  expect(await rowsOf(id)).toMatchObject([{ state: 'scheduled' }, { state: 'scheduled' }])
})

test('a dispatch that was paused before its time waits for its time again', async () => {
  const id = await make(1, `state = 'scheduled', due_at = now() + interval '1 day'`)
  await sql(`UPDATE dispatch SET state = 'scheduled', starts_at = now() + interval '1 day' WHERE id = $1`, [id])
  await call(contract.pauseDispatch, id)
  await call(contract.resumeDispatch, id)
  expect(await stateOf(id)).toBe('scheduled')
  expect(await call(contract.sendDispatchNow, id)).toBe(200)
  expect(await stateOf(id)).toBe('sending')
})

test('a dispatch is not closed while its refused letters are being sent again', async () => {
  const id = await make(2, `state = 'failed'`)
  const lock = (client: { query: typeof sql }) =>
    client.query('SELECT 1 FROM message WHERE dispatch_id = $1 FOR UPDATE', [id])
  let closed: Promise<void> | undefined
  const look = async () => {
    closed = closeFinished(t.deps.database)
    await new Promise(resolve => setTimeout(resolve, 300))
  }
  expect(await heldOpen(lock, () => call(contract.resendFailed, id), look)).toBe(200)
  await closed
  expect((await rowsOf(id)).map(row => row.state)).toEqual(['scheduled', 'scheduled'])
  expect(await stateOf(id)).toBe('sending')
})

test.each([
  ['one letter', (id: string) => secretary.call(contract.retryMessage, { params: { id } })],
  [
    'one letter to another address',
    (id: string) =>
      secretary.call(contract.correctMessage, {
        params: { id },
        body: { address: 'mended@family.example', keepForPerson: false },
      }),
  ],
])('nor while %s is', async (_, again) => {
  const id = await make(1, `state = 'failed'`)
  const { rows } = await sql('SELECT id FROM message WHERE dispatch_id = $1', [id])
  // Its commit takes a second, which another worker's look falls into.
  await sql(
    `CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(1); RETURN NULL; END $$`,
  )
  await sql(
    'CREATE CONSTRAINT TRIGGER slow AFTER UPDATE ON message DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION slow()',
  )
  const answer = again(rows[0].id)
  const sleeping = `SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()`
  await until(async () => (await sql(sleeping)).rowCount !== 0, 20_000)
  await closeFinished(t.deps.database)
  expect((await answer).status).toBe(200)
  await sql('DROP TRIGGER slow ON message; DROP FUNCTION slow')
  expect(await stateOf(id)).toBe('sending')
})

test('resumed while the supervisor releases what a restore held: nothing stays behind', async () => {
  const id = await make(2, `state = 'held', held_reason = 'restore'`)
  await sql(`UPDATE dispatch SET state = 'paused' WHERE id = $1`, [id])
  const supervisor = await t.as('supervisor')
  const resuming = (client: { query: typeof sql }) =>
    client.query(`UPDATE dispatch SET state = 'sending' WHERE id = $1`, [id])
  await heldOpen(resuming, () => supervisor.call(contract.settleRestored, { body: { what: 'release' } }))
  expect(await rowsOf(id)).toMatchObject([{ state: 'scheduled' }, { state: 'scheduled' }])
})
