import type { MessageHint } from '../../../jobs.ts'
import type { Database } from '../../../platform/database.ts'
import { returnProbe, takeProbe } from '../breaker/commands.ts'
import { type Breaker, settingsVersion } from '../breaker/rules.ts'
import { releaseHints } from '../delivery/commands.ts'
import { notOlder } from '../watch/rules.ts'

/** A server as the dispatcher sees it. */
export type DeliveringServer = {
  id: string
  version: string
  connections: number
  ramp: number
  breaker: Breaker['state']
  probing: boolean
  limited: boolean
}

/**
 * `ORDER BY` names what only the small partial index has. In any order that another index has too, Postgres may take that
 * one, the primary key say, and then passes everything that was ever sent before it finds what is ready.
 */
export const serversSql = `
  SELECT s.id, ${settingsVersion} AS version, s.connections, s.ramp, s.breaker, s.breaker <> 'closed' AS probing, s.rate_per_minute IS NOT NULL OR s.per_day IS NOT NULL AS limited FROM smtp_server s
  WHERE (SELECT true FROM message m WHERE m.server_id = s.id AND m.state = 'ready' ORDER BY m.priority, m.fair_rank, m.id LIMIT 1)
    AND s.paused_at IS NULL AND (s.breaker = 'closed' OR s.next_probe_at <= now())`

/**
 * Servers with something ready. A paused one appears only when its probe is due, and then at most for one message:
 * `probing`. Two dispatchers cannot both take the probe: the clock moves with the claim.
 */
export const listServersToServe = async ({ pool }: Database): Promise<DeliveringServer[]> => {
  const { rows } = await pool.query<DeliveringServer>({ name: 'servers-to-serve', text: serversSql })
  return rows
}

/**
 * What takes a place in the window. Past the gate for more than a minute of its eleven is a dead worker or a silent
 * server: it keeps its lease, not its place, or a handful of them would stop a server for ten minutes.
 */
const underWay = `state = 'sending' AND (phase IS NULL OR lease_until > now() + interval '10 min')`

/** A limit of a server, counted in windows that begin with the first message after the last one ended. */
type Limit = { column: 'rate_per_minute' | 'per_day'; at: string; used: string; span: string }
const limits = {
  minute: { column: 'rate_per_minute', at: 'rate_window_at', used: 'rate_used', span: '1 minute' },
  day: { column: 'per_day', at: 'day_at', used: 'day_used', span: '1 day' },
} as const satisfies Record<string, Limit>

const takeFrom = async (
  { pool }: Database,
  serverId: string,
  { column, at, used, span }: Limit,
  wanted: number,
): Promise<number> => {
  const running = `${at} > now() - interval '${span}'`
  const { rows } = await pool.query<{ granted: number }>(
    `UPDATE smtp_server SET ${at} = CASE WHEN ${running} THEN ${at} ELSE now() END,
       ${used} = CASE WHEN ${running} THEN LEAST(${used} + $2, GREATEST(${used}, ${column})) ELSE LEAST($2, ${column}) END
     WHERE id = $1 AND ${column} IS NOT NULL
     RETURNING CASE WHEN old.${at} > now() - interval '${span}' THEN new.${used} - old.${used} ELSE new.${used} END AS granted`,
    [serverId, wanted],
  )
  return rows[0] ? Math.max(0, rows[0].granted) : wanted
}

/**
 * How many more the limits of this minute and this day allow, at most the free places of the window; they are counted
 * as used, also when another dispatcher is faster: a limit may be missed from below, never from above. What waits stays
 * `ready`: a limit delays, it loses nothing.
 */
const takeAllowance = async (database: Database, server: DeliveringServer, window: number): Promise<number> => {
  const free = await database.pool.query<{ n: number }>(
    `SELECT LEAST($2 - (SELECT count(*) FROM message WHERE server_id = $1 AND ${underWay}), (SELECT count(*) FROM (SELECT 1 FROM message WHERE server_id = $1 AND state = 'ready' LIMIT $2) r))::int AS n`,
    [server.id, window],
  )
  const wanted = Math.max(0, free.rows[0]?.n ?? 0)
  if (wanted === 0) return 0
  const now = await takeFrom(database, server.id, limits.minute, wanted)
  return now === 0 ? 0 : takeFrom(database, server.id, limits.day, now)
}

/** What was taken from the day and not used, since another dispatcher was faster or no bell rang: the day is too long to waste it. */
const giveBack = async ({ pool }: Database, serverId: string, count: number): Promise<void> => {
  await pool.query(
    'UPDATE smtp_server SET day_used = GREATEST(0, day_used - $2), rate_used = GREATEST(0, rate_used - $2) WHERE id = $1',
    [serverId, count],
  )
}

/**
 * A letter that never reached the server does not count on its day: the probes of an outage would use it up, and the
 * server's return would find nothing left. Only when that day had begun before `at`: the next one did not count it.
 */
export const giveBackUnsent = async ({ pool }: Database, serverId: string, at: Date): Promise<void> => {
  await pool.query(
    'UPDATE smtp_server SET day_used = GREATEST(0, day_used - 1) WHERE id = $1 AND per_day IS NOT NULL AND day_at <= $2',
    [serverId, at],
  )
}

// Both orders are those of the small partial indexes alone, and the picked ids come as an array: so Postgres never reads
// the whole table, however many messages wait or are long gone.
export const fillSql = `
  WITH guard AS MATERIALIZED (SELECT pg_try_advisory_xact_lock(hashtextextended($1::text, 0)) AS mine, set_config('synchronous_commit', 'off', true)),
  serving AS MATERIALIZED (SELECT id FROM smtp_server WHERE id = $1::uuid AND paused_at IS NULL FOR SHARE),
  room AS MATERIALIZED (SELECT CASE WHEN mine AND ${notOlder('$5')} AND EXISTS (SELECT 1 FROM serving) THEN $2 - (SELECT count(*) FROM message WHERE server_id = $1::uuid AND ${underWay}) ELSE 0 END::int AS free FROM guard),
  wanted AS MATERIALIZED (SELECT n, CASE WHEN $2 > 1 THEN floor(n / 5.0 + random())::int ELSE 0 END AS old FROM (SELECT CASE WHEN free >= $3 THEN LEAST(free, $4) ELSE 0 END AS n FROM room) w),
  oldest AS (SELECT id FROM message WHERE server_id = $1::uuid AND state = 'ready' ORDER BY created_at, id LIMIT (SELECT old FROM wanted) FOR UPDATE SKIP LOCKED),
  fair AS (SELECT id FROM message WHERE server_id = $1::uuid AND state = 'ready' AND id NOT IN (SELECT id FROM oldest)
           ORDER BY priority, fair_rank, id LIMIT (SELECT n - old FROM wanted) FOR UPDATE SKIP LOCKED)
  UPDATE message m SET state = 'sending', held_reason = NULL, phase = NULL, epoch = epoch + 1, hinted_at = now(), lease_until = NULL, lease_token = NULL, changed_at = now()
  WHERE m.id = ANY(ARRAY(SELECT id FROM oldest UNION ALL SELECT id FROM fair)) RETURNING m.id, m.epoch`

/**
 * Moves ready messages into the window of a server (RELIABILITY §3.1), in one statement: urgent first, then by position
 * within their own dispatch, so that 30 letters pass 5,000; every fifth slot goes to the oldest row, so that nothing
 * starves (drawn by lot, since a small window has never five at once; the one letter of a probe is always the next).
 * One dispatcher at a time fills a server's window; the others find the lock taken and come back. Its commit
 * need not reach the disk: if a crash undoes it, the rows are ready again, and the gate's own commit carries it along.
 * The server's row is shared meanwhile: who pauses it waits, and then finds what was handed out.
 * Returns the hints to ring.
 */
export const fillWindow = async (
  database: Database,
  server: DeliveringServer,
  window: number,
  mark: number,
): Promise<MessageHint[]> => {
  if (server.probing && !(await takeProbe(database, server.id))) return []
  // Refilling one by one would cost a statement a message: wait for a quarter of the window, unless it is small.
  const worthwhile = window <= 8 ? 1 : Math.floor(window / 4)
  const granted = server.limited ? await takeAllowance(database, server, window) : window
  if (granted === 0) {
    if (server.probing) await returnProbe(database, server.id)
    return []
  }
  const { rows } = await database.pool.query<MessageHint>({
    name: 'window-fill',
    text: fillSql,
    values: [server.id, window, Math.min(worthwhile, Math.max(1, granted)), granted, mark],
  })
  if (server.limited && rows.length < granted) await giveBack(database, server.id, granted - rows.length)
  if (server.probing && rows.length === 0) await returnProbe(database, server.id)
  return server.probing ? rows.map(row => ({ ...row, probe: true })) : rows
}

/** The bell did not ring: these are ready again, and count on no limit. */
export const takeBack = async (database: Database, server: DeliveringServer, hints: MessageHint[]): Promise<void> => {
  const released = await releaseHints(database, hints)
  if (server.limited && released > 0) await giveBack(database, server.id, released)
}
