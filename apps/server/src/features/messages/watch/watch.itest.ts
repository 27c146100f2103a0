import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import * as contract from '@mailroom/contract'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Client, startTestApp, type TestApp } from '../../../testing/app.ts'
import { countStates, makeMail, makeServer } from '../../../testing/factories.ts'
import { guardRestore, watchOnce } from './jobs.ts'
import { invariants } from './rules.ts'

let t: TestApp
let supervisor: Client & { userId: string }
let server: string
let folder: string

beforeAll(async () => {
  t = await startTestApp({ env: { LOG_LEVEL: 'silent' } })
  supervisor = await t.as('supervisor')
  server = await makeServer(t.deps.database, 9)
  folder = await mkdtemp(path.join(tmpdir(), 'mailroom-watch-'))
})
afterAll(async () => {
  await t.close()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(() => t.deps.database.pool.query('DELETE FROM dispatch'))
afterEach(() => t.deps.database.pool.query('DELETE FROM restore_mark'))

const watch = () => supervisor.call(contract.getWatch).then(answer => answer.body as contract.WatchView)
const sql = (text: string, values: unknown[] = []) => t.deps.database.pool.query(text, values)

/** One corrupt row for each invariant: what the engine never leaves behind. */
const plants: Record<string, string> = {
  'state-unknown': `state = 'lost'`,
  'ready-without-content': `state = 'ready', content_id = NULL`,
  'hint-forgotten': `state = 'sending', phase = NULL, hinted_at = now() - interval '10 min'`,
  'lease-forgotten': `state = 'sending', phase = 'dot', lease_until = now() - interval '10 min'`,
  'due-forgotten': `state = 'deferred', due_at = now() - interval '10 min'`,
  'preparing-stuck': `state = 'preparing', changed_at = now() - interval '1 hour'`,
  'ready-stuck': `state = 'ready', changed_at = now() - interval '1 hour'`,
  'server-missing': `server_id = uuidv4()`,
  'held-without-reason': `state = 'held', held_reason = NULL`,
  'accepted-without-time': `state = 'accepted', accepted_at = NULL`,
}

describe('nothing is stuck in silence (G20)', () => {
  test.each(Object.entries(plants))('%s', async (code, change) => {
    const id = await makeMail(t.deps.database, server, 3)
    await sql(`UPDATE dispatch SET starts_at = now() - interval '1 day' WHERE id = $1`, [id])
    await sql(`UPDATE smtp_server SET created_at = now() - interval '1 day', last_accepted_at = NULL`)
    await watchOnce(t.deps)
    expect((await watch()).alerts).toEqual([])
    const row = (await sql('SELECT id FROM message WHERE dispatch_id = $1 LIMIT 1', [id])).rows[0].id
    await sql(`UPDATE message SET ${change} WHERE id = $1`, [row])
    expect(await watchOnce(t.deps)).toEqual([code])
    const [alert] = (await watch()).alerts
    expect(alert).toMatchObject({ code, count: 1 })
    expect(alert?.words).toContain('1 ')
    await sql(`DELETE FROM message WHERE id = $1`, [row])
    await sql('DELETE FROM dispatch')
    await watchOnce(t.deps)
    expect((await watch()).alerts).toEqual([])
  })

  test('dispatches and jobs are watched too', async () => {
    const id = await makeMail(t.deps.database, server, 1)
    await sql(`UPDATE dispatch SET state = 'cancelled' WHERE id = $1`, [id])
    expect(await watchOnce(t.deps)).toEqual(['cancelled-but-open'])
    await sql(`UPDATE dispatch SET state = 'done' WHERE id = $1`, [id])
    await sql(`UPDATE message SET changed_at = now() - interval '5 min' WHERE dispatch_id = $1`, [id])
    expect(await watchOnce(t.deps)).toEqual(['done-but-open'])
    await sql('DELETE FROM message WHERE dispatch_id = $1', [id])
    expect(await watchOnce(t.deps)).toEqual(['recipient-without-message'])
    await sql('DELETE FROM dispatch')
    await sql(
      `INSERT INTO outbox_job (job, payload, due_at) VALUES ('dispatches.note', '{}', now() - interval '1 hour')`,
    )
    expect(await watchOnce(t.deps)).toEqual(['job-stuck'])
    await sql('DELETE FROM outbox_job')
    await watchOnce(t.deps)
    expect((await watch()).alerts).toEqual([])
  })

  test('every invariant has sentences in both languages, and its SQL runs on an empty office', async () => {
    for (const { code } of invariants) expect(contract.alertWords[code]?.fr[0], code).toBeTruthy()
    expect(await watchOnce(t.deps)).toEqual([])
  })

  test('a watch that has stopped looking is the alert', async () => {
    await guardRestore({ ...t.deps, config: { ...t.deps.config, dataDir: folder } })
    await watchOnce(t.deps)
    expect((await watch()).alerts).toEqual([])
    await sql(`UPDATE restore_mark SET watched_at = now() - interval '10 min'`)
    expect((await watch()).alerts).toMatchObject([{ code: 'watch-silent', count: 10 }])
  })
})

describe('an old backup cannot re-mail families (G19)', () => {
  const host = (name: string) => ({ ...t.deps, config: { ...t.deps.config, dataDir: path.join(folder, name) } })
  const newHost = async () => {
    const name = randomUUID()
    const { mkdir } = await import('node:fs/promises')
    await mkdir(path.join(folder, name))
    return host(name)
  }

  test('the counter behind what this host wrote down: everything unfinished is held until released', async () => {
    const deps = await newHost()
    expect(await guardRestore(deps)).toBe(0)
    const id = await makeMail(t.deps.database, server, 4)
    await sql(`UPDATE message SET state = 'accepted', accepted_at = now() WHERE id = (SELECT id FROM message LIMIT 1)`)
    for (let beat = 0; beat < 3; beat++) expect(await guardRestore(deps)).toBe(0)
    await sql('UPDATE restore_mark SET counter = counter - 2')
    expect(await guardRestore(deps)).toBe(3)
    expect(await countStates(t.deps.database, id)).toEqual({ accepted: 1, held: 3 })
    const seen = await watch()
    expect(seen.restored).toMatchObject({ messages: 3, dispatches: 1 })
    expect(seen.alerts).toMatchObject([{ code: 'restored', count: 3 }])
    await watchOnce(t.deps)
    expect((await watch()).alerts).toMatchObject([{ code: 'restored' }])
    expect(await guardRestore(deps)).toBe(0)
    const released = await supervisor.call(contract.settleRestored, { body: { what: 'release' } })
    expect(released.body).toMatchObject({ restored: null, alerts: [] })
    expect(await countStates(t.deps.database, id)).toEqual({ accepted: 1, scheduled: 3 })
    expect((await supervisor.call(contract.settleRestored, { body: { what: 'release' } })).status).toBe(409)
  })

  test('a dump restored into another cluster: held, and given up in one click', async () => {
    const deps = await newHost()
    await guardRestore(deps)
    const id = await makeMail(t.deps.database, server, 2)
    await sql(`UPDATE message SET resends = 1 WHERE id = (SELECT id FROM message LIMIT 1)`)
    await sql(`UPDATE restore_mark SET cluster = 'another'`)
    expect(await guardRestore(await newHost())).toBe(2)
    await supervisor.call(contract.settleRestored, { body: { what: 'cancel' } })
    expect(await countStates(t.deps.database, id)).toEqual({ cancelled: 1, unknown: 1 })
  })

  test('given up, what had a try without an answer is uncertain; what was cancelled past the gate is not sent again', async () => {
    const deps = await newHost()
    await guardRestore(deps)
    const id = await makeMail(t.deps.database, server, 4)
    const set = (rank: number, values: string) =>
      sql(`UPDATE message SET ${values} WHERE dispatch_id = $1 AND fair_rank = $2`, [id, rank])
    await set(1, `state = 'deferred', resends = 1`)
    await set(2, `state = 'sending', phase = 'dot', lease_token = uuidv4(), lease_until = now()`)
    await set(3, `state = 'sending', phase = 'dot', held_reason = 'cancelled'`)
    await sql(`UPDATE restore_mark SET cluster = 'another'`)
    expect(await guardRestore(await newHost())).toBe(3)
    expect(await countStates(t.deps.database, id)).toEqual({ held: 3, unknown: 1 })
    await supervisor.call(contract.settleRestored, { body: { what: 'cancel' } })
    expect(await countStates(t.deps.database, id)).toEqual({ cancelled: 1, unknown: 3 })
  })

  test('what the backup had paused or held for its sender waits for the supervisor too', async () => {
    const deps = await newHost()
    await guardRestore(deps)
    const id = await makeMail(t.deps.database, server, 3)
    await sql(`UPDATE dispatch SET state = 'paused', author_id = $2 WHERE id = $1`, [id, supervisor.userId])
    await sql(`UPDATE message SET state = 'held', held_reason = 'paused' WHERE dispatch_id = $1`, [id])
    await sql(
      `UPDATE message SET held_reason = 'sender', reason = 'right-revoked' WHERE dispatch_id = $1 AND fair_rank = 3`,
      [id],
    )
    await sql(`UPDATE restore_mark SET cluster = 'another'`)
    expect(await guardRestore(await newHost())).toBe(2)
    expect((await supervisor.call(contract.resumeDispatch, { params: { id } })).status).toBe(200)
    expect(await countStates(t.deps.database, id)).toEqual({ held: 3 })
    await supervisor.call(contract.settleRestored, { body: { what: 'release' } })
    expect(await countStates(t.deps.database, id)).toEqual({ held: 1, scheduled: 2 })
  })

  test('a torn or foreign file holds nothing', async () => {
    const deps = await newHost()
    await makeMail(t.deps.database, server, 1)
    await guardRestore(deps)
    await writeFile(path.join(deps.config.dataDir, 'restore.mark'), '742')
    expect(await guardRestore(deps)).toBe(0)
    await writeFile(path.join(deps.config.dataDir, 'restore.mark'), 'elsewhere/1 900')
    expect(await guardRestore(deps)).toBe(0)
  })
})

describe('a supervisor pauses a whole server', () => {
  test('what was handed out comes back, and the page says who paused it', async () => {
    const id = await makeMail(t.deps.database, server, 2)
    await sql(`UPDATE message SET state = 'sending', hinted_at = now() WHERE dispatch_id = $1`, [id])
    const paused = await supervisor.call(contract.pauseServer, { params: { id: server } })
    expect((paused.body as contract.WatchView).servers).toMatchObject([{ id: server, state: 'paused', waiting: 2 }])
    const resumed = await supervisor.call(contract.resumeServer, { params: { id: server } })
    expect((resumed.body as contract.WatchView).servers).toMatchObject([{ state: 'ok', pausedBy: null }])
    const unknown = await supervisor.call(contract.pauseServer, { params: { id: randomUUID() } })
    expect(unknown.status).toBe(404)
  })
})

describe('metrics', () => {
  test('closed without the token; with it, queues, breakers and what the workers counted', async () => {
    const worker = t.deps.metrics
    worker.outcomes.inc({ class: 'accepted' }, 3)
    worker.smtp.observe({ step: 'answer' }, 0.02)
    await sql(`INSERT INTO worker_beat (id, metrics) VALUES ('w1', $1)`, [JSON.stringify(await worker.snapshot('w1'))])
    await makeMail(t.deps.database, server, 5)
    const get = (authorization?: string) =>
      t.app.inject({ url: '/metrics', headers: authorization ? { authorization } : {} })
    expect((await get()).statusCode).toBe(404)
    t.deps.config.metricsToken = 'a-long-enough-token'
    expect((await get('Bearer something-else-here')).statusCode).toBe(404)
    const page = await get('Bearer a-long-enough-token')
    expect(page.statusCode).toBe(200)
    expect(page.body).toContain('mailroom_attempts_total{class="accepted",worker="w1"} 3')
    expect(page.body).toContain('mailroom_smtp_seconds_count{step="answer",worker="w1"} 1')
    expect(page.body).toContain(`mailroom_messages{server="${server}",state="waiting"} 5`)
    expect(page.body).toContain(`mailroom_breaker{server="${server}",state="closed"} 1`)
    expect(page.body).not.toContain('@')
    t.deps.config.metricsToken = null
  })
})
