import { randomBytes, randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { createDeps, type Deps } from '../../../deps.ts'
import { readConfig } from '../../../platform/config.ts'
import { makeDatabase } from '../../../testing/database.ts'
import { countStates, makeMail, makeServer, until } from '../../../testing/factories.ts'
import { type Inbox, smtpError, startInbox } from '../../../testing/inbox.ts'
import { windowOf } from '../window/rules.ts'
import { type Delivery, startDelivery } from './jobs.ts'

let deps: Deps
let drop: () => Promise<void>
let folder: string
let inbox: Inbox
let server: string
let delivery: Delivery | undefined
const flagged: string[] = []

beforeAll(async () => {
  const database = await makeDatabase()
  drop = database.drop
  folder = await mkdtemp(path.join(tmpdir(), 'mailroom-delivery-'))
  deps = createDeps(
    readConfig({
      DATABASE_URL: database.url,
      REDIS_URL: process.env.REDIS_URL ?? '',
      SECRET_KEY: randomBytes(32).toString('base64'),
      MODE: 'test',
      LOG_LEVEL: 'silent',
      DATA_DIR: folder,
    }),
    'worker',
  )
})
afterAll(async () => {
  await deps.close()
  await drop()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  inbox = await startInbox()
  server = await makeServer(deps.database, inbox.smtpPort)
})
afterEach(async () => {
  await delivery?.stop()
  delivery = undefined
  await inbox.close()
  await deps.database.pool.query('DELETE FROM dispatch')
})
const start = async () => {
  delivery = await startDelivery(deps, {
    flagAddress: async (_, reason) => void flagged.push(reason),
    idleMs: 50,
    reconcileMs: 200,
  })
}
const stateOf = async () =>
  (await deps.database.pool.query('SELECT breaker, failures, reason FROM smtp_server WHERE id = $1', [server])).rows[0]
const recipients = () => inbox.mails.map(mail => mail.to[0])

test('200 letters arrive once each, one address per message, and the dispatch is done', async () => {
  const id = await makeMail(deps.database, server, 200)
  await start()
  await until(async () => (await countStates(deps.database, id)).accepted === 200, 30_000, 'acceptance of 200')
  expect(inbox.mails).toHaveLength(200)
  expect(new Set(recipients()).size).toBe(200)
  expect(inbox.mails.every(mail => mail.to.length === 1)).toBe(true)
  const parsed = await inbox.mails[0]?.parsed()
  expect(parsed).toMatchObject({ subject: 'Hello', text: expect.stringContaining('Hello from the school') })
  await until(
    async () => (await deps.database.prisma.dispatch.findUniqueOrThrow({ where: { id } })).state === 'done',
    5000,
    'done',
  )
})

test('attached PDFs arrive byte for byte, small and large', async () => {
  const files = [randomBytes(24_000), randomBytes(700_000)]
  for (const bytes of files) {
    const pdfSha = await deps.files.put(bytes, 'application/pdf')
    await makeMail(deps.database, server, 3, { pdfSha })
  }
  await start()
  await until(() => inbox.mails.length === 6, 20_000, 'six letters')
  const parsed = await Promise.all(inbox.mails.map(mail => mail.parsed()))
  const got = parsed.map(mail => mail.attachments[0]?.content)
  for (const bytes of files) expect(got.filter(content => content?.equals(bytes))).toHaveLength(3)
})

test('one message whose content is gone makes room for the others and says why', async () => {
  const id = await makeMail(deps.database, server, 50)
  const content = await deps.database.prisma.content.create({ data: { text: 'x' } })
  const { pool } = deps.database
  await pool.query('ALTER TABLE message DROP CONSTRAINT message_content_id_fkey')
  await pool.query(
    'UPDATE message SET content_id = $2 WHERE id = (SELECT id FROM message WHERE dispatch_id = $1 LIMIT 1)',
    [id, content.id],
  )
  await pool.query('DELETE FROM content WHERE id = $1', [content.id])
  await start()
  await until(async () => (await countStates(deps.database, id)).accepted === 49, 10_000, 'the others')
  await until(async () => (await countStates(deps.database, id)).deferred === 1, 5000, 'the one put aside')
  const { rows } = await pool.query("SELECT reason, attempts FROM message WHERE state = 'deferred'")
  expect(rows).toEqual([{ reason: 'prepare-failed', attempts: 1 }])
})

test('a mail server that is away costs nothing: the breaker opens, no attempt is charged, all arrive once after it is back', async () => {
  const id = await makeMail(deps.database, server, 200)
  inbox.manners.delayMs = 5
  await start()
  await until(() => inbox.mails.length > 20, 20_000, 'the first letters')
  await inbox.switchOff()
  await until(async () => (await stateOf()).breaker === 'open', 20_000, 'the open breaker')
  const { rows } = await deps.database.pool.query(
    "SELECT max(attempts) AS charged FROM message WHERE state <> 'accepted' AND resends = 0",
  )
  expect(rows[0].charged ?? 0).toBe(0)
  // Those on a connection when it went away are the first three failures, or those that find the door closed.
  expect(['connection-refused', 'connection-lost-before-dot', 'connection-reset']).toContain((await stateOf()).reason)
  await inbox.switchOn()
  await deps.database.pool.query("UPDATE message SET due_at = now() WHERE state = 'deferred'")
  await until(
    async () => (await countStates(deps.database, id)).accepted === 200,
    60_000,
    'acceptance of 200 after the outage',
  )
  const twice = recipients().length - new Set(recipients()).size
  const { rows: announced } = await deps.database.pool.query(
    "SELECT count(*)::int AS n FROM message WHERE dispatch_id = $1 AND reason = 'possibly-twice'",
    [id],
  )
  expect(new Set(recipients()).size).toBe(200)
  expect(twice).toBeLessThanOrEqual(announced[0].n)
  expect((await stateOf()).breaker).toBe('closed')
})

test('4xx defers and charges that recipient, 5xx fails it alone and flags its address', async () => {
  inbox.manners.onRcpt = address =>
    address.startsWith('person3@')
      ? smtpError(450, '4.2.0 come back later')
      : address.startsWith('person5@')
        ? smtpError(550, '5.1.1 no such user')
        : null
  const id = await makeMail(deps.database, server, 10)
  await start()
  await until(async () => (await countStates(deps.database, id)).accepted === 8, 20_000, 'eight accepted')
  expect(await countStates(deps.database, id)).toEqual({ accepted: 8, deferred: 1, failed: 1 })
  const { rows } = await deps.database.pool.query(
    "SELECT to_address, reason, attempts, due_at > now() + interval '50 s' AND due_at < now() + interval '70 s' AS in_a_minute FROM message WHERE state = 'deferred'",
  )
  expect(rows[0]).toMatchObject({ to_address: 'person3@family.example', attempts: 1, in_a_minute: true })
  expect(flagged).toContain('mailbox-unknown')
})

test('"550 to everything" burns no batch: at most five are marked, the rest waits', async () => {
  inbox.manners.onRcpt = () => smtpError(550, '5.7.1 go away')
  const id = await makeMail(deps.database, server, 100)
  await start()
  await until(async () => (await stateOf()).breaker === 'attention', 20_000, 'the fuse')
  await new Promise(resolve => setTimeout(resolve, 1000))
  const states = await countStates(deps.database, id)
  expect(states.failed).toBeLessThanOrEqual(5)
  expect((states.ready ?? 0) + (states.sending ?? 0) + (states.failed ?? 0)).toBe(100)
})

test('a wrong password fails no letter: the server asks for attention, and all go once it is mended', async () => {
  inbox.manners.onAuth = (_, password) => (password === 'right' ? null : smtpError(535, '5.7.8 no'))
  const save = (secret: string) => deps.secrets.seal(secret, { table: 'smtp_server', row: server, column: 'secret' })
  await deps.database.prisma.smtpServer.update({
    where: { id: server },
    data: { authentication: 'password', username: 'x', secret: save('wrong') },
  })
  const id = await makeMail(deps.database, server, 20)
  await start()
  await until(async () => (await stateOf()).breaker === 'attention', 20_000, 'attention')
  const states = await countStates(deps.database, id)
  expect(states.failed ?? 0).toBe(0)
  await deps.database.prisma.smtpServer.update({
    where: { id: server },
    data: { secret: save('right'), breaker: 'closed', nextProbeAt: null },
  })
  await until(
    async () => (await countStates(deps.database, id)).accepted === 20,
    20_000,
    'acceptance with the right password',
  )
})

test('an urgent letter passes a thousand', async () => {
  inbox.manners.delayMs = 20
  await makeMail(deps.database, server, 1000, { prefix: 'bulk' })
  await start()
  await until(() => inbox.mails.length > 30, 20_000, 'the first letters')
  await makeMail(deps.database, server, 1, { prefix: 'urgent', priority: 0 })
  const before = inbox.mails.length
  await until(() => recipients().includes('urgent1@family.example'), 5000, 'the urgent letter')
  // Before it go those in the window, and what is dispatched until its own turn comes.
  const { connections, ramp } = await deps.database.prisma.smtpServer.findUniqueOrThrow({ where: { id: server } })
  const widest = windowOf({ connections, ramp }, deps.config.concurrency, Number.POSITIVE_INFINITY)
  expect(recipients().indexOf('urgent1@family.example') - before).toBeLessThan(2 * widest)
})

test('limits per day and minute delay and lose nothing', async () => {
  await deps.database.prisma.smtpServer.update({ where: { id: server }, data: { perDay: 12, ratePerMinute: 5 } })
  const id = await makeMail(deps.database, server, 20)
  const accepted = async () => (await countStates(deps.database, id)).accepted ?? 0
  const settleAt = async (count: number) => {
    await until(async () => (await accepted()) >= count, 10_000, `${count} accepted`)
    await new Promise(resolve => setTimeout(resolve, 400))
    expect(await countStates(deps.database, id)).toEqual({ accepted: count, ready: 20 - count })
  }
  await start()
  await settleAt(5)
  const { pool } = deps.database
  await pool.query("UPDATE smtp_server SET rate_window_at = now() - interval '61 s'")
  await settleAt(10)
  await pool.query("UPDATE smtp_server SET rate_window_at = now() - interval '61 s'")
  await settleAt(12)
  await pool.query("UPDATE smtp_server SET rate_per_minute = NULL, day_at = now() - interval '25 h'")
  await until(async () => (await accepted()) === 20, 10_000, 'the rest on the next day')
})

test('a paused server sends nothing until it is resumed', async () => {
  await deps.database.prisma.smtpServer.update({ where: { id: server }, data: { pausedAt: new Date() } })
  const id = await makeMail(deps.database, server, 10)
  await start()
  await new Promise(resolve => setTimeout(resolve, 600))
  expect(await countStates(deps.database, id)).toEqual({ ready: 10 })
  await deps.database.prisma.smtpServer.update({ where: { id: server }, data: { pausedAt: null } })
  await until(async () => (await countStates(deps.database, id)).accepted === 10, 10_000, 'all after the pause')
})

test('what somebody shut out had scheduled is held when its time comes, and goes when it is released', async () => {
  const { prisma, pool } = deps.database
  const user = await prisma.user.create({
    data: { name: 'Gone', email: 'gone@school.example', role: 'teacher', status: 'disabled' },
  })
  const id = await makeMail(deps.database, server, 4)
  await pool.query("UPDATE message SET state = 'scheduled' WHERE dispatch_id = $1", [id])
  await prisma.dispatch.update({ where: { id }, data: { authorId: user.id, state: 'scheduled', startsAt: new Date() } })
  await start()
  await until(async () => (await countStates(deps.database, id)).held === 4, 5000, 'the hold')
  const { rows } = await pool.query('SELECT DISTINCT reason FROM message WHERE dispatch_id = $1', [id])
  expect(rows).toEqual([{ reason: 'right-revoked' }])
  expect(inbox.mails).toHaveLength(0)
})

test('what a dead process journaled is not sent again; a message lost after the dot is, and says so', async () => {
  const id = await makeMail(deps.database, server, 2)
  const { rows } = await deps.database.pool.query(
    `UPDATE message SET state = 'sending', phase = 'dot', epoch = 1, lease_token = uuidv4(), lease_until = now() + interval '11 min' WHERE dispatch_id = $1 RETURNING id, lease_token AS token`,
    [id],
  )
  await mkdir(path.join(folder, 'journal'), { recursive: true })
  await writeFile(
    path.join(folder, 'journal', '999999999-1-0.journal'),
    `${rows[0].id} ${rows[0].token}\n${rows[1].id} ha`,
  )
  await start()
  await until(async () => (await countStates(deps.database, id)).accepted === 1, 5000, 'the journaled one')
  expect(inbox.mails).toHaveLength(0)
  await deps.database.pool.query("UPDATE message SET lease_until = now() - interval '1 s' WHERE state = 'sending'")
  await until(async () => (await countStates(deps.database, id)).accepted === 2, 10_000, 'the lost one')
  expect(inbox.mails).toHaveLength(1)
  const { rows: second } = await deps.database.pool.query('SELECT reason, resends FROM message WHERE id = $1', [
    rows[1].id,
  ])
  expect(second[0]).toEqual({ reason: 'possibly-twice', resends: 1 })
})

test('what a dead process asked for and never let out goes at once, uncharged and not announced; what it let out waits', async () => {
  const id = await makeMail(deps.database, server, 3)
  const { rows } = await deps.database.pool.query<{ id: string; token: string }>(
    `UPDATE message SET state = 'sending', phase = 'dot', epoch = 1, lease_token = uuidv4(), lease_until = now() + interval '11 min' WHERE dispatch_id = $1 RETURNING id, lease_token AS token`,
    [id],
  )
  const [out, kept, elsewhere] = rows
  const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim()
  await mkdir(path.join(folder, 'journal'), { recursive: true })
  await writeFile(
    path.join(folder, 'journal', '999999999-1-0.gates'),
    `boot ${boot}\n? ${out?.id} ${out?.token}\n? ${kept?.id} ${kept?.token}\n? ${elsewhere?.id} ${randomUUID()}\n! ${out?.token}\n`,
  )
  await start()
  await until(async () => (await countStates(deps.database, id)).accepted === 1, 5000, 'the one never let out')
  expect(await countStates(deps.database, id)).toEqual({ accepted: 1, sending: 2 })
  const { rows: sent } = await deps.database.pool.query(
    "SELECT id, reason, resends, attempts FROM message WHERE dispatch_id = $1 AND state = 'accepted'",
    [id],
  )
  expect(sent).toEqual([{ id: kept?.id, reason: 'accepted', resends: 0, attempts: 0 }])
  expect(inbox.mails).toHaveLength(1)
  expect(await readdir(path.join(folder, 'journal'))).not.toContain('999999999-1-0.gates')
})
