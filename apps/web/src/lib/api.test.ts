import { finishSetupStep } from '@mailroom/contract'
import { afterEach, expect, test, vi } from 'vitest'
import { call } from './api.ts'

const answers = { session: { csrfToken: 'token' }, steps: { next: 'sending' } }
const orders: string[] = []
let refuse = false

vi.stubGlobal('fetch', async (url: string, init?: RequestInit) => {
  if (!init?.method || init.method === 'GET') return Response.json(answers.session)
  orders.push(`${url} ${init.body}`)
  await new Promise(resolve => setTimeout(resolve, 5))
  return refuse
    ? Response.json({ error: { code: 'CHANGED_MEANWHILE', message: 'changed' } }, { status: 409 })
    : Response.json(answers.steps)
})
vi.mock('./i18n/i18n.ts', () => ({ currentLanguage: () => 'en' }))
vi.mock('@mailroom/contract', async load => {
  const contract = await load<typeof import('@mailroom/contract')>()
  const { z } = await import('zod')
  return { ...contract, getSession: { ...contract.getSession, response: z.object({ csrfToken: z.string() }) } }
})

afterEach(() => {
  orders.length = 0
  refuse = false
})

const finish = (step: 'institution' | 'sending') => call(finishSetupStep, { body: { step } })

test('a double click is one order, and both clicks hear its answer', async () => {
  expect(await Promise.all([finish('institution'), finish('institution')])).toEqual([answers.steps, answers.steps])
  expect(orders).toHaveLength(1)
})

test('different orders go side by side, and the same one goes again once it is answered', async () => {
  await Promise.all([finish('institution'), finish('sending')])
  await finish('institution')
  expect(orders).toHaveLength(3)
})

test('a refusal is heard by both, and is no answer for the next try', async () => {
  refuse = true
  const both = await Promise.allSettled([finish('institution'), finish('institution')])
  expect(both.map(one => one.status)).toEqual(['rejected', 'rejected'])
  refuse = false
  expect(await finish('institution')).toEqual(answers.steps)
  expect(orders).toHaveLength(2)
})
