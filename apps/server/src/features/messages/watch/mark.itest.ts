import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startTestApp, type TestApp } from '../../../testing/app.ts'
import { countStates, makeMail, makeServer } from '../../../testing/factories.ts'
import { guardRestore } from './jobs.ts'

/** What happens before the next file is read: Node's few threads for files are busy, with a journal's disk say. */
const busy: { with?: () => Promise<unknown> } = {}
vi.mock('node:fs/promises', async original => {
  const real = await original<typeof import('node:fs/promises')>()
  const readFile = async (...args: Parameters<typeof real.readFile>) => {
    const work = busy.with
    busy.with = undefined
    await work?.()
    return real.readFile(...args)
  }
  return { ...real, readFile }
})

let t: TestApp
let folder: string
beforeAll(async () => {
  t = await startTestApp({ env: { LOG_LEVEL: 'silent' } })
  folder = await mkdtemp(path.join(tmpdir(), 'mailroom-mark-'))
})
afterAll(async () => {
  await t.close()
  await rm(folder, { recursive: true, force: true })
})

test('two workers of one host do not take each other’s step for an older database', async () => {
  const worker = () => ({ ...t.deps, mark: { counter: 0 }, config: { ...t.deps.config, dataDir: folder } })
  const [one, other] = [worker(), worker()]
  const id = await makeMail(t.deps.database, await makeServer(t.deps.database, 9), 2)
  await guardRestore(one)
  busy.with = async () => {
    await new Promise(resolve => setTimeout(resolve, 300))
    await guardRestore(other)
  }
  expect(await guardRestore(one)).toBe(0)
  expect(await countStates(t.deps.database, id)).toEqual({ ready: 2 })
})
