import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../../testing/app.ts'
import { countStates, makeMail, makeServer } from '../../../testing/factories.ts'
import { startDelivery } from '../delivery/jobs.ts'
import { getServerVersion } from '../delivery/queries.ts'
import { fillWindow, listServersToServe } from '../window/commands.ts'
import { Courier } from './jobs.ts'

let t: TestApp
let server: string

beforeAll(async () => {
  t = await startTestApp({ env: { LOG_LEVEL: 'silent' } })
  server = await makeServer(t.deps.database, 9, { authentication: 'password', username: 'school', secret: 'sealed' })
})
afterAll(() => t.close())

/** A courier whose every secret is opened by `open`, with a journal that keeps nothing. */
const makeCourier = (open: () => string, database = t.deps.database) =>
  new Courier(
    { ...t.deps, database, secrets: { ...t.deps.secrets, open } },
    { append: async () => undefined, close: async () => undefined },
    { through: (_, ask) => ask(), close: async () => undefined },
    { flagAddress: async () => undefined },
  )

test('a server that could not be opened once is opened at the next letter', async () => {
  let away = true
  const courier = makeCourier(() => {
    if (away) throw new Error('Connection terminated unexpectedly')
    return 'secret'
  })
  const version = await getServerVersion(t.deps, server)
  await expect(courier.mailServer(server, version)).rejects.toThrow('terminated')
  away = false
  expect(await courier.mailServer(server, version)).toMatchObject({ version })
  await courier.close()
})

test('a refusal after the dot outlasts a Postgres that is away for some seconds', async () => {
  const { database } = t.deps
  let away = 8
  const pool = new Proxy(database.pool, {
    get: (real, name) => {
      if (name === 'connect')
        return () => (away-- > 0 ? Promise.reject(new Error('Connection terminated')) : real.connect())
      const value: unknown = Reflect.get(real, name)
      return typeof value === 'function' ? value.bind(real) : value
    },
  })
  const id = await makeServer(database, 9)
  const dispatch = await makeMail(database, id, 1)
  const courier = makeCourier(() => '', { ...database, pool })
  const serving = (await listServersToServe(database)).find(one => one.id === id)
  const hints = serving ? await fillWindow(database, serving, 1, 0) : []
  const refused = { class: 'recipient-later', reason: 'greylisted', durationMs: 5, gatePassed: true } as const
  const mail = { send: async () => refused, close: async () => undefined, size: 1 }
  courier.mailServer = async (_, version) => ({ version, workers: 1, mail })
  await courier.deliver({ version: serving?.version ?? '', hints })
  expect(away).toBeLessThan(0)
  expect(await countStates(database, dispatch)).toEqual({ deferred: 1 })
})

describe('the limit of the day counts what the server saw', () => {
  const limited = async () => {
    const id = await makeServer(t.deps.database, 9, { perDay: 300 })
    await makeMail(t.deps.database, id, 20)
    return id
  }
  const used = async (id: string): Promise<number> =>
    (await t.deps.database.pool.query('SELECT day_used AS n FROM smtp_server WHERE id = $1', [id])).rows[0].n

  test('not the letters of an outage', async () => {
    const id = await limited()
    const courier = makeCourier(() => '')
    const serving = (await listServersToServe(t.deps.database)).find(one => one.id === id)
    const hints = serving ? await fillWindow(t.deps.database, serving, 2, 0) : []
    expect(hints).toHaveLength(2)
    expect(await used(id)).toBe(2)
    await courier.deliver({ version: serving?.version ?? '', hints })
    await courier.close()
    expect(await used(id)).toBe(0)
  })

  test('not what no bell rang for', async () => {
    const id = await limited()
    const dataDir = await mkdtemp(path.join(tmpdir(), 'mailroom-courier-'))
    const nothing = async () => undefined
    const queue = { ...t.deps.queue, ring: async () => false, listen: () => ({ pause: nothing, close: nothing }) }
    const deps = { ...t.deps, queue, config: { ...t.deps.config, dataDir } }
    const delivery = await startDelivery(deps, { flagAddress: nothing, idleMs: 5 })
    await new Promise(resolve => setTimeout(resolve, 1000))
    await delivery.stop()
    await rm(dataDir, { recursive: true, force: true })
    expect(await used(id)).toBe(0)
  })
})
