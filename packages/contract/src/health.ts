import { z } from 'zod'
import { id, idParams, instant } from './primitives.ts'
import { route } from './route.ts'

/** What a part of Mailroom is, or what is the matter with it: one sentence per code, in both languages. */
export const healthCode = z.enum([
  'database-ready',
  'database-too-old',
  'database-silent',
  'queue-in-postgres',
  'queue-in-redis',
  'queue-silent',
  'redis-silent',
  'redis-evicts',
  'renderer-ready',
  'renderer-without-sandbox',
  'renderer-starting',
  'renderer-missing',
  'no-worker',
  'sending-ready',
  'sending-rests',
  'sending-not-set-up',
  'unknown',
])
export type HealthCode = z.output<typeof healthCode>
/** The queue, the renderer and the mail server may be away without a letter being lost: `degraded`. */
export const healthPart = z.object({
  state: z.enum(['ok', 'degraded', 'down']),
  code: healthCode,
  words: z.string().describe('The code as a sentence: version and name, or the way out'),
})
export const getHealth = route({
  name: 'getHealth',
  method: 'GET',
  path: '/api/health',
  access: 'health.read',
  summary: 'Health for the supervisor: parts, queue, servers',
  response: z.object({
    parts: z.object({ database: healthPart, queue: healthPart, renderer: healthPart, sending: healthPart }),
    queue: z.object({
      ready: z.number().int(),
      sending: z.number().int(),
      deferred: z.number().int(),
      held: z.number().int(),
      oldestAt: instant.nullable(),
    }),
    workers: z.array(z.object({ id: z.string(), seenAt: instant, renderer: healthPart })),
  }),
})

const serverWatch = z.object({
  id,
  host: z.string(),
  state: z.enum(['ok', 'open', 'attention', 'paused', 'limited']),
  words: z.string().describe('What is the matter, in one sentence; empty when all is well'),
  since: instant.nullable(),
  nextProbeAt: instant.nullable(),
  lastAcceptedAt: instant.nullable(),
  answerMs: z.number().int().nullable(),
  connections: z.number().int(),
  ratePerMinute: z.number().int().nullable(),
  perDay: z.number().int().nullable(),
  usedToday: z.number().int(),
  pausedBy: z.string().nullable(),
  waiting: z.number().int(),
  sending: z.number().int(),
  deferred: z.number().int(),
  held: z.number().int(),
  oldestAt: instant.nullable().describe('The letter that has waited longest'),
  acceptedLastHour: z.number().int(),
})
export type ServerWatchView = z.output<typeof serverWatch>
export const watchView = z.object({
  servers: z.array(serverWatch),
  alerts: z.array(
    z.object({
      code: z.string(),
      count: z.number().int(),
      since: instant,
      words: z.string().describe('What is wrong'),
      hint: z.string().describe('What it means for the letters, and what to do'),
    }),
  ),
  restored: z
    .object({ messages: z.number().int(), dispatches: z.number().int(), oldestAt: instant, newestAt: instant })
    .nullable()
    .describe('Letters held because an older backup of the database was put back'),
})
export type WatchView = z.output<typeof watchView>
export const getWatch = route({
  name: 'getWatch',
  method: 'GET',
  path: '/api/health/sending',
  access: 'health.read',
  summary: 'Queue and breaker of each mail server, alerts of the watch, what a restore holds',
  response: watchView,
})
export const pauseServer = route({
  name: 'pauseServer',
  method: 'POST',
  path: '/api/health/servers/:id/pause',
  access: 'sending.manage',
  summary: 'Stop all sending through this server; what is past the final dot completes',
  params: idParams,
  response: watchView,
})
export const resumeServer = route({
  name: 'resumeServer',
  method: 'POST',
  path: '/api/health/servers/:id/resume',
  access: 'sending.manage',
  summary: 'Go on sending through this server',
  params: idParams,
  response: watchView,
})
export const settleRestored = route({
  name: 'settleRestored',
  method: 'POST',
  path: '/api/health/restored',
  access: 'sending.manage',
  summary: 'After a restore: send what is held, or give it up',
  body: z.object({ what: z.enum(['release', 'cancel']) }),
  response: watchView,
})
