import { getHealth, type HealthCode, type Language, sayHealth } from '@mailroom/contract'
import type { FastifyInstance } from 'fastify'
import type { Database } from './database.ts'
import type { Finding } from './finding.ts'
import { listWorkers } from './heartbeat.ts'
import type { Queue } from './queue.ts'
import { serve } from './serve.ts'

type Part = { state: 'ok' | 'degraded' | 'down'; code: HealthCode; words: string }
const partIn =
  (language: Language) =>
  ({ ok, code, value }: Finding, otherwise: Part['state'] = 'degraded'): Part => ({
    state: ok ? 'ok' : otherwise,
    code,
    words: sayHealth(code, language, value),
  })

type Counts = { ready: number; sending: number; deferred: number; held: number; oldestAt: Date | null }
const away: Counts = { ready: 0, sending: 0, deferred: 0, held: 0, oldestAt: null }
const unknown: Finding = { ok: false, code: 'unknown' }

const countMessages = async ({ pool }: Database): Promise<Counts> => {
  const { rows } =
    await pool.query<Counts>(`SELECT count(*) FILTER (WHERE state = 'ready')::int AS ready, count(*) FILTER (WHERE state = 'sending')::int AS sending,
      count(*) FILTER (WHERE state = 'deferred')::int AS deferred, count(*) FILTER (WHERE state = 'held')::int AS held,
      min(created_at) FILTER (WHERE state = 'ready') AS "oldestAt" FROM message WHERE state IN ('ready','sending','deferred','held')`)
  return rows[0] ?? away
}

const findSending = async ({ pool }: Database): Promise<Finding> => {
  const { rows } = await pool.query<{ breaker: string; purpose: string }>(
    `SELECT breaker, purpose FROM smtp_server s WHERE EXISTS (SELECT 1 FROM sending_settings WHERE server_id = s.id)`,
  )
  if (rows.length === 0) return { ok: false, code: 'sending-not-set-up' }
  return rows[0]?.breaker === 'closed' ? { ok: true, code: 'sending-ready' } : { ok: false, code: 'sending-rests' }
}

/** Each part with its state, in words. The queue and the renderer may be away without a letter being lost: `degraded`. */
export const readHealth = async (database: Database, queue: Queue, language: Language) => {
  const part = partIn(language)
  const [db, bell] = await Promise.all([database.health(), queue.health()])
  if (!db.ok) {
    const parts = {
      database: part(db, 'down'),
      queue: part(bell),
      renderer: part(unknown, 'down'),
      sending: part(unknown, 'down'),
    }
    return { parts, workers: [], counts: away }
  }
  const [workers, counts, sending] = await Promise.all([
    listWorkers(database),
    countMessages(database),
    findSending(database),
  ])
  const renderers = workers.map(worker => worker.renderer)
  const renderer = renderers.find(({ ok }) => ok) ?? renderers[0] ?? { ok: false, code: 'no-worker' }
  return {
    parts: { database: part(db), queue: part(bell), renderer: part(renderer), sending: part(sending) },
    workers: workers.map(worker => ({ ...worker, renderer: part(worker.renderer) })),
    counts,
  }
}

/** `/healthz` for probes (200 while the database answers, no details about people) and the supervisor's `/api/health`. */
export const serveHealth = (app: FastifyInstance, deps: { database: Database; queue: Queue }): void => {
  app.get('/healthz', async (_, reply) => {
    const { parts } = await readHealth(deps.database, deps.queue, 'en')
    return reply.status(parts.database.state === 'ok' ? 200 : 503).send(parts)
  })
  serve(app, deps.database, getHealth, async ({ language }) => {
    const { parts, workers, counts } = await readHealth(deps.database, deps.queue, language)
    return {
      parts,
      queue: { ...counts, oldestAt: counts.oldestAt?.toISOString() ?? null },
      workers: workers.map(worker => ({ ...worker, seenAt: worker.seenAt.toISOString() })),
    }
  })
}
