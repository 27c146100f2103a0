/** What a worker remembers outside the database of the database it last saw. */
export type Mark = { cluster: string; counter: number }

/**
 * Is this the database that we saw last, and does it stand where it stood (RELIABILITY G19)? A dump restored elsewhere
 * carries the mark of another cluster; a backup put back in place stands behind the counter that this host wrote down.
 * `stored` is the mark in the database, `actual` the cluster that answers, `remembered` the file of this host.
 */
export const judgeMark = (
  stored: Mark | null,
  actual: string,
  remembered: Mark | null,
): 'new' | 'same' | 'moved' | 'older' => {
  if (!stored) return 'new'
  if (stored.cluster !== actual) return 'moved'
  if (remembered?.cluster === actual && remembered.counter > stored.counter) return 'older'
  return 'same'
}

/** SQL: the database does not stand behind the counter that this process last saw (parameter `mark`): no older one put back. */
export const notOlder = (mark: string) =>
  `coalesce((SELECT counter FROM restore_mark WHERE id = 1), 0) >= ${mark}::bigint`

/** What the watch looks for each minute. Each is a fact that the engine never leaves standing for so long. */
export type Invariant = {
  code: string
  /** SQL: ids of the rows that break it. `now()` is the database's. */
  sql: string
}

const open = `('scheduled','preparing','ready','sending','deferred','held','needs_decision')`
const known = `('scheduled','preparing','ready','sending','deferred','held','accepted','unknown','failed','bounced','needs_decision','cancelled','prepare_failed')`

/** RELIABILITY G20: nothing is stuck in silence. */
export const invariants: readonly Invariant[] = [
  { code: 'state-unknown', sql: `SELECT id FROM message WHERE state NOT IN ${known}` },
  {
    code: 'ready-without-content',
    sql: `SELECT id FROM message WHERE state IN ('ready', 'sending') AND content_id IS NULL`,
  },
  {
    code: 'hint-forgotten',
    sql: `SELECT id FROM message WHERE state = 'sending' AND phase IS NULL AND (hinted_at IS NULL OR hinted_at < now() - interval '2 min')`,
  },
  {
    code: 'lease-forgotten',
    sql: `SELECT id FROM message WHERE state = 'sending' AND phase IS NOT NULL AND (lease_until IS NULL OR lease_until < now() - interval '2 min')`,
  },
  {
    code: 'due-forgotten',
    sql: `SELECT m.id FROM message m JOIN dispatch d ON d.id = m.dispatch_id WHERE m.state IN ('scheduled', 'deferred') AND m.due_at < now() - interval '5 min'
          AND d.state NOT IN ('paused') AND d.starts_at < now() - interval '5 min'`,
  },
  {
    code: 'preparing-stuck',
    sql: `SELECT id FROM message WHERE state = 'preparing' AND changed_at < now() - interval '30 min'`,
  },
  {
    code: 'ready-stuck',
    sql: `SELECT m.id FROM message m JOIN smtp_server s ON s.id = m.server_id WHERE m.state = 'ready' AND m.changed_at < now() - interval '15 min'
          AND s.breaker = 'closed' AND s.paused_at IS NULL AND s.rate_per_minute IS NULL AND s.per_day IS NULL AND coalesce(s.last_accepted_at, s.created_at) < now() - interval '15 min'`,
  },
  {
    code: 'server-missing',
    sql: `SELECT m.id FROM message m WHERE m.state IN ${open} AND NOT EXISTS (SELECT 1 FROM smtp_server s WHERE s.id = m.server_id)`,
  },
  {
    code: 'held-without-reason',
    sql: `SELECT m.id FROM message m JOIN dispatch d ON d.id = m.dispatch_id WHERE m.state = 'held' AND (m.held_reason IS NULL OR (m.held_reason = 'paused' AND d.state <> 'paused'))`,
  },
  {
    code: 'accepted-without-time',
    sql: `SELECT id FROM message WHERE state = 'accepted' AND accepted_at IS NULL`,
  },
  {
    code: 'cancelled-but-open',
    sql: `SELECT m.id FROM message m JOIN dispatch d ON d.id = m.dispatch_id WHERE d.state = 'cancelled' AND m.state IN ${open} AND NOT (m.state = 'sending' AND m.phase IS NOT NULL)`,
  },
  {
    code: 'done-but-open',
    sql: `SELECT m.id FROM message m JOIN dispatch d ON d.id = m.dispatch_id WHERE d.state = 'done' AND m.state IN ${open} AND m.changed_at < now() - interval '2 min'`,
  },
  {
    code: 'recipient-without-message',
    sql: `SELECT r.id FROM dispatch_recipient r JOIN dispatch d ON d.id = r.dispatch_id WHERE d.created_at > now() - interval '7 days' AND r.outcome IN ('email', 'both') AND d.output = 'email'
          AND NOT EXISTS (SELECT 1 FROM message m WHERE m.recipient_id = r.id)`,
  },
  {
    code: 'job-stuck',
    sql: `SELECT id FROM outbox_job WHERE done_at IS NULL AND (failed_at > now() - interval '1 day' OR (failed_at IS NULL AND (due_at < now() - interval '15 min' OR attempts > 5)))`,
  },
]
/** Found by those who look, not in the rows: a restored database, and a watch that itself has stopped. */
export const otherAlerts = ['restored', 'watch-silent'] as const
