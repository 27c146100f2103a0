import { compare, type Findings, type Row } from './checker.ts'
import type { Promised } from './load.ts'
import type { Stage } from './stage.ts'

const wait = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

/** Rows of these dispatches, or of all. */
export const readRows = async ({ deps }: Stage, dispatchIds?: string[]): Promise<Row[]> => {
  const { rows } = await deps.database.pool.query<Row>(
    `SELECT dispatch_id AS "dispatchId", header_id AS "headerId", to_address AS "to", state, reason FROM message
     WHERE $1::uuid[] IS NULL OR dispatch_id = ANY($1)`,
    [dispatchIds ?? null],
  )
  return rows
}

/** Messages of these dispatches counted by state. */
export const countStates = async (stage: Stage, dispatchIds?: string[]): Promise<Record<string, number>> => {
  const counts: Record<string, number> = {}
  for (const row of await readRows(stage, dispatchIds)) counts[row.state] = (counts[row.state] ?? 0) + 1
  return counts
}

const openStates = "('scheduled','preparing','ready','sending','deferred')"
export const countOpen = async ({ deps }: Stage, dispatchIds?: string[]): Promise<number> => {
  const { rows } = await deps.database.pool.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM message WHERE state IN ${openStates} AND ($1::uuid[] IS NULL OR dispatch_id = ANY($1))`,
    [dispatchIds ?? null],
  )
  return rows[0]?.n ?? 0
}

/**
 * Lets hours pass for what only waits: 4xx that would come back in minutes become due, and the leases of workers that died
 * after the final dot (11 minutes) or while preparing (3 minutes) run out. Only leases older than 20 s: on a healed network every living worker has had
 * its answer long before that.
 */
const letTimePass = async ({ deps }: Stage) => {
  await deps.database.pool.query(`UPDATE message SET due_at = now() WHERE state = 'deferred' AND due_at > now()`)
  await deps.database.pool.query(
    `UPDATE message SET lease_until = now() WHERE state = 'sending' AND phase = 'dot' AND lease_until < now() + interval '10 min 40 s' AND lease_until > now()`,
  )
  await deps.database.pool.query(
    `UPDATE message SET lease_until = now() WHERE state = 'preparing' AND lease_until BETWEEN now() AND now() + interval '2 min 30 s'`,
  )
}

/** Waits until nothing of these dispatches is under way; false when it did not come within `patienceMs`. */
export const settle = async (
  stage: Stage,
  patienceMs: number,
  options: { dispatchIds?: string[]; hurry?: boolean; tell?: (left: number) => void } = {},
): Promise<boolean> => {
  const deadline = Date.now() + patienceMs
  for (let round = 0; ; round++) {
    const left = await countOpen(stage, options.dispatchIds).catch(() => -1)
    if (left === 0) return true
    if (Date.now() > deadline) return false
    if (options.hurry !== false) await letTimePass(stage).catch(() => undefined)
    if (round % 10 === 9) options.tell?.(left)
    await wait(500)
  }
}

/** The three witnesses of one scenario: only its own dispatches, and what the sink took of them. */
export const examine = async (stage: Stage, promised: Promised[]): Promise<Findings> => {
  const everything = await readRows(stage)
  const mine = new Set(promised.map(one => one.id))
  const rows = everything.filter(row => mine.has(row.dispatchId))
  const others = new Set(everything.filter(row => !mine.has(row.dispatchId)).map(row => row.headerId))
  const sink = (await stage.readSink()).filter(line => line.kind === 'refused' || !others.has(line.id))
  return compare(promised, rows, sink)
}
