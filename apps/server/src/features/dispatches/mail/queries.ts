import type { listDispatches, Query } from '@mailroom/contract'
import type { Deps } from '../../../deps.ts'
import type { Actor } from '../../../platform/rights.ts'
import { countDispatches, emptyCounts, type Row, rowColumns, toRow, visible } from '../progress/queries.ts'
import { likePattern } from '../recipients/queries.ts'

type ListQuery = Query<typeof listDispatches>

const views: Record<ListQuery['view'], string> = {
  all: 'true',
  sending: `d.state IN ('undoable','sending','paused')`,
  scheduled: `d.state = 'scheduled'`,
  'to-print': `d.print_state IN ('preparing','ready')`,
  'to-decide': `EXISTS (SELECT 1 FROM message m WHERE m.dispatch_id = d.id AND m.state = 'needs_decision')`,
  refused: `EXISTS (SELECT 1 FROM message m WHERE m.dispatch_id = d.id AND m.state IN ('failed','prepare_failed'))`,
}
// Ties are broken by id, which grows with time, so that paging never repeats or skips a row.
const sorts: Record<ListQuery['sort'], string> = {
  subject: 'lower(d.subject)',
  author: 'lower(d.author_name)',
  state: `CASE d.state WHEN 'sending' THEN 0 WHEN 'undoable' THEN 0 WHEN 'paused' THEN 1 WHEN 'scheduled' THEN 2 ELSE 3 END`,
  sent: 'd.created_at',
}

/** WHERE of the sent mail: what the actor may see, of one account, searched in subject, text and recipients. */
const conditions = (actor: Actor, query: ListQuery) => {
  const values: unknown[] = [actor.userId]
  const add = (sql: (place: string) => string, value: unknown) => {
    values.push(value)
    return sql(`$${values.length}`)
  }
  const where = [visible, `d.kind <> 'system'`, views[query.view]]
  if (query.account === 'mine') where.push('d.author_id = $1::uuid')
  else if (query.account !== 'all' && query.account !== '')
    where.push(add(place => `d.account_id::text = ${place}`, query.account))
  const pattern = likePattern(query.search)
  if (pattern)
    where.push(
      add(
        place =>
          `(d.search_text LIKE ${place} OR EXISTS (SELECT 1 FROM dispatch_recipient r WHERE r.dispatch_id = d.id AND (r.sort_name LIKE ${place} OR lower(r.concerned) LIKE ${place} OR r.address LIKE ${place})))`,
        pattern,
      ),
    )
  if (query.author) where.push(add(place => `d.author_id::text = ${place}`, query.author))
  if (query.from) where.push(add(place => `d.created_at >= ${place}`, new Date(query.from)))
  if (query.to) where.push(add(place => `d.created_at < ${place}`, new Date(query.to)))
  return { sql: where.join(' AND '), values }
}

/** A page of the sent mail with live counts. */
export const listSentMail = async (deps: Deps, actor: Actor, query: ListQuery) => {
  const { sql, values } = conditions(actor, query)
  const direction = query.direction === 'asc' ? 'ASC' : 'DESC'
  const page = [query.limit, query.offset]
  const [total, found] = await Promise.all([
    deps.database.pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM dispatch d WHERE ${sql}`, values),
    deps.database.pool.query<Row>(
      `SELECT ${rowColumns} FROM dispatch d WHERE ${sql} ORDER BY ${sorts[query.sort]} ${direction}, d.id ${direction} LIMIT $${values.length + 1} OFFSET $${values.length + 2}`,
      [...values, ...page],
    ),
  ])
  const counts = await countDispatches(
    deps,
    found.rows.map(row => row.id),
  )
  return { total: total.rows[0]?.n ?? 0, rows: found.rows.map(row => toRow(row, counts.get(row.id) ?? emptyCounts)) }
}

/** The account drop-down: all, what I sent myself, and each account I may use, with their numbers of dispatches. */
export const listMailAccounts = async ({ database }: Deps, actor: Actor) => {
  const { rows } = await database.pool.query<{ id: string; designation: string; address: string; count: number }>(
    `SELECT a.id, a.designation, a.address, (SELECT count(*)::int FROM dispatch d WHERE d.account_id = a.id AND d.kind <> 'system') AS count FROM account a
     LEFT JOIN account_user u ON u.account_id = a.id AND u.user_id = $1::uuid AND u.revoked_at IS NULL
     WHERE a.deleted_at IS NULL AND (a.owner_id = $1::uuid OR u.user_id IS NOT NULL) ORDER BY u.last_used_at DESC NULLS LAST, a.designation`,
    [actor.userId],
  )
  const sums = await database.pool.query<{ all: number; mine: number }>(
    `SELECT count(*)::int AS all, count(*) FILTER (WHERE d.author_id = $1::uuid)::int AS mine FROM dispatch d WHERE d.kind <> 'system' AND ${visible}`,
    [actor.userId],
  )
  const { all, mine } = sums.rows[0] ?? { all: 0, mine: 0 }
  return [
    { id: 'all', designation: '', address: '', count: all },
    { id: 'mine', designation: actor.name, address: actor.email, count: mine },
    ...rows,
  ]
}
