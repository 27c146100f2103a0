import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { makeDatabase } from '../testing/database.ts'
import { connectDatabase, type Database } from './database.ts'
import { despiteDeadlocks } from './deadlock.ts'

let database: Database
let drop: () => Promise<void>
beforeAll(async () => {
  const made = await makeDatabase()
  drop = made.drop
  database = connectDatabase(made.url)
  await database.pool.query('CREATE TABLE pair (id int PRIMARY KEY, by text); INSERT INTO pair VALUES (1), (2)')
})
afterAll(async () => {
  await database.close()
  await drop()
})

/** Takes 2, and wants 1 once the other has it: the other one is the victim, since this one has more patience. */
const opposite = async () => {
  const client = await database.pool.connect()
  await client.query("BEGIN; SET LOCAL deadlock_timeout = '10s'; UPDATE pair SET by = 'opposite' WHERE id = 2")
  return async () => {
    await client.query("UPDATE pair SET by = 'opposite' WHERE id = 1")
    await client.query('COMMIT')
    client.release()
  }
}
const both = async () => (await database.pool.query('SELECT by FROM pair')).rows.map(row => row.by)

test('a real deadlock: the victim is done again, whole', async () => {
  const goOn = await opposite()
  const begun = vi.fn()
  let other: Promise<void> | undefined
  await despiteDeadlocks(() =>
    database.prisma.$transaction(async tx => {
      begun()
      await tx.$executeRaw`UPDATE pair SET by = 'mine' WHERE id = 1`
      other ??= goOn()
      await tx.$executeRaw`UPDATE pair SET by = 'mine' WHERE id = 2`
    }),
  )
  await other
  expect(begun).toHaveBeenCalledTimes(2)
  expect(await both()).toEqual(['mine', 'mine'])
})

test('the same with the pool’s own statements; any other error is told at once', async () => {
  const goOn = await opposite()
  let other: Promise<void> | undefined
  const work = async () => {
    const client = await database.pool.connect()
    try {
      await client.query("BEGIN; UPDATE pair SET by = 'pool' WHERE id = 1")
      other ??= goOn()
      await client.query("UPDATE pair SET by = 'pool' WHERE id = 2")
      await client.query('COMMIT')
    } catch (error) {
      await client.query('ROLLBACK')
      throw error
    } finally {
      client.release()
    }
  }
  await despiteDeadlocks(work)
  await other
  expect(await both()).toEqual(['pool', 'pool'])
  const refused = vi.fn(async () => Promise.reject(new Error('no')))
  await expect(despiteDeadlocks(refused)).rejects.toThrow('no')
  expect(refused).toHaveBeenCalledTimes(1)
})
