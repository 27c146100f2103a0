import type { Answer, getHome, listDispatches, Query } from '@mailroom/contract'
import type { Deps } from '../../../deps.ts'
import type { Actor } from '../../../platform/rights.ts'
import { listSentMail } from '../mail/queries.ts'
import { measureRate, visible } from '../progress/queries.ts'

type Home = Answer<typeof getHome>
type Finish = Home['toFinish'][number]

/** Whose address came back: so many are named, the others counted. */
const namesShown = 2

const listToFinish = async ({ database }: Deps, actor: Actor): Promise<Finish[]> => {
  const { rows } = await database.pool.query<
    Record<string, number> & { serverId: string | null; names: string[] | null }
  >(
    `SELECT (SELECT count(*)::int FROM person WHERE retired_at IS NULL AND reach = 'bounced') AS bounced,
       (SELECT array_agg(given_name || ' ' || surname) FROM (SELECT given_name, surname FROM person WHERE retired_at IS NULL AND reach = 'bounced' ORDER BY sort_name LIMIT ${namesShown}) b) AS names,
       (SELECT count(*)::int FROM person WHERE retired_at IS NULL AND kind = 'guardian' AND reach IN ('missing','invalid')) AS incomplete,
       (SELECT count(*)::int FROM person WHERE retired_at IS NULL) AS people,
       (SELECT count(*)::int FROM dispatch d WHERE d.state = 'scheduled' AND ${visible}) AS scheduled,
       (SELECT COALESCE(sum((SELECT count(*) FROM dispatch_recipient r WHERE r.dispatch_id = d.id AND r.outcome IN ('paper','both'))), 0)::int FROM dispatch d WHERE d.print_state IN ('ready','preparing') AND ${visible}) AS print,
       (SELECT count(*)::int FROM message m JOIN dispatch d ON d.id = m.dispatch_id WHERE m.state IN ('failed','prepare_failed') AND m.changed_at > now() - interval '30 days' AND d.kind <> 'system' AND ${visible}) AS failed,
       (SELECT count(*)::int FROM message m JOIN dispatch d ON d.id = m.dispatch_id WHERE m.state = 'needs_decision' AND d.kind <> 'system' AND ${visible}) AS decide,
       (SELECT count(*)::int FROM account WHERE state = 'pending' AND deleted_at IS NULL AND (owner_id = $1::uuid OR $2 = 'supervisor')) AS codes,
       (SELECT server_id::text FROM sending_settings WHERE id = 1) AS "serverId"`,
    [actor.userId, actor.role],
  )
  const found = (key: string) => Number(rows[0]?.[key] ?? 0)
  const staff = actor.role !== 'teacher'
  const counts: Record<Finish['code'], number> = {
    'set-up-sending': rows[0]?.serverId === null && actor.role === 'supervisor' ? 1 : 0,
    'import-people': found('people') === 0 && staff ? 1 : 0,
    bounced: staff ? found('bounced') : 0,
    failed: found('failed'),
    'to-decide': found('decide'),
    'to-print': found('print'),
    scheduled: found('scheduled'),
    'account-code': found('codes'),
    incomplete: staff ? found('incomplete') : 0,
  }
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([code, count]) => ({
      code: code as Finish['code'],
      count,
      names: code === 'bounced' ? (rows[0]?.names ?? []) : [],
    }))
}

const listVolume = async ({ database }: Deps, actor: Actor, days: number): Promise<Home['volume']> => {
  const { rows } = await database.pool.query<Home['volume'][number]>(
    `WITH days AS (SELECT generate_series(current_date - $2::int + 1, current_date, interval '1 day')::date AS day),
       mine AS (SELECT d.id, d.created_at::date AS day FROM dispatch d WHERE d.kind <> 'system' AND d.created_at >= current_date - $2::int AND ${visible}),
       mails AS (SELECT mine.day, count(*) FILTER (WHERE m.state IN ('accepted','unknown')) AS email, count(*) FILTER (WHERE m.state IN ('failed','prepare_failed','bounced')) AS returned, count(*) FILTER (WHERE m.state IN ('scheduled','preparing','ready','sending','deferred','held','needs_decision')) AS waiting FROM mine JOIN message m ON m.dispatch_id = mine.id GROUP BY 1),
       papers AS (SELECT mine.day, count(*) AS paper FROM mine JOIN dispatch_recipient r ON r.dispatch_id = mine.id WHERE r.outcome IN ('paper','both') GROUP BY 1)
     SELECT to_char(days.day, 'YYYY-MM-DD') AS day, COALESCE(email, 0)::int AS email, COALESCE(paper, 0)::int AS paper, COALESCE(returned, 0)::int AS returned, COALESCE(waiting, 0)::int AS waiting
     FROM days LEFT JOIN mails USING (day) LEFT JOIN papers USING (day) ORDER BY days.day`,
    [actor.userId, days],
  )
  return rows
}

const listServers = async ({ database }: Deps): Promise<Home['servers']> => {
  const { rows } = await database.pool.query<Omit<Home['servers'][number], 'since'> & { since: Date | null }>(
    `SELECT s.id, s.host, coalesce(s.paused_at, s.breaker_since) AS since, CASE WHEN s.last_accepted_at IS NOT NULL THEN s.answer_ms END AS "answerMs",
       CASE WHEN s.paused_at IS NOT NULL THEN 'paused' WHEN s.breaker = 'open' THEN 'away' WHEN s.breaker = 'attention' THEN 'attention' ELSE 'ready' END AS state
     FROM smtp_server s WHERE EXISTS (SELECT 1 FROM sending_settings x WHERE x.server_id = s.id)`,
  )
  return rows.map(row => ({ ...row, since: row.since?.toISOString() ?? null }))
}

const runningQuery: Query<typeof listDispatches> = {
  account: 'all',
  search: '',
  sort: 'sent',
  direction: 'desc',
  view: 'sending',
  from: '',
  to: '',
  author: '',
  offset: 0,
  limit: 6,
}

const listRunning = async (deps: Deps, actor: Actor): Promise<Home['running']> => {
  const running = await listSentMail(deps, actor, runningQuery)
  return Promise.all(
    running.rows.map(async row => {
      const rate = await measureRate(deps, row.id, row.counts.waiting)
      const { rows } = await deps.database.pool.query<{ next: Date | null }>(
        `SELECT s.next_probe_at AS next FROM dispatch d JOIN smtp_server s ON s.id = d.server_id WHERE d.id = $1 AND s.breaker <> 'closed'`,
        [row.id],
      )
      return { ...row, ...rate, nextTryAt: rows[0]?.next?.toISOString() ?? null }
    }),
  )
}

/** The home page in one answer: facts only, the page says them. `days`: how many the volume goes back, today included. */
export const getHomePage = async (deps: Deps, actor: Actor, days: number): Promise<Home> => {
  const [toFinish, running, volume, servers] = await Promise.all([
    listToFinish(deps, actor),
    listRunning(deps, actor),
    listVolume(deps, actor, days),
    listServers(deps),
  ])
  return { toFinish, running, volume, servers }
}
