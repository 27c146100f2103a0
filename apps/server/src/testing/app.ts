import { randomBytes } from 'node:crypto'
import type { Call, Role, Route } from '@mailroom/contract'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { buildApp } from '../app.ts'
import { createDeps, type Deps } from '../deps.ts'
import { addDemoUser, prepareInstallation } from '../features/users/commands.ts'
import { readConfig } from '../platform/config.ts'
import { makeDatabase } from './database.ts'

/** A browser's view of the API: keeps the cookie, sends the CSRF token. `body` is parsed JSON, typed loosely on purpose. */
// biome-ignore lint/suspicious/noExplicitAny: a test reads answers as they come, also those that break the contract
export type Json = any
export type Client = {
  call: <R extends Route>(
    route: R,
    input?: Partial<Call<R>>,
    options?: { language?: string; headers?: Record<string, string> },
  ) => Promise<{ status: number; body: Json; raw: Buffer }>
  upload: (
    route: Route,
    file: { name: string; type: string; bytes: Uint8Array },
    fields?: Record<string, string>,
  ) => Promise<{ status: number; body: Json }>
  inject: (options: InjectOptions) => Promise<Awaited<ReturnType<FastifyInstance['inject']>>>
}
export type TestApp = {
  app: FastifyInstance
  deps: Deps
  setupToken: string | null
  databaseUrl: string
  visitor: () => Client
  as: (role: Role, name?: string) => Promise<Client & { userId: string }>
  close: () => Promise<void>
}

export const testPassword = 'correct horse battery'

const makeClient = (app: FastifyInstance): Client => {
  let cookie = ''
  let csrf = ''
  const inject = async (options: InjectOptions) => {
    const response = await app.inject({ ...options, headers: { ...(cookie ? { cookie } : {}), ...options.headers } })
    const set = response.cookies.findLast(one => one.name.endsWith('mailroom'))
    if (set) cookie = `${set.name}=${set.value}`
    return response
  }
  const token = async () => {
    csrf = (await inject({ method: 'GET', url: '/api/session' })).json().csrfToken
    return csrf
  }
  const headersFor = async (route: Route) => (route.method === 'GET' ? {} : { 'x-csrf-token': csrf || (await token()) })
  const call: Client['call'] = async (route, input = {}, options = {}) => {
    const params = (input.params ?? {}) as Record<string, string | number>
    const url = route.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])))
    const headers = { 'accept-language': options.language ?? 'en', ...(await headersFor(route)), ...options.headers }
    const response = await inject({
      method: route.method,
      url,
      query: input.query as Record<string, string>,
      headers,
      payload: input.body as object,
    })
    if (route.path === '/api/session' && route.method !== 'GET') csrf = ''
    const type = String(response.headers['content-type'] ?? '')
    return {
      status: response.statusCode,
      body: type.includes('application/json') ? response.json() : response.body,
      raw: response.rawPayload,
    }
  }
  const upload: Client['upload'] = async (route, file, fields = {}) => {
    const boundary = 'x'.repeat(8) + randomBytes(8).toString('hex')
    const parts = Object.entries(fields).map(([name, value]) =>
      Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`),
    )
    const head = Buffer.from(
      `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${file.name}"\r\ncontent-type: ${file.type}\r\n\r\n`,
    )
    const payload = Buffer.concat([...parts, head, Buffer.from(file.bytes), Buffer.from(`\r\n--${boundary}--\r\n`)])
    const response = await inject({
      method: route.method,
      url: route.path,
      headers: {
        'content-type': `multipart/form-data; boundary=${boundary}`,
        'accept-language': 'en',
        ...(await headersFor(route)),
      },
      payload,
    })
    return { status: response.statusCode, body: response.json() }
  }
  return { call, upload, inject }
}

/**
 * The real application on a real database of its own (queue on Postgres, or on `redisUrl`), or `beside` another one: a
 * second process on the same database. No worker runs.
 */
export const startTestApp = async (
  options: { redisUrl?: string; env?: Record<string, string>; beside?: TestApp } = {},
): Promise<TestApp> => {
  const { beside } = options
  const database = beside ? { url: beside.databaseUrl, drop: async () => undefined } : await makeDatabase()
  const config =
    beside?.deps.config ??
    readConfig({
      DATABASE_URL: database.url,
      REDIS_URL: options.redisUrl ?? '',
      SECRET_KEY: randomBytes(32).toString('base64'),
      MODE: 'test',
      LOG_LEVEL: 'error',
      ...options.env,
    })
  const deps = createDeps(config, 'api')
  const setupToken = await prepareInstallation(deps)
  const app = await buildApp(deps)
  await app.ready()
  const as: TestApp['as'] = async (role, name = `${role} test`) => {
    const email = `${name.toLowerCase().replaceAll(' ', '.')}@school.example`
    const userId = await addDemoUser(deps, { name, email, role, language: 'en', password: testPassword })
    const client = makeClient(app)
    const { signIn } = await import('@mailroom/contract')
    const { status } = await client.call(signIn, { body: { email, password: testPassword } })
    if (status !== 200) throw new Error(`sign-in failed: ${status}`)
    return { ...client, userId }
  }
  return {
    app,
    deps,
    setupToken,
    databaseUrl: database.url,
    visitor: () => makeClient(app),
    as,
    close: async () => {
      await app.close()
      await deps.close()
      await database.drop()
    },
  }
}
