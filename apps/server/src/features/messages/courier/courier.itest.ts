import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../../testing/app.ts'
import { makeServer } from '../../../testing/factories.ts'
import { getServerVersion } from '../delivery/queries.ts'
import { Courier } from './jobs.ts'

let t: TestApp
let server: string

beforeAll(async () => {
  t = await startTestApp({ env: { LOG_LEVEL: 'silent' } })
  server = await makeServer(t.deps.database, 9, { authentication: 'password', username: 'school', secret: 'sealed' })
})
afterAll(() => t.close())

/** A courier whose every secret is opened by `open`, with a journal that keeps nothing. */
const makeCourier = (open: () => string) =>
  new Courier(
    { ...t.deps, secrets: { ...t.deps.secrets, open } },
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
