import * as contract from '@mailroom/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, startTestApp, type TestApp } from '../../testing/app.ts'
import { makeMail } from '../../testing/factories.ts'

let t: TestApp
let admin: Client
let second: Client
let serverId: string

beforeAll(async () => {
  // As in production: a host or port that is no mail server's is refused.
  t = await startTestApp({ env: { SMTP_LOCAL: 'false' } })
  ;[admin, second] = await Promise.all([
    t.as('supervisor', 'First Supervisor'),
    t.as('supervisor', 'Second Supervisor'),
  ])
  const { body, status } = await save({ secret: 'one secret' })
  expect(status, JSON.stringify(body)).toBe(200)
  serverId = (await t.deps.database.prisma.sendingSettings.findUniqueOrThrow({ where: { id: 1 } })).serverId ?? ''
})
afterAll(() => t.close())

const version = async () =>
  (await t.deps.database.prisma.sendingSettings.findUniqueOrThrow({ where: { id: 1 } })).version
const save = async (
  server: Record<string, unknown> = {},
  more: Record<string, unknown> = {},
  { client = admin, language = 'en' } = {},
) =>
  client.call(
    contract.saveSending,
    {
      body: {
        version: await version(),
        delegated: true,
        senderName: 'Lycée des Tilleuls',
        defaultSenderAddress: 'secretariat@tilleuls.example',
        server: {
          host: '192.0.2.7',
          port: 587,
          security: 'starttls-required',
          authentication: 'password',
          username: 'mailroom',
          allowSelfSigned: false,
          waitingSeconds: 15,
          connections: 5,
          ratePerMinute: null,
          perDay: null,
          ...server,
        },
        ...more,
      },
    },
    { language },
  )
const stored = () => t.deps.database.prisma.smtpServer.findUniqueOrThrow({ where: { id: serverId } })

test('the secret goes in and never comes out; it is kept when nothing is typed, and sealed', async () => {
  const { raw, body } = await admin.call(contract.getSending)
  expect(raw.toString()).not.toContain('one secret')
  expect(JSON.stringify(body)).toContain('"hasSecret":true')
  const before = await stored()
  expect(before.secret).not.toContain('one secret')
  expect((await save({ waitingSeconds: 20 })).status).toBe(200)
  const after = await stored()
  expect(after.waitingSeconds).toBe(20)
  const open = (secret: string | null) =>
    t.deps.secrets.open(secret ?? '', { table: 'smtp_server', row: serverId, column: 'secret' })
  expect(open(after.secret)).toBe('one secret')
})

test('another host or user asks for the secret again: it belongs to where it was typed for', async () => {
  for (const change of [{ host: '192.0.2.8' }, { username: 'somebody' }])
    expect(await save(change)).toMatchObject({
      status: 400,
      body: { error: { code: 'SECRET_AGAIN', field: 'server.secret' } },
    })
  expect((await stored()).host).toBe('192.0.2.7')
})

test('two supervisors at once: the second is told by whom, and nothing of theirs is half saved', async () => {
  const old = await version()
  await save({}, { senderName: 'By the second' }, { client: second })
  const late = await save({}, { version: old, senderName: 'By the first' })
  expect(late).toMatchObject({
    status: 409,
    body: { error: { code: 'CHANGED_MEANWHILE', values: { by: 'Second Supervisor' } } },
  })
  const settings = await t.deps.database.prisma.sendingSettings.findUniqueOrThrow({ where: { id: 1 } })
  expect(settings.senderName).toBe('By the second')
})

test.each([
  [{ host: 'http://x' }, 'HOST_INVALID', 'server.host'],
  [{ host: '' }, 'REQUIRED', 'server.host'],
  [{ host: 'localhost' }, 'HOST_FORBIDDEN', 'server.host'],
  [{ host: '169.254.169.254' }, 'HOST_FORBIDDEN', 'server.host'],
  [{ host: '2130706433' }, 'HOST_FORBIDDEN', 'server.host'],
  [{ host: '[::1]' }, 'HOST_FORBIDDEN', 'server.host'],
  [{ port: 0 }, 'PORT', 'server.port'],
  [{ port: 70_000 }, 'PORT', 'server.port'],
  [{ port: 80 }, 'PORT_FORBIDDEN', 'server.port'],
  [{ port: 6379 }, 'PORT_FORBIDDEN', 'server.port'],
  [{ waitingSeconds: 0 }, 'WAITING_TIME', 'server.waitingSeconds'],
  [{ waitingSeconds: 61 }, 'WAITING_TIME', 'server.waitingSeconds'],
  [{ waitingSeconds: 'abc' }, 'WAITING_TIME', 'server.waitingSeconds'],
  [{ username: '' }, 'USERNAME_REQUIRED', 'server.username'],
  [{ username: 'a\r\nb' }, 'CONTROL_CHARACTERS', 'server.username'],
])('%j is refused with %s, in both languages, and nothing is saved', async (change, code, field) => {
  const before = await stored()
  const english = await save(change)
  const french = await save(change, {}, { language: 'fr' })
  expect(english.status).toBeGreaterThanOrEqual(400)
  expect(english.status).toBeLessThan(500)
  expect(english.body.error).toMatchObject({ code, field })
  expect(french.body.error.message).not.toBe(english.body.error.message)
  expect(await stored()).toEqual(before)
})

test('a saved change releases what it mended: not what its author may no longer send, nor what is paused', async () => {
  const { pool, prisma } = t.deps.database
  const make = async (reason: string, held: string, state = 'sending') => {
    const id = await makeMail(t.deps.database, serverId, 1)
    await prisma.dispatch.update({ where: { id }, data: { state } })
    await pool.query("UPDATE message SET state = 'held', held_reason = $2, reason = $3 WHERE dispatch_id = $1", [
      ...[id, held, reason],
    ])
    return async () =>
      (await pool.query('SELECT state, held_reason AS held FROM message WHERE dispatch_id = $1', [id])).rows[0]
  }
  const sender = await make('sender-held', 'sender')
  const server = await make('server-held', 'server')
  const revoked = await make('right-revoked', 'sender')
  const paused = await make('sender-held', 'sender', 'paused')
  const restored = await make('restore', 'restore')
  expect((await save({ connections: 7 })).status).toBe(200)
  expect(await sender()).toEqual({ state: 'ready', held: null })
  expect(await server()).toEqual({ state: 'ready', held: null })
  expect(await revoked()).toEqual({ state: 'held', held: 'sender' })
  expect(await paused()).toEqual({ state: 'held', held: 'paused' })
  expect(await restored()).toEqual({ state: 'held', held: 'restore' })
})

test('a saved change closes the breaker, whatever had opened it', async () => {
  await t.deps.database.prisma.smtpServer.update({
    where: { id: serverId },
    data: { breaker: 'attention', failures: 9, probeStep: 3, nextProbeAt: new Date(), reason: 'login-refused' },
  })
  await save()
  expect(await stored()).toMatchObject({
    breaker: 'closed',
    failures: 0,
    probeStep: 0,
    nextProbeAt: null,
    reason: null,
  })
})

test('domains are kept in one form; wrong and doubled ones are refused', async () => {
  const add = (domain: string) => admin.call(contract.addDomain, { body: { domain } })
  expect((await add('École.FR')).body.domain).toMatchObject({ domain: 'xn--cole-9oa.fr', display: 'école.fr' })
  expect((await add('école.fr')).body.error).toMatchObject({ code: 'DOMAIN_EXISTS', field: 'domain' })
  for (const wrong of ['*.fr', 'ecole', '@ecole.fr'])
    expect((await add(wrong)).body.error).toMatchObject({ code: 'DOMAIN_INVALID', field: 'domain' })
})

test('saved while somebody pauses a dispatch that was held for its sender: it stays paused', async () => {
  const { database } = t.deps
  const id = await makeMail(database, serverId, 1)
  await database.pool.query(`UPDATE message SET state = 'held', held_reason = 'sender' WHERE dispatch_id = $1`, [id])
  const client = await database.pool.connect()
  await client.query('BEGIN')
  await client.query(`UPDATE dispatch SET state = 'paused' WHERE id = $1`, [id])
  const saving = save({ secret: 'again' })
  await new Promise(resolve => setTimeout(resolve, 1000))
  await client.query('COMMIT')
  client.release()
  expect((await saving).status).toBe(200)
  const { rows } = await database.pool.query('SELECT state, held_reason FROM message WHERE dispatch_id = $1', [id])
  expect(rows).toEqual([{ state: 'held', held_reason: 'paused' }])
})
