import type { Outcome } from '@mailroom/mailer'
import type { Database } from '../../../platform/database.ts'
import { type Breaker, nextBreaker, settingsVersion } from './rules.ts'

/** Takes the right to probe a paused server; the next one may do so when a lost hint has come back. */
export const takeProbe = async ({ pool }: Database, serverId: string): Promise<boolean> => {
  const { rowCount } = await pool.query(
    `UPDATE smtp_server SET next_probe_at = now() + make_interval(secs => GREATEST(35, waiting_seconds + 10)) WHERE id = $1 AND breaker <> 'closed' AND next_probe_at <= now()`,
    [serverId],
  )
  return rowCount === 1
}

type BreakerRow = {
  breaker: Breaker['state']
  failures: number
  probe_step: number
  ramp: number
  content_failures: number
  version: string
  outdated: boolean
}

/** Where an outcome comes from: whether it was the probe, the settings it was obtained with, and how long ago, in ms. */
type Origin = { probe: boolean; version: string; ageMs: number }

/**
 * Tells the server's breaker about an outcome, under the row's lock. `allowed` is false when a permanent refusal must
 * not be counted against its letter because the fuse blew before it: the letter is held instead. What the server had
 * answered before it went away says nothing against its being away, however late it is told.
 */
export const informBreaker = async (
  { pool }: Database,
  serverId: string,
  outcome: Pick<Outcome, 'class' | 'reason' | 'reply' | 'durationMs'>,
  from: Origin,
): Promise<{ allowed: boolean; changed: boolean }> => {
  const client = await pool.connect()
  try {
    // Filling the server's window needs this row too: should this process be frozen here, Postgres lets it go.
    await client.query(`BEGIN; SET LOCAL idle_in_transaction_session_timeout = '5s'`)
    const { rows } = await client.query<BreakerRow>(
      `SELECT breaker, failures, probe_step, ramp, content_failures, ${settingsVersion} AS version,
         coalesce(breaker_since > clock_timestamp() - make_interval(secs => $2), false) AS outdated FROM smtp_server WHERE id = $1 FOR UPDATE`,
      [serverId, from.ageMs / 1000],
    )
    const row = rows[0]
    const breaker: Breaker | undefined = row && {
      state: row.breaker,
      failures: row.failures,
      probeStep: row.probe_step,
      ramp: row.ramp,
      permanentFailures: row.content_failures,
    }
    const fuseBlown = breaker !== undefined && breaker.state === 'attention' && breaker.permanentFailures >= 5
    const counts = row?.version === from.version && (from.probe || !row.outdated)
    const next = breaker && counts ? nextBreaker(breaker, outcome, from.probe) : null
    if (next && breaker) {
      await client.query(
        `UPDATE smtp_server SET breaker = $2, failures = $3, probe_step = $4, ramp = $5, content_failures = $6, next_probe_at = CASE WHEN $7::int IS NULL THEN next_probe_at ELSE now() + make_interval(secs => $7) END,
           breaker_since = CASE WHEN $2 = 'closed' THEN NULL WHEN breaker = 'closed' THEN clock_timestamp() ELSE breaker_since END, reason = CASE WHEN $2 = 'closed' AND $8::text IS NULL THEN NULL ELSE COALESCE($8, reason) END,
           reply = CASE WHEN $2 = 'closed' THEN NULL ELSE COALESCE($9, reply) END WHERE id = $1`,
        [
          serverId,
          next.state,
          next.failures,
          next.probeStep,
          next.ramp,
          next.permanentFailures,
          next.nextProbeInSeconds,
          next.reason,
          outcome.reply ?? null,
        ],
      )
    }
    await client.query('COMMIT')
    return { allowed: !fuseBlown, changed: next !== null && next.state !== breaker?.state }
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined)
    throw error
  } finally {
    client.release()
  }
}

/** Gives the right to probe back: nothing was sent, or it ended by our own doing and says nothing about the server. */
export const returnProbe = async ({ pool }: Database, serverId: string): Promise<void> => {
  await pool.query(
    `UPDATE smtp_server SET next_probe_at = now() + interval '1 s' WHERE id = $1 AND breaker <> 'closed'`,
    [serverId],
  )
}

/** A server that answers well: when, and how fast. Written now and then, not for each message. */
export const noteAnswer = async ({ pool }: Database, serverId: string, ms: number): Promise<void> => {
  await pool.query('UPDATE smtp_server SET last_accepted_at = now(), answer_ms = $2 WHERE id = $1', [
    serverId,
    Math.round(ms),
  ])
}

/** True when the breaker of a server has nothing to count: successes need not be told. */
export const isQuiet = async ({ pool }: Database, serverId: string): Promise<boolean> => {
  const { rows } = await pool.query<{ quiet: boolean }>(
    `SELECT breaker = 'closed' AND failures = 0 AND content_failures = 0 AND ramp >= 1000000 AS quiet FROM smtp_server WHERE id = $1`,
    [serverId],
  )
  return rows[0]?.quiet ?? true
}
