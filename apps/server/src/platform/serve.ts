import { Readable } from 'node:stream'
import type { Answer, Body, Language, Params, Query, Route } from '@mailroom/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Database } from './database.ts'
import { AppError, fromZod } from './errors.ts'
import { authorise, type RightFor } from './rights.ts'
import { languageOf, readActor } from './session.ts'

/** What a handler gets: everything validated, and the proof of the route's right. */
export type Request<R extends Route> = {
  right: RightFor<R['access']>
  params: Params<R>
  query: Query<R>
  body: Body<R>
  language: Language
  raw: FastifyRequest
  reply: FastifyReply
  /** Aborts when the client goes away. */
  signal: AbortSignal
}
/** Bytes to send, for `stream: 'file'` routes. */
export type FileAnswer = { bytes: Uint8Array; type: string; name: string; inline?: boolean }
type Result<R extends Route> = R extends { stream: 'file' }
  ? FileAnswer
  : R extends { stream: 'ndjson' | 'sse' }
    ? AsyncIterable<Answer<R>>
    : Answer<R>
export type Handler<R extends Route> = (request: Request<R>) => Promise<Result<R>> | Result<R>

// By HTTP server: plugins see instances of their own, all with the same server.
const served = new WeakMap<FastifyInstance['server'], Route[]>()
/** The routes served by an app, for the role × route matrix test and OpenAPI. */
export const servedRoutes = (app: FastifyInstance): readonly Route[] => served.get(app.server) ?? []

const parse = <S extends z.ZodType | undefined>(schema: S, input: unknown) => {
  if (!schema) return undefined
  const result = schema.safeParse(input ?? {}, { reportInput: true })
  if (!result.success) throw fromZod(result.error)
  return result.data
}

/**
 * Registers one route of the contract: proves the right, validates what comes in (errors name their field) and what
 * goes out (an answer that breaks the contract is our fault: 500), and sends JSON, a file, NDJSON or events.
 */
export const serve = <const R extends Route>(
  app: FastifyInstance,
  database: Database,
  route: R,
  handler: Handler<R>,
): void => {
  served.set(app.server, [...servedRoutes(app), route])
  app.route({
    method: route.method,
    url: route.path,
    config: { route },
    handler: async (raw, reply) => {
      const right = authorise(await readActor(database, raw), route.access)
      const gone = new AbortController()
      raw.raw.once('close', () => raw.raw.destroyed && gone.abort())
      reply.raw.once('close', () => gone.abort())
      const request = {
        right,
        params: parse(route.params, raw.params),
        query: parse(route.query, raw.query),
        body: route.multipart ? undefined : parse(route.body, raw.body),
        language: languageOf(raw),
        raw,
        reply,
        signal: gone.signal,
      } as Request<R>
      const result = await handler(request)
      return answer(route, reply, result)
    },
  })
}

const answer = (route: Route, reply: FastifyReply, result: unknown) => {
  if (route.stream === 'file') return sendFile(reply, result as FileAnswer)
  if (route.stream) return sendStream(route, reply, result as AsyncIterable<unknown>)
  return reply.status(route.status ?? 200).send(checked(route, result))
}

const checked = (route: Route, value: unknown) => {
  const result = route.response.safeParse(value)
  if (!result.success)
    throw new Error(
      `${route.name} broke its contract: ${result.error.issues.map(issue => `${issue.path.join('.')} ${issue.message}`).join('; ')}`,
    )
  return result.data
}

const sendFile = (reply: FastifyReply, file: FileAnswer) => {
  // Only PDFs may open in the page (sandboxed viewer of the browser); all else is a download, never sniffed.
  const inline = file.inline === true && file.type === 'application/pdf'
  const ascii = file.name.normalize('NFKD').replace(/[^\w.\- ]+/g, '_')
  return reply
    .header('content-type', file.type)
    .header('x-content-type-options', 'nosniff')
    .header('cache-control', 'private, no-store')
    .header(
      'content-disposition',
      `${inline ? 'inline' : 'attachment'}; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    )
    .send(Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength))
}

const sendStream = (route: Route, reply: FastifyReply, values: AsyncIterable<unknown>) => {
  const events = route.stream === 'sse'
  const lines = async function* () {
    for await (const value of values) {
      const json = JSON.stringify(checked(route, value))
      yield events ? `data: ${json}\n\n` : `${json}\n`
    }
  }
  return reply
    .header('content-type', events ? 'text/event-stream' : 'application/x-ndjson')
    .header('cache-control', 'no-store')
    .header('x-accel-buffering', 'no')
    .send(Readable.from(lines()))
}

/** Reads the one file of a multipart request, whole, up to `maximum` bytes; text fields come along. */
export const readUpload = async (
  raw: FastifyRequest,
  maximum: number,
): Promise<{ name: string; type: string; bytes: Buffer; fields: Record<string, string> }> => {
  if (!raw.isMultipart()) throw new AppError('FILE_MISSING', 'file')
  const part = await raw.file({ limits: { fileSize: maximum, files: 1 }, throwFileSizeLimit: false })
  if (!part) throw new AppError('FILE_MISSING', 'file')
  const bytes = await part.toBuffer()
  if (part.file.truncated) throw new AppError('FILE_TOO_LARGE', 'file', { maximum: Math.floor(maximum / 1_000_000) })
  if (bytes.length === 0) throw new AppError('FILE_EMPTY', 'file')
  const fields = Object.fromEntries(
    Object.entries(part.fields).flatMap(([key, field]) =>
      field && !Array.isArray(field) && field.type === 'field' ? [[key, String(field.value)]] : [],
    ),
  )
  return { name: part.filename, type: part.mimetype, bytes, fields }
}
