import { getHealth } from '@mailroom/contract'
import type { FastifyInstance } from 'fastify'
import type { Database } from './database.ts'
import type { Queue } from './queue.ts'
import { serve } from './serve.ts'

type Part = { state: 'ok' | 'degraded' | 'down'; detail: string }
const part = ({ ok, detail }: { ok: boolean; detail: string }, otherwise: Part['state'] = 'down'): Part => ({
  state: ok ? 'ok' : otherwise,
  detail,
})

type Counts = { ready: number; sending: number; deferred: number; held: number; oldestAt: Date | null }
const away: Counts = { ready: 0, sending: 0, deferred: 0, held: 0, oldestAt: null }

const countMessages = async ({ pool }: Database): Promise<Counts> => {
  const { rows } =
    await pool.query<Counts>(`SELECT count(*) FILTER (WHERE state = 'ready')::int AS ready, count(*) FILTER (WHERE state = 'sending')::int AS sending,
      count(*) FILTER (WHERE state = 'deferred')::int AS deferred, count(*) FILTER (WHERE state = 'held')::int AS held,
      min(created_at) FILTER (WHERE state = 'ready') AS "oldestAt" FROM message WHERE state IN ('ready','sending','deferred','held')`)
  return rows[0] ?? away
}

const listWorkers = async ({ pool }: Database) => {
  const { rows } = await pool.query<{ id: string; seenAt: Date; renderer: string }>(
    `SELECT id, seen_at AS "seenAt", renderer FROM worker_beat WHERE seen_at > now() - interval '1 minute' ORDER BY id`,
  )
  return rows
}

const sendingPart = async ({ pool }: Database): Promise<Part> => {
  const { rows } = await pool.query<{ breaker: string; purpose: string }>(
    `SELECT breaker, purpose FROM smtp_server s WHERE EXISTS (SELECT 1 FROM sending_settings WHERE server_id = s.id)`,
  )
  if (rows.length === 0) return { state: 'degraded', detail: 'not set up' }
  return rows[0]?.breaker === 'closed'
    ? { state: 'ok', detail: 'the mail server answers' }
    : { state: 'degraded', detail: 'the mail server is paused; nothing is lost' }
}

/** Each part with its state. The queue and the renderer may be away without a letter being lost: `degraded`. */
export const readHealth = async (database: Database, queue: Queue) => {
  const [db, bell] = await Promise.all([database.health(), queue.health()])
  if (!db.ok)
    return {
      parts: {
        database: part(db),
        queue: part(bell, 'degraded'),
        renderer: part({ ok: false, detail: 'unknown' }),
        sending: part({ ok: false, detail: 'unknown' }),
      },
      workers: [],
      counts: away,
    }
  const [workers, counts, sending] = await Promise.all([
    listWorkers(database),
    countMessages(database),
    sendingPart(database),
  ])
  const working = workers.find(worker => worker.renderer.startsWith('ok'))
  const renderer: Part = working
    ? { state: 'ok', detail: working.renderer.slice(3).trim() || 'ok' }
    : { state: 'degraded', detail: workers.length === 0 ? 'no worker is running' : (workers[0]?.renderer ?? '') }
  return { parts: { database: part(db), queue: part(bell, 'degraded'), renderer, sending }, workers, counts }
}

/** `/healthz` for probes (200 while the database answers, no details about people) and the supervisor's `/api/health`. */
export const serveHealth = (app: FastifyInstance, deps: { database: Database; queue: Queue }): void => {
  app.get('/healthz', async (_, reply) => {
    const { parts } = await readHealth(deps.database, deps.queue)
    return reply.status(parts.database.state === 'ok' ? 200 : 503).send(parts)
  })
  serve(app, deps.database, getHealth, async () => {
    const { parts, workers, counts } = await readHealth(deps.database, deps.queue)
    return {
      parts,
      queue: { ...counts, oldestAt: counts.oldestAt?.toISOString() ?? null },
      workers: workers.map(worker => ({ ...worker, seenAt: worker.seenAt.toISOString() })),
    }
  })
}
