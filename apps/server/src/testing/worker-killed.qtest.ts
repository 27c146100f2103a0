import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Running, startProcess } from '../../../../scripts/processes.ts'
import { createDeps, type Deps } from '../deps.ts'
import { readConfig } from '../platform/config.ts'
import { makeDatabase } from './database.ts'
import { countStates, makeMail, makeServer, until } from './factories.ts'
import { type Inbox, startInbox } from './inbox.ts'

// Real worker processes, killed for real.
let deps: Deps
let drop: () => Promise<void>
let folder: string
let inbox: Inbox
let env: Record<string, string>
const running: Running[] = []

beforeAll(async () => {
  const database = await makeDatabase()
  drop = database.drop
  folder = await mkdtemp(path.join(tmpdir(), 'mailroom-killed-'))
  inbox = await startInbox()
  env = {
    DATABASE_URL: database.url,
    REDIS_URL: process.env.REDIS_URL ?? '',
    SECRET_KEY: randomBytes(32).toString('base64'),
    MODE: 'test',
    LOG_LEVEL: 'silent',
    DATA_DIR: folder,
  }
  deps = createDeps(readConfig(env), 'api')
})
afterAll(async () => {
  await Promise.all(running.map(one => one.stop('SIGKILL')))
  await deps.close()
  await inbox.close()
  await drop()
  await rm(folder, { recursive: true, force: true })
})
const startWorker = async () => {
  const worker = startProcess('worker', env, { quiet: true })
  running.push(worker)
  await worker.ready
  return worker
}

test('a worker killed in the middle of 200 letters: all accepted, each once, and what may be a second copy says so', async () => {
  const server = await makeServer(deps.database, inbox.smtpPort)
  inbox.manners.delayMs = 40
  const id = await makeMail(deps.database, server, 200)
  const first = await startWorker()
  await until(() => inbox.mails.length >= 60, 30_000, 'the first sixty')
  await first.stop('SIGKILL')
  // What the dead worker had in its hands: shorten the waits that a crash costs, as an hour of patience would.
  await deps.database.pool.query(
    "UPDATE message SET lease_until = now() - interval '1 s', hinted_at = now() - interval '1 min' WHERE state = 'sending'",
  )
  await startWorker()
  await until(async () => (await countStates(deps.database, id)).accepted === 200, 60_000, 'acceptance of 200')
  const seen = inbox.mails.map(mail => mail.to[0])
  const twice = seen.filter((to, at) => seen.indexOf(to) !== at)
  const { rows } = await deps.database.pool.query<{ to: string }>(
    `SELECT to_address AS "to" FROM message WHERE dispatch_id = $1 AND reason = 'possibly-twice'`,
    [id],
  )
  expect(new Set(seen).size).toBe(200)
  // On each connection at most the letter whose answer was on its way, and the one before it, whose answer was not yet
  // on the disk; each announced.
  const { connections } = await deps.database.prisma.smtpServer.findUniqueOrThrow({ where: { id: server } })
  expect(twice.length).toBeLessThanOrEqual(2 * connections)
  expect(rows.map(row => row.to)).toEqual(expect.arrayContaining(twice))
})

test('SIGTERM finishes what is past the final dot and hands the rest to the next worker: nothing twice', async () => {
  const server = await makeServer(deps.database, inbox.smtpPort)
  inbox.mails.length = 0
  const id = await makeMail(deps.database, server, 150, { prefix: 'drained' })
  const before = running.at(-1)
  await until(() => inbox.mails.length >= 30, 30_000, 'the first thirty')
  await before?.stop('SIGTERM')
  await startWorker()
  await until(async () => (await countStates(deps.database, id)).accepted === 150, 90_000, 'acceptance of 150')
  const seen = inbox.mails.map(mail => mail.to[0])
  expect(seen).toHaveLength(150)
  expect(new Set(seen).size).toBe(150)
})
