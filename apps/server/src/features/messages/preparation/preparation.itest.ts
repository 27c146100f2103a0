import { randomUUID } from 'node:crypto'
import * as contract from '@mailroom/contract'
import type { Renderer } from '@mailroom/pdf'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, startTestApp, type TestApp } from '../../../testing/app.ts'
import { loadDemoSchool } from '../../../testing/demo.ts'
import { until } from '../../../testing/factories.ts'
import { demoSignIns } from '../../users/rules.ts'
import { startPreparation } from './jobs.ts'

let t: TestApp
let secretary: Client

beforeAll(async () => {
  t = await startTestApp({ env: { LOG_LEVEL: 'silent' } })
  await loadDemoSchool(t.deps, { host: '127.0.0.1', port: 9 })
  secretary = t.visitor()
  await secretary.call(contract.signIn, {
    body: { email: demoSignIns[1]?.email ?? '', password: demoSignIns[1]?.password ?? '' },
  })
})
afterAll(() => t.close())

const renderer: Renderer = {
  render: async () => ({ pdf: Buffer.from('%PDF-'), pages: 1 }),
  health: () => Promise.reject(new Error('not asked here')),
  close: async () => undefined,
}

test('a Postgres that is away when the PDF is stored is not the letter’s fault, however often', async () => {
  const letters = await secretary.call(contract.listLetters, { query: { list: 'guardian' } })
  const counts = await secretary.call(contract.countPeople)
  const choice = contract.dispatchChoice.parse({
    kind: 'letter',
    list: 'guardian',
    scope: {
      type: 'filtered',
      filters: contract.personFilters.parse({
        classId: counts.body.classes.find((one: { name: string }) => one.name === '4e B').id,
      }),
    },
    letterId: letters.body.letters.find((one: { category: string }) => one.category === 'meetings').id,
    values: { 'meeting.date': '2026-12-08' },
  })
  const { body } = await secretary.call(contract.createDispatch, {
    body: { idempotencyKey: randomUUID(), choice, subject: 'Meeting', body: '<p>Dear parents</p>' },
  })
  const { pool } = t.deps.database
  await pool.query(`DELETE FROM message WHERE dispatch_id = $1 AND fair_rank > 1`, [body.id])
  await pool.query(`UPDATE message SET state = 'preparing' WHERE dispatch_id = $1`, [body.id])
  let refused = 0
  const put: typeof t.deps.files.put = async (bytes, type) => {
    if (++refused <= 2)
      throw Object.assign(new Error('terminating connection due to administrator command'), { code: '57P01' })
    return t.deps.files.put(bytes, type)
  }
  const preparation = startPreparation({ ...t.deps, files: { ...t.deps.files, put } }, renderer, { idleMs: 20 })
  const state = async () =>
    (await pool.query('SELECT state FROM message WHERE dispatch_id = $1', [body.id])).rows[0].state
  try {
    await until(async () => (await state()) !== 'preparing', 20_000)
    expect(await state()).toBe('ready')
  } finally {
    await preparation.stop()
  }
})
