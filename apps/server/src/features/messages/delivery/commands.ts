import type { Outcome } from '@mailroom/mailer'
import type { MessageHint } from '../../../jobs.ts'
import { bareArray, type Database } from '../../../platform/database.ts'
import { notOlder } from '../watch/rules.ts'
import { stillSending } from './queries.ts'
import { expiryDays, hintSeconds, maximumResends, type Step } from './rules.ts'

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
export const releaseHints = async ({ pool }: Database, hints: MessageHint[]): Promise<number> => {
  if (hints.length === 0) return 0
  const { rowCount } = await pool.query(
    `UPDATE message m SET state = 'ready', hinted_at = NULL FROM unnest($1::uuid[], $2::int[]) AS hint(id, epoch)
     WHERE m.id = hint.id AND m.epoch = hint.epoch AND ${stillSending} AND m.phase IS NULL`,
    [bare(hints, 'id'), bare(hints, 'epoch')],
  )
  return rowCount ?? 0
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

const isOpen = `EXISTS (SELECT 1 FROM message m WHERE m.dispatch_id = d.id AND m.state IN ('scheduled','preparing','ready','sending','deferred','held','needs_decision'))`

/**
 * A running dispatch with nothing left to do is done; one that is just being started again is not: who does that holds
 * its row, and what it did is seen only by a statement that begins after the row is ours.
 */
export const closeFinished = async ({ pool }: Database): Promise<void> => {
  const { rows } = await pool.query<{ id: string }>({
    name: 'find-finished',
    text: `SELECT d.id FROM dispatch d WHERE d.state = 'sending' AND NOT ${isOpen}`,
  })
  if (rows.length === 0) return
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    const ours = await client.query<{ id: string }>(
      `SELECT id FROM dispatch WHERE id = ANY($1::uuid[]) AND state = 'sending' ORDER BY id FOR UPDATE SKIP LOCKED`,
      [rows.map(row => row.id)],
    )
    await client.query(`UPDATE dispatch d SET state = 'done' WHERE d.id = ANY($1::uuid[]) AND NOT ${isOpen}`, [
      ours.rows.map(row => row.id),
    ])
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined)
    throw error
  } finally {
    client.release()
  }
}
