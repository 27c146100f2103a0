import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { connectDatabase, type Database } from '../../../platform/database.ts'
import { makeDatabase } from '../../../testing/database.ts'
import { makeServer, until } from '../../../testing/factories.ts'
import { getServerVersion } from '../delivery/queries.ts'
import { informBreaker } from './commands.ts'

let database: Database
let drop: () => Promise<void>
let server: string
let version: string

beforeAll(async () => {
  const made = await makeDatabase()
  drop = made.drop
  database = connectDatabase(made.url)
})
afterAll(async () => {
  await database.close()
  await drop()
})
beforeEach(async () => {
  server = await makeServer(database, 25)
  version = await getServerVersion({ database }, server)
})

const refused = { class: 'server', reason: 'connection-refused', durationMs: 1 } as const
const accepted = { class: 'accepted', reason: 'accepted', durationMs: 1 } as const
const tell = (outcome: typeof refused | typeof accepted, ageMs: number, probe = false) =>
  informBreaker(database, server, outcome, { probe, version, ageMs })
const opened = async () => {
  for (let failure = 0; failure < 3; failure++) await tell(refused, 0)
}
const shown = async () =>
  (await database.pool.query('SELECT breaker, reason FROM smtp_server WHERE id = $1', [server])).rows[0]

test('what was taken before the server went away, and is told late, does not call it back', async () => {
  await opened()
  await tell(accepted, 5_000)
  expect(await shown()).toEqual({ breaker: 'open', reason: 'connection-refused' })
})

test('what it takes afterwards does, be it the probe or a letter that was under way', async () => {
  await opened()
  await tell(accepted, 0)
  expect(await shown()).toEqual({ breaker: 'closed', reason: null })
  await opened()
  await tell(accepted, 5_000, true)
  expect(await shown()).toEqual({ breaker: 'closed', reason: null })
})

test('an outcome obtained with other settings says nothing about these', async () => {
  await database.pool.query(`UPDATE smtp_server SET username = 'another' WHERE id = $1`, [server])
  await opened()
  expect(await shown()).toEqual({ breaker: 'closed', reason: null })
})

let thaw = () => {}
/** A process that stops for ever at `statement`, what it had locked included. */
const frozenAt = (statement: string): Database => ({
  ...database,
  pool: {
    connect: async () => {
      const client = await database.pool.connect()
      thaw = () => client.release(true)
      const query = (text: string, values?: unknown[]) =>
        text.startsWith(statement) ? new Promise(() => undefined) : client.query(text, values)
      return { query, release: () => client.release() }
    },
  } as unknown as Database['pool'],
})

test('a process frozen while it tells of an outcome does not keep the others from this server', async () => {
  void informBreaker(frozenAt('COMMIT'), server, refused, { probe: false, version, ageMs: 0 })
  await until(async () => {
    const { rows } = await database.pool.query(
      "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction'",
    )
    return rows.length === 1
  }, 10_000)
  await tell(refused, 0)
  const { rows } = await database.pool.query('SELECT failures FROM smtp_server WHERE id = $1', [server])
  expect(rows).toEqual([{ failures: 1 }])
  thaw()
}, 30_000)
