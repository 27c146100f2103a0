import type { Database, Transaction } from './database.ts'
import type { Logger } from './logger.ts'
import type { Queue } from './queue.ts'

/** How long one run of a job may take before another worker may take the row. */
const leaseMinutes = 10
const maximumAttempts = 5

/** Work that a transaction promises: the row commits with it, so that neither is without the other. Returns its id. */
export const addJob = async (
  tx: Transaction | Database['prisma'],
  job: string,
  payload: Record<string, unknown>,
): Promise<string> => {
  const row = await tx.outboxJob.create({ data: { job, payload: payload as object }, select: { id: true } })
  return row.id
}

export type JobState = { done: boolean; result: unknown; problem: string | null }
/** Waits for a job's end, looking every 30 ms; undefined after `timeoutMs`. */
export const awaitJob = async ({ pool }: Database, id: string, timeoutMs: number): Promise<JobState | undefined> => {
  const deadline = Date.now() + timeoutMs
  while (Date.now() < deadline) {
    const { rows } = await pool.query<{ done: boolean; failed: boolean; result: unknown; problem: string | null }>({
      name: 'job-state',
      text: 'SELECT done_at IS NOT NULL AS done, failed_at IS NOT NULL AS failed, result, problem FROM outbox_job WHERE id = $1',
      values: [id],
    })
    const row = rows[0]
    if (row?.done) return { done: true, result: row.result, problem: null }
    if (row?.failed) return { done: false, result: null, problem: row.problem }
    await new Promise(resolve => setTimeout(resolve, 30))
  }
  return undefined
}

/** A job's work: gets the payload, returns what to keep as result. Throwing retries it later. */
export type JobHandler = (payload: Record<string, unknown>, attempt: number) => Promise<unknown>
/** Thrown by a handler when another try cannot help. */
export class FinalError extends Error {
  override readonly name = 'FinalError'
}

/** Thrown by a handler for what passes by itself: tried for as long as it takes, which the watch tells after five tries. */
export class PassingError extends Error {
  override readonly name = 'PassingError'
}

type Row = { id: string; job: string; payload: Record<string, unknown>; attempts: number }

const claim = async ({ pool }: Database, id: string): Promise<Row | undefined> => {
  const { rows } = await pool.query<Row>(
    `UPDATE outbox_job SET lease_until = now() + make_interval(mins => $2), attempts = attempts + 1
     WHERE id = $1 AND done_at IS NULL AND failed_at IS NULL AND due_at <= now() AND (lease_until IS NULL OR lease_until < now())
     RETURNING id, job, payload, attempts`,
    [id, leaseMinutes],
  )
  return rows[0]
}

const finish = ({ pool }: Database, id: string, result: unknown) =>
  pool.query('UPDATE outbox_job SET done_at = now(), lease_until = NULL, result = $2 WHERE id = $1', [
    id,
    JSON.stringify(result ?? null),
  ])

const postpone = ({ pool }: Database, row: Row, error: unknown) => {
  const tired = row.attempts >= maximumAttempts && !(error instanceof PassingError)
  const final = error instanceof FinalError || tired
  const problem = error instanceof Error ? ((error as { code?: string }).code ?? error.name) : 'unknown'
  return pool.query(
    `UPDATE outbox_job SET lease_until = NULL, problem = $2, failed_at = CASE WHEN $3 THEN now() END,
       due_at = now() + make_interval(secs => power(3, LEAST(attempts, 6))), hinted_at = NULL WHERE id = $1`,
    [row.id, error instanceof FinalError ? error.message : problem, final],
  )
}

/** Runs one row if it is due and free. */
const runJob = async (database: Database, logger: Logger, handlers: Record<string, JobHandler>, id: string) => {
  const row = await claim(database, id)
  if (!row) return
  const handler = handlers[row.job]
  try {
    if (!handler) throw new FinalError(`no handler for ${row.job}`)
    await finish(database, row.id, await handler(row.payload, row.attempts))
  } catch (error) {
    logger.warn({ err: error, job: row.job, id: row.id, attempt: row.attempts }, 'job failed')
    await postpone(database, row, error)
  }
}

/**
 * The relay and the runner of the outbox in a worker: hands due rows to the queue (again after 30 s without a claim)
 * and runs them. Returns how to stop.
 */
export const runOutbox = (
  database: Database,
  queue: Queue,
  logger: Logger,
  handlers: Record<string, JobHandler>,
  options: { concurrency: number; everyMs: number },
) => {
  const listener = queue.listen('outbox', options.concurrency, async data =>
    runJob(database, logger, handlers, (data as { id: string }).id),
  )
  let stopped = false
  const relay = async () => {
    const { rows } = await database.pool.query<{ id: string; attempts: number }>(
      `UPDATE outbox_job SET hinted_at = now() WHERE id IN (
         SELECT id FROM outbox_job WHERE done_at IS NULL AND failed_at IS NULL AND due_at <= now()
           AND (hinted_at IS NULL OR hinted_at < now() - interval '30 s') AND (lease_until IS NULL OR lease_until < now())
         ORDER BY due_at LIMIT 50 FOR UPDATE SKIP LOCKED)
       RETURNING id, attempts`,
    )
    await queue.ring(
      'outbox',
      rows.map(row => ({ id: `o-${row.id}-a${row.attempts}-${Date.now()}`, data: { id: row.id } })),
    )
  }
  const loop = (async () => {
    while (!stopped) {
      await relay().catch(error => logger.warn({ err: error }, 'outbox relay waits for the database'))
      await new Promise(resolve => setTimeout(resolve, options.everyMs))
    }
  })()
  return {
    stop: async () => {
      stopped = true
      await loop
      await listener.close()
    },
  }
}
