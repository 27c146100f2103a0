import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeDatabase } from '../testing/database.ts'
import { type Connection, connectDatabase, type Database, isDatabaseFailure } from './database.ts'

let database: Database
let drop: () => Promise<void>
beforeAll(async () => {
  const made = await makeDatabase()
  drop = made.drop
  database = connectDatabase(made.url)
})
afterAll(async () => {
  await database.close()
  await drop()
})

const insert = (connection: Connection) =>
  connection.query(`INSERT INTO content (id, html, text) VALUES (uuidv7(), 'x', $1)`, ['lent'])
const count = async () => (await database.pool.query(`SELECT 1 FROM content WHERE text = 'lent'`)).rowCount

test('a lent connection is the transaction’s own: what it wrote is seen there, and gone when the transaction fails', async () => {
  const failing = database.transaction(
    async (tx, connection) => {
      await insert(connection)
      expect(await tx.content.count({ where: { text: 'lent' } })).toBe(1)
      throw new Error('no')
    },
    { timeout: 5000 },
  )
  await expect(failing).rejects.toThrow('no')
  expect(await count()).toBe(0)
  await database.transaction((_, connection) => insert(connection), { timeout: 5000 })
  expect(await count()).toBe(1)
})

test('a lent connection is of no use after its transaction, ended or out of time', async () => {
  const kept = await database.transaction(async (_, connection) => ({ connection }), { timeout: 5000 })
  await expect(insert(kept.connection)).rejects.toThrow('over')
  const late = database.transaction(
    async (_, connection) => {
      await new Promise(resolve => setTimeout(resolve, 400))
      await insert(connection)
    },
    { timeout: 100 },
  )
  await expect(late).rejects.toThrow('over')
  expect(await count()).toBe(1)
})

test('a database without a free connection, and one that ends ours, are known for what they are', async () => {
  const small = connectDatabase(database.pool.options.connectionString ?? '', { connections: 1 })
  const client = await small.pool.connect()
  client.on('error', () => {})
  const late: unknown = await small.pool.query('SELECT 1').catch(error => error)
  expect(isDatabaseFailure(late)).toBe(true)
  const ended: unknown = await client.query('SELECT pg_terminate_backend(pg_backend_pid())').catch(error => error)
  expect(isDatabaseFailure(ended)).toBe(true)
  const after: unknown = await client.query('SELECT 1').catch(error => error)
  expect(isDatabaseFailure(after)).toBe(true)
  client.release(true)
  await small.close()
  expect(isDatabaseFailure(new Error('the content is gone'))).toBe(false)
  const own = Object.assign(new TypeError('must be of type string'), { code: 'ERR_INVALID_ARG_TYPE' })
  expect(isDatabaseFailure(own)).toBe(false)
})
