import * as contract from '@mailroom/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, startTestApp, type TestApp } from '../../../testing/app.ts'
import { countStates, makeMail, makeServer } from '../../../testing/factories.ts'
import { fillSql, fillWindow, listServersToServe } from './commands.ts'

let t: TestApp
let supervisor: Client

beforeAll(async () => {
  t = await startTestApp({ env: { LOG_LEVEL: 'silent' } })
  supervisor = await t.as('supervisor')
})
afterAll(() => t.close())

const serving = async (id: string) => {
  const found = (await listServersToServe(t.deps.database)).find(one => one.id === id)
  if (!found) throw new Error('nothing to serve')
  return found
}

test('a server that is paused while its window is filled has handed out nothing', async () => {
  const { database } = t.deps
  const id = await makeServer(database, 9)
  const dispatch = await makeMail(database, id, 3)
  const before = await serving(id)
  const client = await database.pool.connect()
  await client.query('BEGIN')
  await client.query(fillSql, [id, 5, 1, 5, 0])
  const pausing = supervisor.call(contract.pauseServer, { params: { id } })
  await new Promise(resolve => setTimeout(resolve, 500))
  await client.query('COMMIT')
  client.release()
  expect((await pausing).status).toBe(200)
  expect(await countStates(database, dispatch)).toEqual({ ready: 3 })
  // Nor does a dispatcher that had looked before.
  expect(await fillWindow(database, before, 5, 0)).toEqual([])
})

test('the oldest letter has its turn in a small window too, whatever passes it', async () => {
  const { database } = t.deps
  const id = await makeServer(database, 9, { connections: 1 })
  const bulk = await makeMail(database, id, 3)
  await database.pool.query(`UPDATE message SET created_at = now() - interval '1 hour' WHERE dispatch_id = $1`, [bulk])
  await makeMail(database, id, 200, { priority: 0 })
  for (let round = 0; round < 60; round++) {
    await fillWindow(database, await serving(id), 2, 0)
    await database.pool.query(`UPDATE message SET state = 'accepted', accepted_at = now() WHERE state = 'sending'`)
  }
  expect(await countStates(database, bulk)).toEqual({ accepted: 3 })
})
