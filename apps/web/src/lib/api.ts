import { type Answer, type Call, getSession, type Route } from '@mailroom/contract'
import type { z } from 'zod'
import { ApiError, errorFrom, noAnswer, unreadable } from './api-error.ts'
import { currentLanguage } from './i18n/i18n.ts'

type Part<R extends Route, K extends 'params' | 'query' | 'body'> = R[K] extends z.ZodType
  ? { [P in K]: Call<R>[K] }
  : unknown
/** Only the parts that the route describes, each one required. */
export type Given<R extends Route> = Part<R, 'params'> & Part<R, 'query'> & Part<R, 'body'>
type Options = { signal?: AbortSignal }
type Arguments<R extends Route> =
  unknown extends Given<R>
    ? [route: R, given?: Record<string, never>, options?: Options]
    : [route: R, given: Given<R>, options?: Options]
type Loose = { params?: unknown; query?: unknown; body?: unknown }

let csrfToken: string | null = null

/** Signing in or out changes the session, and the token with it. */
export function forgetCsrfToken(): void {
  csrfToken = null
}

/** Orders that are under way, by what they say. */
const underWay = new Map<string, Promise<unknown>>()

/**
 * Calls a route of the contract: validates the answer, throws an `ApiError` for every refusal. A double click is one
 * order, and both clicks hear its answer: a second one would be refused for what the first has just changed, and after
 * signing in its answer would bring the old session back.
 */
export async function call<R extends Route>(...[route, given, options]: Arguments<R>): Promise<Answer<R>> {
  const ask = async () => readAnswer(route, await request(route, (given ?? {}) as Loose, options))
  if (route.method === 'GET' || options?.signal) return ask()
  const order = JSON.stringify([route.name, given])
  const same = underWay.get(order) as Promise<Answer<R>> | undefined
  if (same) return same
  const answer = ask().finally(() => underWay.delete(order))
  underWay.set(order, answer)
  return answer
}

/** Reads a `ndjson` route line by line, as the server writes it. */
export async function* stream<R extends Route>(...[route, given, options]: Arguments<R>): AsyncGenerator<Answer<R>> {
  const response = await request(route, (given ?? {}) as Loose, options)
  if (!response.body) throw unreadable('empty stream')
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (;;) {
    const { value, done } = await reader.read()
    rest += value ?? ''
    const lines = rest.split('\n')
    rest = done ? '' : (lines.pop() ?? '')
    for (const line of lines) if (line.trim() !== '') yield readValue(route, JSON.parse(line))
    if (done) return
  }
}

/** Fetches a `file` route as bytes, for pages that show or save them. */
export async function callFile<R extends Route>(...[route, given, options]: Arguments<R>): Promise<Blob> {
  return (await request(route, (given ?? {}) as Loose, options)).blob()
}

/** Sends a multipart form to a route marked `multipart`. */
export async function upload<R extends Route>(route: R, form: FormData, options?: Options): Promise<Answer<R>> {
  return readAnswer(route, await send(route, urlOf(route, {}), form, options))
}

/** The address of a `file` or `sse` route, for links, frames and EventSource. */
export function urlOf(route: Route, given: Loose): string {
  let path: string = route.path
  for (const [name, value] of Object.entries((given.params ?? {}) as Record<string, unknown>)) {
    path = path.replace(`:${name}`, encodeURIComponent(String(value)))
  }
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries((given.query ?? {}) as Record<string, unknown>)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value))
  }
  return search.size > 0 ? `${path}?${search}` : path
}

async function request(route: Route, given: Loose, options: Options | undefined): Promise<Response> {
  const body = given.body === undefined ? undefined : JSON.stringify(given.body)
  return send(route, urlOf(route, given), body, options)
}

async function send(
  route: Route,
  url: string,
  body: BodyInit | undefined,
  options: Options | undefined,
  again = false,
): Promise<Response> {
  const headers = new Headers({ accept: 'application/json', 'accept-language': currentLanguage() })
  if (typeof body === 'string') headers.set('content-type', 'application/json')
  if (route.method !== 'GET') headers.set('x-csrf-token', csrfToken ?? (await fetchCsrfToken()))
  const response = await fetchOrThrow(url, {
    method: route.method,
    headers,
    body,
    credentials: 'same-origin',
    ...options,
  })
  if (response.ok) return response
  const error = await errorFrom(response)
  // A token from before a restart or another tab's sign-in: fetch the new one and repeat once; nothing ran yet.
  if (error.code.startsWith('CSRF') && !again) {
    csrfToken = null
    return send(route, url, body, options, true)
  }
  throw error
}

async function fetchOrThrow(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw noAnswer()
  }
}

async function fetchCsrfToken(): Promise<string> {
  return (await call(getSession)).csrfToken
}

async function readAnswer<R extends Route>(route: R, response: Response): Promise<Answer<R>> {
  const json: unknown = await response.json().catch(() => {
    throw unreadable(route.name)
  })
  return readValue(route, json)
}

function readValue<R extends Route>(route: R, json: unknown): Answer<R> {
  const parsed = route.response.safeParse(json)
  if (!parsed.success) throw unreadable(`${route.name}: ${parsed.error.issues[0]?.path.join('.') ?? ''}`)
  if (route.name === getSession.name) csrfToken = (parsed.data as Answer<typeof getSession>).csrfToken
  return parsed.data as Answer<R>
}

export { ApiError }
