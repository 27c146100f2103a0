import type { Outcome } from '@mailroom/mailer'
import type { MessageHint } from '../../../jobs.ts'
import { bareArray, type Database } from '../../../platform/database.ts'
import { returnProbe, takeProbe } from '../breaker/commands.ts'
import { type Breaker, settingsVersion } from '../breaker/rules.ts'
import { stillSending } from './queries.ts'
import { expiryDays, hintSeconds, maximumResends, type Step } from './rules.ts'

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

/** What was taken from the day and not used, since another dispatcher was faster: the day is too long to waste it. */
const giveBack = async ({ pool }: Database, serverId: string, count: number): Promise<void> => {
  await pool.query(
    'UPDATE smtp_server SET day_used = GREATEST(0, day_used - $2), rate_used = GREATEST(0, rate_used - $2) WHERE id = $1',
    [serverId, count],
  )
}

const notOlder = (mark: string) => `coalesce((SELECT counter FROM restore_mark WHERE id = 1), 0) >= ${mark}::bigint`

// Both orders are those of the small partial indexes alone, and the picked ids come as an array: so Postgres never reads
// the whole table, however many messages wait or are long gone.
export const fillSql = `
  WITH guard AS MATERIALIZED (SELECT pg_try_advisory_xact_lock(hashtextextended($1::text, 0)) AS mine, set_config('synchronous_commit', 'off', true)),
  room AS MATERIALIZED (SELECT CASE WHEN mine AND ${notOlder('$5')} THEN $2 - (SELECT count(*) FROM message WHERE server_id = $1::uuid AND ${underWay}) ELSE 0 END::int AS free FROM guard),
  wanted AS MATERIALIZED (SELECT CASE WHEN free >= $3 THEN LEAST(free, $4) ELSE 0 END AS n FROM room),
  oldest AS (SELECT id FROM message WHERE server_id = $1::uuid AND state = 'ready' ORDER BY created_at, id LIMIT (SELECT n / 5 FROM wanted) FOR UPDATE SKIP LOCKED),
  fair AS (SELECT id FROM message WHERE server_id = $1::uuid AND state = 'ready' AND id NOT IN (SELECT id FROM oldest)
           ORDER BY priority, fair_rank, id LIMIT (SELECT n - n / 5 FROM wanted) FOR UPDATE SKIP LOCKED)
  UPDATE message m SET state = 'sending', held_reason = NULL, phase = NULL, epoch = epoch + 1, hinted_at = now(), lease_until = NULL, lease_token = NULL, changed_at = now()
  WHERE m.id = ANY(ARRAY(SELECT id FROM oldest UNION ALL SELECT id FROM fair)) RETURNING m.id, m.epoch`

/**
 * Moves ready messages into the window of a server (RELIABILITY §3.1), in one statement: urgent first, then by position
 * within their own dispatch, so that 30 letters pass 5,000; every fifth slot goes to the oldest row, so that nothing
 * starves. One dispatcher at a time fills a server's window; the others find the lock taken and come back. Its commit
 * need not reach the disk: if a crash undoes it, the rows are ready again, and the gate's own commit carries it along.
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

const bare = <Row, Key extends keyof Row>(rows: (Row & Record<Key, string | number>)[], key: Key) =>
  bareArray(rows.map(row => row[key]))

/** One try at one message: the dispatcher's epoch says which, the token of our own whose. */
export type Lease = { id: string; epoch: number; token: string }

export const gateSql = `UPDATE message m SET phase = 'dot', lease_token = held.token, lease_until = now() + interval '11 min'
      FROM unnest($1::uuid[], $2::int[], $3::uuid[]) AS held(id, epoch, token)
      WHERE m.id = held.id AND m.epoch = held.epoch AND ${stillSending} AND m.phase IS NULL AND ${notOlder('$4')} RETURNING m.lease_token AS token`

/**
 * The gate (RELIABILITY §3.3): true when the message is still ours to send, and from then on for 11 minutes nobody
 * else's: the final dot may go out. A database that stands behind `mark` is an older one put back while we ran: nothing
 * passes. Of two that hold the same hint only one passes, be they two workers or one that heard the bell twice: the row
 * says whose token it took. Cancelling, pausing and the reconciler take the same row lock, so that they are exact.
 */
export const passGate = async ({ pool }: Database, leases: Lease[], mark: number): Promise<boolean[]> => {
  const { rows } = await pool.query<{ token: string }>({
    name: 'gate',
    text: gateSql,
    values: [bare(leases, 'id'), bare(leases, 'epoch'), bare(leases, 'token'), mark],
  })
  const passed = new Set(rows.map(row => row.token))
  return leases.map(lease => passed.has(lease.token))
}

/** Keeps what a worker holds before the gate from being taken for a lost hint, while it waits for a connection. */
export const extendHints = async ({ pool }: Database, leases: Lease[]): Promise<void> => {
  if (leases.length === 0) return
  await pool.query({
    name: 'extend-hints',
    text: `UPDATE message m SET hinted_at = now() FROM unnest($1::uuid[], $2::int[]) AS held(id, epoch)
      WHERE m.id = held.id AND m.epoch = held.epoch AND ${stillSending} AND m.phase IS NULL`,
    values: [bare(leases, 'id'), bare(leases, 'epoch')],
  })
}

/** Hints that nobody will follow (no bell, a worker that ends): ready again at once instead of after `hintSeconds`. */
export const releaseHints = async ({ pool }: Database, hints: MessageHint[]): Promise<void> => {
  if (hints.length === 0) return
  await pool.query(
    `UPDATE message m SET state = 'ready', hinted_at = NULL FROM unnest($1::uuid[], $2::int[]) AS hint(id, epoch)
     WHERE m.id = hint.id AND m.epoch = hint.epoch AND ${stillSending} AND m.phase IS NULL`,
    [bare(hints, 'id'), bare(hints, 'epoch')],
  )
}

/**
 * What a person said while the message was past the gate stands in `held_reason` (`paused`, `cancelled`): it cannot be
 * taken back, but it is not tried again either. State, hold and reason in place of those that would follow; `uncertain`:
 * there was a try without an answer.
 */
const unlessStopped = (next: { state: string; reason: string; held: string }, uncertain: string) => {
  const choose = (free: string, paused: string, sent: string, unsent: string) =>
    `CASE WHEN m.held_reason IS NULL OR ${next.state} NOT IN ('ready','deferred','held') THEN ${free}
      WHEN m.held_reason = 'paused' THEN ${paused} WHEN ${uncertain} THEN ${sent} ELSE ${unsent} END`
  return `state = ${choose(next.state, "'held'", "'unknown'", "'cancelled'")}, held_reason = ${choose(next.held, "'paused'", 'NULL', 'NULL')},
    reason = ${choose(next.reason, "'paused'", "'left-uncertain'", "'cancelled'")}`
}

export type Finish = Lease & {
  step: Step
  outcome: Pick<Outcome, 'class' | 'reason' | 'replyCode' | 'reply' | 'durationMs'>
}

export const finishSql = `
  WITH given AS (
    SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::int[], $7::bool[], $8::bool[], $9::text[], $10::text[], $11::int[], $12::text[], $13::int[], $14::int[])
      AS f(id, token, state, reason, held_reason, due_in, charged, resend, class, outcome_reason, reply_code, reply, ms, epoch)),
  done AS (
    UPDATE message m SET ${unlessStopped({ state: 'given.state', reason: 'given.reason', held: 'given.held_reason' }, 'given.resend OR m.resends > 0')},
      phase = NULL, lease_token = NULL, lease_until = NULL, hinted_at = NULL,
      reply_code = given.reply_code, reply = given.reply, attempts = m.attempts + given.charged::int, resends = m.resends + given.resend::int,
      due_at = now() + make_interval(secs => given.due_in), expires_at = COALESCE(m.expires_at, CASE WHEN given.charged THEN now() + interval '${expiryDays} days' END),
      accepted_at = CASE WHEN given.state = 'accepted' THEN now() ELSE m.accepted_at END, changed_at = now()
    FROM given WHERE m.id = given.id AND m.epoch = given.epoch AND ${stillSending} AND (m.phase IS NULL OR m.lease_token = given.token) RETURNING m.id),
  told AS (INSERT INTO attempt (message_id, class, reason, reply_code, reply, ms, charged)
    SELECT given.id, given.class, given.outcome_reason, given.reply_code, given.reply, given.ms, given.charged FROM given JOIN done ON done.id = given.id WHERE given.class <> 'accepted')
  SELECT id FROM done`

/**
 * Writes outcomes, each fenced by its epoch and, once past the gate, by its token: who lost the message changes
 * nothing. Returns which were written.
 */
export const finishMessages = async ({ pool }: Database, batch: Finish[]): Promise<boolean[]> => {
  const column = (pick: (finish: Finish) => string | number | boolean | null) => bareArray(batch.map(pick))
  const { rows } = await pool.query<{ id: string }>({
    name: 'finish',
    text: finishSql,
    values: [
      column(f => f.id),
      column(f => f.token),
      column(f => f.step.state),
      column(f => f.step.reason),
      column(f => f.step.heldReason),
      column(f => f.step.dueInSeconds),
      column(f => f.step.charged),
      column(f => f.step.resend),
      column(f => f.outcome.class),
      column(f => f.outcome.reason),
      column(f => f.outcome.replyCode ?? null),
      // The one column in somebody else's words.
      batch.map(f => f.outcome.reply ?? null),
      column(f => Math.round(f.outcome.durationMs)),
      column(f => f.epoch),
    ],
  })
  const written = new Set(rows.map(row => row.id))
  return batch.map(finish => written.has(finish.id))
}

/** After a refused sender: what waits with the same envelope sender on that server is held too. */
export const holdSender = async ({ pool }: Database, serverId: string, dispatchId: string): Promise<void> => {
  await pool.query(
    `UPDATE message m SET state = 'held', held_reason = 'sender', reason = 'sender-held', changed_at = now() FROM dispatch d, dispatch refused
     WHERE refused.id = $2 AND d.envelope_from = refused.envelope_from AND m.dispatch_id = d.id AND m.server_id = $1 AND m.state = 'ready'`,
    [serverId, dispatchId],
  )
}

/** A letter that a held server refused goes behind the others, so that the next probe is another one. */
export const moveBack = async ({ pool }: Database, id: string): Promise<void> => {
  await pool.query(`UPDATE message SET fair_rank = fair_rank + 100000 WHERE id = $1 AND state = 'ready'`, [id])
}

/**
 * The reconciler (RELIABILITY §3.5): hints that nobody holds any more → ready; dead leases after the dot → once more, and
 * the second time a person decides.
 */
export const reconcile = async ({ pool }: Database): Promise<{ released: number; unknown: number }> => {
  const released = await pool.query(
    `UPDATE message SET state = 'ready', phase = NULL, lease_token = NULL, lease_until = NULL, hinted_at = NULL
     WHERE state = 'sending' AND phase IS NULL AND hinted_at < now() - interval '${hintSeconds} s'`,
  )
  // Nobody knows whether the server took it: resend once with the same Message-ID, and say so.
  const unknown = await pool.query(
    `WITH lost AS (
       UPDATE message m SET ${unlessStopped(
         {
           state: `CASE WHEN m.resends >= ${maximumResends} THEN 'needs_decision' ELSE 'deferred' END`,
           reason: `CASE WHEN m.resends >= ${maximumResends} THEN 'no-answer-twice' ELSE 'connection-lost-after-dot' END`,
           held: 'NULL',
         },
         'true',
       )}, phase = NULL, lease_token = NULL, lease_until = NULL, hinted_at = NULL, attempts = attempts + 1,
         resends = LEAST(m.resends + 1, ${maximumResends}), due_at = now(), changed_at = now()
       WHERE state = 'sending' AND phase = 'dot' AND lease_until < now() RETURNING id)
     INSERT INTO attempt (message_id, class, reason, ms, charged) SELECT id, 'unknown', 'connection-lost-after-dot', 0, true FROM lost`,
  )
  return { released: released.rowCount ?? 0, unknown: unknown.rowCount ?? 0 }
}

/** What a dead process journaled as accepted and the database does not know yet. */
export const acceptJournaled = async ({ pool }: Database, lines: Omit<Lease, 'epoch'>[]): Promise<number> => {
  if (lines.length === 0) return 0
  const { rowCount } = await pool.query(
    `UPDATE message m SET state = 'accepted', phase = NULL, lease_token = NULL, lease_until = NULL, hinted_at = NULL, accepted_at = now(), changed_at = now(), reason = CASE WHEN m.resends > 0 THEN 'possibly-twice' ELSE 'accepted' END
       FROM unnest($1::uuid[], $2::uuid[]) AS line(id, token) WHERE m.id = line.id AND m.lease_token = line.token AND ${stillSending}`,
    [bare(lines, 'id'), bare(lines, 'token')],
  )
  return rowCount ?? 0
}

/**
 * What a dead process had asked the gate for, and whose final dot it never let out, whatever the gate said: certainly not
 * sent, so it is ready again and nothing is charged or announced.
 */
export const releaseUnsent = async ({ pool }: Database, lines: Omit<Lease, 'epoch'>[]): Promise<number> => {
  if (lines.length === 0) return 0
  const { rowCount } = await pool.query(
    `UPDATE message m SET ${unlessStopped({ state: "'ready'", reason: 'm.reason', held: 'NULL' }, 'm.resends > 0')},
       phase = NULL, lease_token = NULL, lease_until = NULL, hinted_at = NULL, changed_at = now()
       FROM unnest($1::uuid[], $2::uuid[]) AS line(id, token) WHERE m.id = line.id AND m.lease_token = line.token AND ${stillSending}`,
    [bare(lines, 'id'), bare(lines, 'token')],
  )
  return rowCount ?? 0
}

/** The ids as an array: joined, by a plan from the days when the table was empty, 5,000 took a minute. */
export const promoteSql = `UPDATE message SET state = CASE WHEN content_id IS NULL THEN 'preparing' ELSE 'ready' END, changed_at = now()
  WHERE id = ANY(ARRAY(SELECT m.id FROM message m JOIN dispatch d ON d.id = m.dispatch_id WHERE m.state IN ('scheduled', 'deferred') AND m.due_at <= now() AND d.state NOT IN ('undoable', 'scheduled', 'paused')
                       ORDER BY m.due_at LIMIT 5000 FOR UPDATE OF m SKIP LOCKED))`

/**
 * Time's work: dispatches whose undo delay or schedule is over start; messages whose time has come become ready, or go
 * to be prepared. Bounded, so that a large batch does not hold the others up.
 */
export const promoteDue = async ({ pool }: Database): Promise<number> => {
  // A right may have gone since the click: what somebody who was shut out, or an account that no longer counts, had
  // scheduled is held. (An account shared with others keeps what its former users queued: SPEC row 13.)
  await pool.query({
    name: 'start-dispatches',
    text: `WITH started AS (UPDATE dispatch SET state = 'sending' WHERE state IN ('undoable', 'scheduled') AND starts_at <= now() RETURNING id, author_id, account_id)
     UPDATE message m SET state = 'held', held_reason = 'sender', reason = 'right-revoked', changed_at = now()
     FROM started s LEFT JOIN "user" u ON u.id = s.author_id LEFT JOIN account a ON a.id = s.account_id
     WHERE m.dispatch_id = s.id AND m.state = 'scheduled' AND (u.status = 'disabled' OR a.state <> 'active')`,
  })
  const { rowCount } = await pool.query({ name: 'promote-due', text: promoteSql })
  return rowCount ?? 0
}

/** A running dispatch with nothing left to do is done; one that was started again is not. */
export const closeFinished = async ({ pool }: Database): Promise<void> => {
  await pool.query({
    name: 'close-finished',
    text: `UPDATE dispatch d SET state = CASE WHEN open.any THEN 'sending' ELSE 'done' END FROM (
       SELECT r.id, EXISTS (SELECT 1 FROM message m WHERE m.dispatch_id = r.id AND m.state IN ('scheduled','preparing','ready','sending','deferred','held','needs_decision')) AS any
       FROM dispatch r WHERE r.state = 'sending') open
     WHERE d.id = open.id AND NOT open.any`,
  })
}
