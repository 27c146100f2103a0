import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectDatabase, type Database } from '../../../platform/database.ts'
import { makeDatabase } from '../../../testing/database.ts'
import { makeMail, makeServer } from '../../../testing/factories.ts'
import { fillSql, fillWindow, listServersToServe, serversSql } from '../window/commands.ts'
import { type Finish, finishMessages, finishSql, gateSql, passGate, reconcile, releaseUnsent } from './commands.ts'
import { hintedSql } from './queries.ts'

let database: Database
let drop: () => Promise<void>
let server: string

beforeAll(async () => {
  const made = await makeDatabase()
  drop = made.drop
  database = connectDatabase(made.url)
  server = await makeServer(database, 25)
  const { pool } = database
  await makeMail(database, server, 20_000)
  await pool.query(`UPDATE message SET state = 'accepted', accepted_at = now()`)
  await makeMail(database, server, 5_000)
  // What Postgres finds out by itself in the middle of a large dispatch: much of what it sees is ready.
  await pool.query('VACUUM ANALYZE message')
}, 60_000)
afterAll(async () => {
  await database.close()
  await drop()
})

type Plan = { 'Shared Hit Blocks': number; 'Shared Read Blocks': number }
/** Pages of the database that one run of a statement looks at. */
const pagesOf = async (sql: string, values: unknown[]): Promise<number> => {
  const client = await database.pool.connect()
  try {
    await client.query('BEGIN')
    const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>({
      text: `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${sql}`,
      values,
    })
    const plan = rows[0]?.['QUERY PLAN'][0].Plan
    return (plan?.['Shared Hit Blocks'] ?? Infinity) + (plan?.['Shared Read Blocks'] ?? Infinity)
  } finally {
    await client.query('ROLLBACK')
    client.release()
  }
}

test('what was sent long ago costs the dispatcher nothing', async () => {
  expect(await pagesOf(serversSql, [])).toBeLessThan(20)
  // One message alone, so that its own pages do not hide the way to it.
  expect(await pagesOf(fillSql, [server, 5, 1, 5, 0])).toBeLessThan(300)
})

test.each(Object.entries({ hintedSql, gateSql, finishSql }))('%s finds its rows by their ids', async (_, sql) => {
  const { rows } = await database.pool.query<{ 'QUERY PLAN': string }>(`EXPLAIN (GENERIC_PLAN) ${sql}`)
  const plan = rows.map(row => row['QUERY PLAN']).join('\n')
  expect(plan).toContain('message_pkey')
  expect(plan).not.toContain('message_sending')
})

test('one of two with the same hint passes the gate, also when they ask in the same breath', async () => {
  const [serving] = await listServersToServe(database)
  const [hint] = serving ? await fillWindow(database, serving, 1, 0) : []
  if (!hint) throw new Error('nothing was ready')
  const twice = [randomUUID(), randomUUID()].map(token => ({ id: hint.id, epoch: hint.epoch, token }))
  expect((await passGate(database, twice, 0)).toSorted()).toEqual([false, true])
  expect(await passGate(database, twice, 0)).toEqual([false, false])
})

/** Two messages past the gate when somebody paused or cancelled; the second has had a try without an answer. */
const makeStopped = async (why: 'paused' | 'cancelled') => {
  const dispatch = await makeMail(database, server, 2)
  const { rows } = await database.pool.query<{ id: string; epoch: number; token: string }>(
    `UPDATE message SET state = 'sending', phase = 'dot', epoch = 1, lease_token = uuidv4(), lease_until = now() + interval '11 min', held_reason = $2,
       resends = CASE fair_rank WHEN (SELECT max(fair_rank) FROM message WHERE dispatch_id = $1) THEN 1 ELSE 0 END
     WHERE dispatch_id = $1 RETURNING id, epoch, lease_token AS token`,
    [dispatch, why],
  )
  const states = async () =>
    (
      await database.pool.query<{ state: string; held_reason: string | null; reason: string | null }>(
        'SELECT state, held_reason, reason FROM message WHERE dispatch_id = $1 ORDER BY fair_rank',
        [dispatch],
      )
    ).rows.map(row => [row.state, row.held_reason, row.reason])
  return { leases: rows, states }
}
const outcome = { class: 'server', reason: 'server-closing', durationMs: 5 } as const
const finish = (lease: Omit<Finish, 'step' | 'outcome'>, state: Finish['step']['state']): Finish => ({
  ...lease,
  outcome,
  step: { state, reason: 'server-closing', heldReason: null, dueInSeconds: 0, charged: false, resend: false },
})
const cancelled = ['cancelled', null, 'cancelled']
const uncertain = ['unknown', null, 'left-uncertain']
const paused = ['held', 'paused', 'paused']

test.each([
  ['cancelled', [cancelled, uncertain]],
  ['paused', [paused, paused]],
] as const)('a message past the gate when somebody says "%s" is not tried again', async (why, expected) => {
  for (const state of ['ready', 'deferred', 'held'] as const) {
    const { leases, states } = await makeStopped(why)
    await finishMessages(
      database,
      leases.map(lease => finish(lease, state)),
    )
    expect(await states()).toEqual(expected)
  }
  const released = await makeStopped(why)
  expect(await releaseUnsent(database, released.leases)).toBe(2)
  expect(await released.states()).toEqual(expected)
})

test('… and is what it is where it arrived, or where a person is asked', async () => {
  const { leases, states } = await makeStopped('cancelled')
  await finishMessages(
    database,
    leases.map((lease, at) => finish(lease, at === 0 ? 'accepted' : 'needs_decision')),
  )
  expect((await states()).map(([state, held]) => [state, held]).toSorted()).toEqual([
    ['accepted', null],
    ['needs_decision', null],
  ])
})

test('… nor is one whose worker died: it is uncertain once cancelled, and waits while paused', async () => {
  for (const why of ['cancelled', 'paused'] as const) {
    const { leases, states } = await makeStopped(why)
    await database.pool.query("UPDATE message SET lease_until = now() - interval '1 s' WHERE id = ANY($1)", [
      leases.map(lease => lease.id),
    ])
    await reconcile(database)
    const asked = ['needs_decision', null, 'no-answer-twice']
    expect(await states()).toEqual(why === 'cancelled' ? [uncertain, asked] : [paused, asked])
  }
})

test('what a person must look at is found among all that was ever sent', async () => {
  const { pool } = database
  // Years of dispatches: looking into each of them is no way either.
  await pool.query(
    `INSERT INTO dispatch (id, idempotency_key, author_name, kind, state, subject, body_html, search_text, from_name, from_address, envelope_from)
     SELECT uuidv7(), uuidv4(), '', 'email', 'done', '', '', '', '', '', '' FROM generate_series(1, 3000)`,
  )
  await pool.query(
    `UPDATE message m SET dispatch_id = d.id FROM (SELECT id, row_number() OVER () AS n FROM dispatch) d
     WHERE m.state = 'accepted' AND d.n = 1 + m.fair_rank % 3000`,
  )
  await pool.query('VACUUM ANALYZE message')
  await pool.query('ANALYZE dispatch')
  const count = 'SELECT count(*) FROM message m JOIN dispatch d ON d.id = m.dispatch_id'
  expect(await pagesOf(`${count} WHERE m.state = 'needs_decision'`, [])).toBeLessThan(20)
  expect(await pagesOf(`${count} WHERE m.state IN ('failed','prepare_failed')`, [])).toBeLessThan(20)
})
