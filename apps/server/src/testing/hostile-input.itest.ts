import type { Route } from '@mailroom/contract'
import * as contract from '@mailroom/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { demoSignIns } from '../features/users/rules.ts'
import { servedRoutes } from '../platform/serve.ts'
import { type Client, startTestApp, type TestApp } from './app.ts'
import { loadDemoSchool } from './demo.ts'

// Every field of every route gets what no screen would send (RELIABILITY §7). Whatever it is, the answer is a sentence
// about it and never "something went wrong on our side"; each route is found by itself, so that a new one is tried too.

type Schema = { [key: string]: unknown; properties?: Record<string, Schema> }

/** One input that the schema takes, its optional parts filled in. */
const sample = (schema: Schema, id: string): unknown => {
  if ('const' in schema) return schema.const
  if (Array.isArray(schema.enum)) return schema.enum[0]
  const choices = schema.anyOf ?? schema.oneOf
  if (Array.isArray(choices)) return sample(choices[0], id)
  if (schema.type === 'object')
    return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([key, one]) => [key, sample(one, id)]))
  if (schema.type === 'array') return [sample((schema.items ?? {}) as Schema, id)]
  if (schema.type === 'integer' || schema.type === 'number') return Math.max(1, Number(schema.minimum ?? 1))
  if (schema.type === 'boolean') return true
  if (schema.format === 'uuid') return id
  if (schema.format === 'date-time') return '2026-12-08T10:00:00Z'
  return schema.format === 'date' ? '2026-12-08' : 'someone@tilleuls.example'
}

type Path = string[]
const pathsOf = (value: unknown, path: Path = []): Path[] =>
  value === null || typeof value !== 'object'
    ? [path]
    : [path, ...Object.entries(value).flatMap(([key, one]) => pathsOf(one, [...path, key]))]

const replaced = (value: unknown, [key, ...rest]: Path, by: unknown): unknown => {
  if (key === undefined) return by
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string, unknown>
  copy[key] = replaced((value as Record<string, unknown>)[key], rest, by)
  return copy
}

const hostile: unknown[] = [
  null,
  {},
  -1,
  2 ** 31,
  'x'.repeat(70_000),
  'a\u0000b',
  'half \ud800',
  'a\r\nBcc: x@y.example',
  "'; DROP TABLE person; --",
  '2026-02-30',
  '+275760-09-13T00:00:00Z',
]
// In an address: a path or a query.
const hostileText = hostile.filter(one => typeof one !== 'object' && one !== 'half \ud800')

/** Not asked: they wait for a worker, never end, or end the session. */
const left = new Set(['previewLetterPdf', 'previewDispatchPdf', 'live', 'signOut'])

let t: TestApp
let supervisor: Client
let ids: Map<string, string>
beforeAll(async () => {
  t = await startTestApp({ env: { LOG_LEVEL: 'silent' } })
  await loadDemoSchool(t.deps, { host: '127.0.0.1', port: 9 })
  supervisor = t.visitor()
  const [first] = demoSignIns
  await supervisor.call(contract.signIn, { body: { email: first?.email ?? '', password: first?.password ?? '' } })
  const one = async (table: string) =>
    (await t.deps.database.pool.query(`SELECT id FROM ${table} ORDER BY id DESC LIMIT 1`)).rows[0]?.id
  ids = new Map([
    ['/api/people', await one(`person WHERE kind = 'guardian'`)],
    ['/api/letters', await one('letter')],
    ['/api/accounts', await one('account')],
    ['/api/users', await one('"user"')],
  ])
})
afterAll(() => t.close())

const parts = ['params', 'query', 'body'] as const
type Input = Partial<Record<(typeof parts)[number], unknown>>

const inputsOf = (route: Route): Input[] => {
  const id = [...ids].find(([prefix]) => route.path.startsWith(prefix))?.[1] ?? '018f0000-0000-7000-8000-000000000000'
  const schemaOf = (part: z.ZodType) => z.toJSONSchema(part, { io: 'input', unrepresentable: 'any', reused: 'inline' })
  const valid: Input = {}
  for (const part of parts) if (route[part]) valid[part] = sample(schemaOf(route[part]) as Schema, id)
  return parts.flatMap(part => {
    if (!(part in valid)) return []
    const values = part === 'body' ? hostile : hostileText
    const paths = pathsOf(valid[part]).filter(path => part === 'body' || path.length > 0)
    return paths.flatMap(path => values.map(value => ({ ...valid, [part]: replaced(valid[part], path, value) })))
  })
}

test('whatever is sent to whichever field, the answer says what is the matter', async () => {
  const faults: string[] = []
  let refused = 0
  for (const route of servedRoutes(t.app)) {
    if (left.has(route.name) || route.multipart) continue
    for (const input of inputsOf(route)) {
      const { status, body } = await supervisor.call(route, input as never)
      if (status >= 400) refused++
      const said = status < 400 || (status < 500 && body.error?.message?.length > 5)
      if (!said)
        faults.push(
          `${route.name}: ${status} ${JSON.stringify(input).slice(0, 200)} ${JSON.stringify(body).slice(0, 200)}`,
        )
    }
  }
  expect(faults).toEqual([])
  expect(refused).toBeGreaterThan(3000)
}, 300_000)
