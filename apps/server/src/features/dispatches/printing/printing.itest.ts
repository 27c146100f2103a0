import { randomUUID } from 'node:crypto'
import * as contract from '@mailroom/contract'
import { RenderError, type Renderer } from '@mailroom/pdf'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runOutbox } from '../../../platform/outbox.ts'
import type { Queue } from '../../../platform/queue.ts'
import { type Client, startTestApp, type TestApp } from '../../../testing/app.ts'
import { loadDemoSchool } from '../../../testing/demo.ts'
import { demoSignIns } from '../../users/rules.ts'
import { dispatchesJobs } from '../jobs.ts'

let t: TestApp
let secretary: Client
let choice: contract.DispatchChoice

beforeAll(async () => {
  t = await startTestApp({ env: { LOG_LEVEL: 'silent' } })
  await loadDemoSchool(t.deps, { host: '127.0.0.1', port: 9 })
  secretary = t.visitor()
  await secretary.call(contract.signIn, {
    body: { email: demoSignIns[1]?.email ?? '', password: demoSignIns[1]?.password ?? '' },
  })
  const letters = await secretary.call(contract.listLetters, { query: { list: 'guardian' } })
  const counts = await secretary.call(contract.countPeople)
  const classId = counts.body.classes.find((one: { name: string }) => one.name === '4e B').id
  choice = contract.dispatchChoice.parse({
    kind: 'letter',
    list: 'guardian',
    scope: { type: 'filtered', filters: contract.personFilters.parse({ classId }) },
    letterId: letters.body.letters.find((one: { category: string }) => one.category === 'meetings').id,
    values: { 'meeting.date': '2026-12-08' },
  })
})
afterAll(() => t.close())

const onePage = Buffer.from(
  '%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 10 10]>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n',
)
const printer = (render: Renderer['render']): Renderer => ({
  render,
  health: () => Promise.reject(new Error('not asked here')),
  close: async () => undefined,
})
const quick = printer(async () => ({ pdf: onePage, pages: 1 }))
const makeDispatch = async () =>
  (
    await secretary.call(contract.createDispatch, {
      body: {
        idempotencyKey: randomUUID(),
        choice,
        subject: 'Meeting',
        body: '<p>Dear parents</p>',
      },
    })
  ).body.id as string
const sql = (text: string, values: unknown[] = []) => t.deps.database.pool.query(text, values)
const fileOf = async (id: string) =>
  (
    await sql(
      `SELECT print_state AS state, print_pages AS pages, (SELECT count(*)::int FROM dispatch_recipient WHERE dispatch_id = d.id AND outcome IN ('paper','both')) AS letters,
         (SELECT count(*)::int FROM dispatch_recipient WHERE dispatch_id = d.id AND page_start IS NOT NULL) AS found FROM dispatch d WHERE id = $1`,
      [id],
    )
  ).rows[0]
const print = (id: string, renderer: Renderer, attempt = 1) =>
  dispatchesJobs(t.deps, renderer)['dispatches.print']?.({ dispatchId: id }, attempt)

test('who is moved to the pile while its file is being made is in it', async () => {
  const id = await makeDispatch()
  await sql(`UPDATE message SET state = 'failed', reason = 'mailbox-unknown' WHERE dispatch_id = $1`, [id])
  const { rows } = await sql(
    'SELECT m.id FROM message m JOIN dispatch_recipient r ON r.id = m.recipient_id WHERE m.dispatch_id = $1 AND cardinality(r.address_lines) > 0 LIMIT 2',
    [id],
  )
  const move = (message: { id: string }) => secretary.call(contract.printInstead, { params: { id: message.id } })
  expect((await move(rows[0])).status).toBe(200)
  // The second is moved while letters are in the printer; each click has its job.
  let moved: ReturnType<typeof move> | undefined
  const slow = printer(async () => {
    moved ??= move(rows[1])
    expect((await moved).status).toBe(200)
    return { pdf: onePage, pages: 1 }
  })
  await print(id, slow)
  await print(id, quick)
  const file = await fileOf(id)
  expect(file.state).toBe('ready')
  expect(file.found).toBe(file.letters)
  expect(file.letters).toBeGreaterThan(1)
})

test('a letter that cannot be printed stays alone', async () => {
  const id = await makeDispatch()
  const { letters } = await fileOf(id)
  let first = true
  const poisoned = (code: 'too-many-pages' | 'timeout') =>
    printer(async () => {
      if (!first) return { pdf: onePage, pages: 1 }
      first = false
      throw new RenderError(code, 'not this one')
    })
  await print(id, poisoned('too-many-pages'))
  expect(await fileOf(id)).toMatchObject({ state: 'ready', letters: letters - 1, found: letters - 1 })
  const whyNot = async (of: string) =>
    (await sql(`SELECT reason FROM dispatch_recipient WHERE dispatch_id = $1 AND outcome = 'unreachable'`, [of])).rows
  expect(await whyNot(id)).toContainEqual({ reason: 'too-many-pages' })

  const late = await makeDispatch()
  for (const attempt of [1, 2]) {
    first = true
    await expect(print(late, poisoned('timeout'), attempt)).rejects.toThrow('not this one')
  }
  first = true
  await print(late, poisoned('timeout'), 3)
  expect(await fileOf(late)).toMatchObject({ state: 'ready', letters: letters - 1 })
  expect(await whyNot(late)).toContainEqual({ reason: 'letter-not-made' })
})

test('a machine without Chromium prints when it has one again, however late', async () => {
  const id = await makeDispatch()
  const { rows } = await sql(
    `UPDATE outbox_job SET attempts = 4 WHERE job = 'dispatches.print' AND payload->>'dispatchId' = $1 RETURNING id`,
    [id],
  )
  let run: (data: unknown) => Promise<void> = async () => undefined
  const nothing = async () => undefined
  const queue: Queue = {
    ...t.deps.queue,
    ring: async () => true,
    listen: (_, __, handler) => {
      run = handler
      return { pause: nothing, close: nothing }
    },
  }
  let missing = true
  const renderer = printer(async () => {
    if (missing) throw new RenderError('chromium-missing', 'no Chromium')
    return { pdf: onePage, pages: 1 }
  })
  const outbox = runOutbox(t.deps.database, queue, t.deps.logger, dispatchesJobs(t.deps, renderer), {
    concurrency: 1,
    everyMs: 500,
  })
  await run(rows[0])
  missing = false
  await sql('UPDATE outbox_job SET due_at = now() WHERE id = $1', [rows[0].id])
  await run(rows[0])
  expect((await fileOf(id)).state).toBe('ready')
  await outbox.stop()
})
