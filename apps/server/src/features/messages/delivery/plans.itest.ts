import { randomUUID } from 'node:crypto'
import type { PoolClient } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectDatabase, type Database } from '../../../platform/database.ts'
import { analyseGrown } from '../../../platform/statistics.ts'
import { makeDatabase } from '../../../testing/database.ts'
import { makeMail, makeServer } from '../../../testing/factories.ts'
import { fillSql, serversSql } from '../window/commands.ts'
import { gateSql, promoteSql } from './commands.ts'
import { hintedSql } from './queries.ts'

// A new installation: the worker has long prepared its statements when the first large dispatch comes.
let database: Database
let drop: () => Promise<void>
let server: string
let worker: PoolClient

const statements = { promoteSql, serversSql, fillSql, gateSql, hintedSql }
type Name = keyof typeof statements
const onEmpty = (): Record<Name, unknown[]> => ({
  promoteSql: [],
  serversSql: [],
  fillSql: [server, 30, 7, 30, 0],
  gateSql: ['{}', '{}', '{}', 0],
  hintedSql: ['{}', '{}'],
})

beforeAll(async () => {
  const made = await makeDatabase()
  drop = made.drop
  database = connectDatabase(made.url)
  server = await makeServer(database, 25)
  await database.pool.query('VACUUM ANALYZE')
  worker = await database.pool.connect()
  // From the sixth time on Postgres keeps one plan for all values (plan_cache_mode).
  for (const [name, text] of Object.entries(statements))
    for (let n = 0; n < 8; n++) await worker.query({ name, text, values: onEmpty()[name as Name] })
  await makeMail(database, server, 20_000)
  await database.pool.query(`UPDATE message SET state = 'accepted', accepted_at = now()`)
  await makeMail(database, server, 5_000)
}, 60_000)
afterAll(async () => {
  worker.release()
  await database.close()
  await drop()
})

type Node = Record<string, number | undefined> & { Plans?: Node[] }
/** Rows that a plan touched, those thrown away included. */
const rowsOf = (node: Node): number => {
  const seen = ['Actual Rows', 'Rows Removed by Filter', 'Rows Removed by Join Filter', 'Rows Removed by Index Recheck']
  const own = seen.reduce((sum, key) => sum + (node[key] ?? 0), 0) * (node['Actual Loops'] ?? 1)
  return own + (node.Plans ?? []).reduce((sum, child) => sum + rowsOf(child), 0)
}
/** What the statement that the worker prepared touches now. */
const touched = async (name: Name, values = ''): Promise<number> => {
  const { rows } = await worker.query<{ 'QUERY PLAN': [{ Plan: Node }] }>(
    `EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE "${name}"${values}`,
  )
  const [row] = rows
  return row ? rowsOf(row['QUERY PLAN'][0].Plan) : Number.NaN
}
const promote = async () => {
  await database.pool.query(`UPDATE message SET state = 'scheduled' WHERE state <> 'accepted'`)
  return touched('promoteSql')
}

test('5,000 become ready in one pass, also by the plan of an empty database', async () => {
  expect(await promote()).toBeLessThan(150_000)
})

test('once Postgres is told of the growth, each statement finds its few rows', async () => {
  expect(await analyseGrown(database, ['message', 'dispatch_recipient', 'dispatch'], 5_000)).toContain('message')
  expect(await analyseGrown(database, ['message'], 1_000)).toEqual([])
  expect(await analyseGrown(database, ['message'], 100)).toEqual([])
  expect(await promote()).toBeLessThan(60_000)
  expect(await touched('serversSql')).toBeLessThan(50)
  expect(await touched('fillSql', `('${server}', 30, 7, 30, 0)`)).toBeLessThan(1_000)
  const { rows } = await database.pool.query<{ id: string; epoch: number }>(
    `SELECT id, epoch FROM message WHERE state = 'sending'`,
  )
  expect(rows).toHaveLength(30)
  const [ids, epochs] = [rows.map(row => row.id), rows.map(row => row.epoch)]
  expect(await touched('hintedSql', `('{${ids}}', '{${epochs}}')`)).toBeLessThan(500)
  expect(await touched('gateSql', `('{${ids}}', '{${epochs}}', '{${ids.map(() => randomUUID())}}', 0)`)).toBeLessThan(
    500,
  )
})
