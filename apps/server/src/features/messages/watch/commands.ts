import type { Deps } from '../../../deps.ts'
import type { Database } from '../../../platform/database.ts'
import { despiteDeadlocks } from '../../../platform/deadlock.ts'
import { AppError } from '../../../platform/errors.ts'
import type { Right } from '../../../platform/rights.ts'
import { audit } from '../../users/commands.ts'
import { maximumResends } from '../delivery/rules.ts'
import type { Broken } from './queries.ts'
import type { Mark } from './rules.ts'

/** Opens, refreshes and ends alerts so that they say what was found just now. */
export const recordAlerts = async ({ pool }: Database, found: Broken[]): Promise<{ opened: string[] }> => {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    // One watch at a time: two would open the same alert twice.
    await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('mailroom-watch', 0))`)
    await client.query(
      `UPDATE alert SET ended_at = now() WHERE ended_at IS NULL AND code <> 'restored' AND code <> ALL($1::text[])`,
      [found.map(one => one.code)],
    )
    const opened: string[] = []
    for (const { code, count, sample } of found) {
      const known = await client.query(
        'UPDATE alert SET count = $2, sample = $3, seen_at = now() WHERE code = $1 AND ended_at IS NULL',
        [code, count, sample],
      )
      if (known.rowCount) continue
      await client.query('INSERT INTO alert (code, count, sample, since, seen_at) VALUES ($1, $2, $3, now(), now())', [
        code,
        count,
        sample,
      ])
      opened.push(code)
    }
    await client.query('UPDATE restore_mark SET watched_at = now() WHERE id = 1')
    await client.query('COMMIT')
    return { opened }
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined)
    throw error
  } finally {
    client.release()
  }
}

/** Makes the first mark, or takes over a database that a person has let go. */
export const placeMark = async ({ pool }: Database, cluster: string, atLeast: number): Promise<void> => {
  await pool.query(
    `INSERT INTO restore_mark (id, cluster, counter) VALUES (1, $1, $2)
     ON CONFLICT (id) DO UPDATE SET cluster = EXCLUDED.cluster, counter = GREATEST(restore_mark.counter, EXCLUDED.counter)`,
    [cluster, atLeast],
  )
}

/** One step further; returns where the database now stands. */
export const advanceMark = async ({ pool }: Database): Promise<Mark | null> => {
  const { rows } = await pool.query<{ cluster: string; counter: string }>(
    'UPDATE restore_mark SET counter = counter + 1 WHERE id = 1 RETURNING cluster, counter',
  )
  return rows[0] ? { cluster: rows[0].cluster, counter: Number(rows[0].counter) } : null
}

/**
 * What somebody paused or a refused sender held is among it: "resume", or saving the sending parameters, would send it. Not
 * what is held because a right has gone: nothing sends that but a person's word for it.
 */
const unfinished = `(state IN ('scheduled','preparing','ready','sending','deferred')
  OR (state = 'held' AND held_reason IS DISTINCT FROM 'restore' AND reason IS DISTINCT FROM 'right-revoked'))`
/** The backup was made while its answer was still to come. */
const unanswered = `state = 'sending' AND phase = 'dot'`

/**
 * An old backup was put back: what it calls unfinished may long have reached its family, so nothing of it leaves until
 * a person says so. What was past the gate counts as sent once without an answer; what somebody had cancelled there stays
 * so. One transaction with the new mark: half a hold is none. Returns how many letters are held.
 */
export const holdRestored = async ({ pool }: Database, mark: Mark): Promise<number> => {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    await client.query(
      `UPDATE message SET state = 'unknown', held_reason = NULL, reason = 'left-uncertain', phase = NULL, lease_token = NULL, lease_until = NULL, hinted_at = NULL, changed_at = now() WHERE ${unanswered} AND held_reason = 'cancelled'`,
    )
    const held = await client.query(
      `UPDATE message SET state = 'held', held_reason = 'restore', reason = 'restore', resends = CASE WHEN ${unanswered} THEN LEAST(resends + 1, ${maximumResends}) ELSE resends END,
         phase = NULL, lease_token = NULL, lease_until = NULL, hinted_at = NULL, changed_at = now() WHERE ${unfinished}`,
    )
    await client.query('UPDATE restore_mark SET cluster = $1, counter = GREATEST(counter, $2) WHERE id = 1', [
      mark.cluster,
      mark.counter,
    ])
    const count = held.rowCount ?? 0
    if (count > 0)
      await client.query(
        `INSERT INTO alert (code, count, sample, since, seen_at) SELECT 'restored', $1, '{}', now(), now() WHERE NOT EXISTS (SELECT 1 FROM alert WHERE code = 'restored' AND ended_at IS NULL)`,
        [count],
      )
    await client.query('COMMIT')
    return count
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined)
    throw error
  } finally {
    client.release()
  }
}

/**
 * The supervisor's word after a restore: `release` sends what is held (each continues where it stood), `cancel` gives
 * it up, which leaves what may have arrived as `unknown`. NOTHING_HELD when there is nothing. Audited.
 */
export const settleRestored = async (
  deps: Deps,
  right: Right<'sending.manage'>,
  what: 'release' | 'cancel',
): Promise<number> =>
  deps.database.prisma.$transaction(async tx => {
    // Who pauses or resumes a dispatch meanwhile must not leave the letters behind.
    await tx.$queryRaw`SELECT id FROM dispatch WHERE id IN (SELECT dispatch_id FROM message WHERE state = 'held' AND held_reason = 'restore') ORDER BY id FOR UPDATE`
    const count =
      what === 'release'
        ? await tx.$executeRaw`UPDATE message m SET state = CASE WHEN d.state = 'paused' THEN 'held' ELSE 'scheduled' END, held_reason = CASE WHEN d.state = 'paused' THEN 'paused' END,
            reason = CASE WHEN d.state = 'paused' THEN 'paused' END, changed_at = now() FROM dispatch d WHERE d.id = m.dispatch_id AND m.state = 'held' AND m.held_reason = 'restore'`
        : await tx.$executeRaw`UPDATE message SET state = CASE WHEN resends > 0 THEN 'unknown' ELSE 'cancelled' END, held_reason = NULL,
            reason = CASE WHEN resends > 0 THEN 'left-uncertain' ELSE 'cancelled' END, changed_at = now() WHERE state = 'held' AND held_reason = 'restore'`
    if (count === 0) throw new AppError('NOTHING_HELD')
    await tx.$executeRaw`UPDATE alert SET ended_at = now() WHERE code = 'restored' AND ended_at IS NULL`
    await audit(tx, right.actor, `restore.${what}`, null, { count })
    return count
  })

/** Stops or restarts a whole server by hand: what is past the final dot completes, everything else waits. Audited. */
export const pauseServer = async (
  deps: Deps,
  right: Right<'sending.manage'>,
  id: string,
  paused: boolean,
): Promise<void> => {
  await despiteDeadlocks(() =>
    deps.database.prisma.$transaction(async tx => {
      const count = paused
        ? await tx.$executeRaw`UPDATE smtp_server SET paused_at = coalesce(paused_at, now()), paused_by = coalesce(paused_by, ${right.actor.name}) WHERE id = ${id}::uuid`
        : await tx.$executeRaw`UPDATE smtp_server SET paused_at = NULL, paused_by = NULL WHERE id = ${id}::uuid`
      if (count === 0) throw new AppError('NOT_FOUND')
      if (paused)
        await tx.$executeRaw`UPDATE message SET state = 'ready', hinted_at = NULL WHERE server_id = ${id}::uuid AND state = 'sending' AND phase IS NULL`
      await audit(tx, right.actor, paused ? 'server.paused' : 'server.resumed', id)
    }),
  )
}
