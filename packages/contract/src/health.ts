import { z } from 'zod'
import { instant } from './primitives.ts'
import { route } from './route.ts'

const part = z.object({ state: z.enum(['ok', 'degraded', 'down']), detail: z.string() })
export const getHealth = route({
  name: 'getHealth',
  method: 'GET',
  path: '/api/health',
  access: 'health.read',
  summary: 'Health for the supervisor: parts, queue, servers',
  response: z.object({
    parts: z.object({ database: part, queue: part, renderer: part, sending: part }),
    queue: z.object({
      ready: z.number().int(),
      sending: z.number().int(),
      deferred: z.number().int(),
      held: z.number().int(),
      oldestAt: instant.nullable(),
    }),
    workers: z.array(z.object({ id: z.string(), seenAt: instant, renderer: z.string() })),
  }),
})
