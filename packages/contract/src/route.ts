import type { z } from 'zod'
import type { Capability } from './capabilities.ts'

/** Who may call a route: anyone, anyone signed in, or the roles that hold a capability. */
export type Access = 'public' | 'signed-in' | Capability

/**
 * One HTTP route, described once: the server validates with it (in and out), the web calls with it, OpenAPI is made
 * from it. `stream` marks answers that are not one JSON value: `ndjson` (one JSON value a line, each validated by
 * `response`), `sse` (server-sent events whose data is one `response`), `file` (bytes; `response` is ignored).
 */
export type Route = {
  readonly name: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: `/api/${string}`
  readonly access: Access
  readonly summary: string
  readonly params?: z.ZodType
  readonly query?: z.ZodType
  readonly body?: z.ZodType
  readonly multipart?: boolean
  readonly stream?: 'ndjson' | 'sse' | 'file'
  readonly status?: 200 | 201 | 202
  readonly response: z.ZodType
}

/** Declares a route, keeping the exact types of its schemas. */
export const route = <const R extends Route>(description: R): R => description

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined
type Given<S> = S extends z.ZodType ? z.input<S> : undefined
export type Params<R extends Route> = Parsed<R['params']>
export type Query<R extends Route> = Parsed<R['query']>
export type Body<R extends Route> = Parsed<R['body']>
export type Answer<R extends Route> = z.output<R['response']>
/** What a caller passes: inputs before defaults are applied. */
export type Call<R extends Route> = {
  params: Given<R['params']>
  query: Given<R['query']>
  body: Given<R['body']>
}
