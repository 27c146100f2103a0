import type { Deps } from '../../../deps.ts'
import type { MessageHint } from '../../../jobs.ts'
import { bareArray } from '../../../platform/database.ts'
import { settingsVersion } from '../breaker/rules.ts'

/** A hinted message with all that is needed to compose and judge it; `now` is the database's. */
export type Hinted = {
  id: string
  epoch: number
  dispatchId: string
  serverId: string
  toName: string
  toAddress: string
  headerId: string
  headerDate: Date
  subject: string
  contentId: string
  pdfSha: string | null
  pdfName: string | null
  attempts: number
  resends: number
  expiresAt: Date | null
  other: boolean
  now: Date
}

/**
 * `state = 'sending'` in words that no index knows, for rows that are found by their ids. Postgres takes the small index of
 * those under way for empty, since it seldom sees one, and then compares each row of a batch with each of them: 3 ms for
 * eighty, where the primary key takes 0.3.
 */
export const stillSending = "m.state || '' = 'sending'"

export const hintedSql = `
  SELECT m.id, m.epoch, m.dispatch_id AS "dispatchId", m.server_id AS "serverId", m.to_name AS "toName", m.to_address AS "toAddress",
    m.header_id AS "headerId", m.header_date AS "headerDate", m.subject, m.content_id AS "contentId", m.pdf_sha AS "pdfSha", m.pdf_name AS "pdfName",
    m.attempts, m.resends, m.expires_at AS "expiresAt", m.other, now() AS now
  FROM unnest($1::uuid[], $2::int[]) AS hint(id, epoch) JOIN message m ON m.id = hint.id AND m.epoch = hint.epoch
  WHERE ${stillSending} AND m.phase IS NULL`

/** What the hints point at; stale ones (another epoch, or past the gate in another hand) give nothing. Reading claims
 * nothing: the gate alone decides who sends. */
export const getHinted = async ({ database }: Deps, hints: MessageHint[]): Promise<Hinted[]> => {
  const { rows } = await database.pool.query<Hinted>({
    name: 'hinted',
    text: hintedSql,
    values: [bareArray(hints.map(hint => hint.id)), bareArray(hints.map(hint => hint.epoch))],
  })
  return rows
}

/** Workers with a heartbeat: the connections that a server allows are shared among them. */
export const countWorkers = async ({ database }: Deps): Promise<number> => {
  const { rows } = await database.pool.query<{ n: number }>({
    name: 'count-workers',
    text: "SELECT count(*)::int AS n FROM worker_beat WHERE seen_at > now() - interval '15 s'",
  })
  return Math.max(1, rows[0]?.n ?? 1)
}

/** The fingerprint of a server's settings now: a pool opened with older ones is closed. */
export const getServerVersion = async ({ database }: Pick<Deps, 'database'>, serverId: string): Promise<string> => {
  const { rows } = await database.pool.query<{ version: string }>({
    name: 'server-version',
    text: `SELECT ${settingsVersion} AS version FROM smtp_server WHERE id = $1`,
    values: [serverId],
  })
  return rows[0]?.version ?? ''
}
