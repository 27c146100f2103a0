import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeDatabase } from '../testing/database.ts'
import { connectQueue } from './queue.ts'

let databaseUrl: string
let drop: () => Promise<void>
beforeAll(async () => {
  const made = await makeDatabase()
  drop = made.drop
  databaseUrl = made.url
})
afterAll(() => drop())

test('a database address with options of its own does not silence the queue on Postgres', async () => {
  const address = new URL(databaseUrl)
  address.searchParams.set('options', '-c statement_timeout=60000')
  const queue = connectQueue({ redisUrl: undefined, databaseUrl: address.toString().replaceAll('+', '%20') })
  const heard: unknown[] = []
  queue.listen('deliver', 1, async data => void heard.push(data))
  expect(await queue.ring('deliver', [{ id: 'one', data: { rows: 1 } }])).toBe(true)
  await expect.poll(() => heard, { timeout: 10_000 }).toEqual([{ rows: 1 }])
  await queue.close()
})
