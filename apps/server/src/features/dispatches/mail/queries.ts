import type { Answer, getHome, Language, listDispatches, Query } from '@mailroom/contract'
import type { Deps } from '../../../deps.ts'
import type { Actor } from '../../../platform/rights.ts'
import { countDispatches, emptyCounts, measureRate, type Row, rowColumns, toRow, visible } from '../progress/queries.ts'
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
  if (!Number.isNaN(Date.parse(query.from)))
    where.push(add(place => `d.created_at >= ${place}::timestamptz`, query.from))
  if (!Number.isNaN(Date.parse(query.to))) where.push(add(place => `d.created_at < ${place}::timestamptz`, query.to))
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

type Home = Answer<typeof getHome>
type Finish = Home['toFinish'][number]

/** Whose address came back: so many are named, the others counted. */
const namesShown = 2

const say = (language: Language, en: string, fr: string) => (language === 'en' ? en : fr)

const listToFinish = async ({ database }: Deps, actor: Actor, language: Language): Promise<Finish[]> => {
  const { rows } = await database.pool.query<
    Record<string, number> & { serverId: string | null; names: string | null }
  >(
    `SELECT (SELECT count(*)::int FROM person WHERE retired_at IS NULL AND reach = 'bounced') AS bounced,
       (SELECT string_agg(given_name || ' ' || surname, ', ') FROM (SELECT given_name, surname FROM person WHERE retired_at IS NULL AND reach = 'bounced' ORDER BY sort_name LIMIT ${namesShown}) b) AS names,
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
  const n = (key: string) => Number(rows[0]?.[key] ?? 0)
  const more = n('bounced') - namesShown
  const names = [rows[0]?.names ?? '', more > 0 ? say(language, ` and ${more} more`, ` et ${more} de plus`) : ''].join(
    '',
  )
  const staff = actor.role !== 'teacher'
  const all: Finish[] = [
    {
      code: 'set-up-sending',
      count: rows[0]?.serverId === null && actor.role === 'supervisor' ? 1 : 0,
      words: say(language, 'No mail server yet', 'Pas encore de serveur de messagerie'),
      link: '/administration/sending',
    },
    {
      code: 'import-people',
      count: n('people') === 0 && staff ? 1 : 0,
      words: say(language, 'The lists are empty', 'Les listes sont vides'),
      link: '/import',
    },
    { code: 'bounced', count: staff ? n('bounced') : 0, words: names, link: '/people/guardian?reach=bounced' },
    {
      code: 'failed',
      count: n('failed'),
      words: say(
        language,
        'Refused by a mail server in the last 30 days',
        'Refusés par un serveur ces 30 derniers jours',
      ),
      link: '/mail?view=refused',
    },
    {
      code: 'to-decide',
      count: n('decide'),
      words: say(language, 'Send again, print, or leave', 'Renvoyer, imprimer ou laisser'),
      link: '/mail?view=to-decide',
    },
    {
      code: 'to-print',
      count: n('print'),
      words: say(language, 'On paper, waiting for the printer', 'Sur papier, en attente d’impression'),
      link: '/mail?view=to-print',
    },
    {
      code: 'scheduled',
      count: n('scheduled'),
      words: say(language, 'Leave by themselves at their time', 'Partent d’eux-mêmes à l’heure dite'),
      link: '/scheduled',
    },
    {
      code: 'account-code',
      count: n('codes'),
      words: say(language, 'The code that was sent must be typed in', 'Le code envoyé doit être saisi'),
      link: actor.role === 'supervisor' ? '/administration/accounts' : '/account',
    },
    {
      code: 'incomplete',
      count: staff ? n('incomplete') : 0,
      words: say(
        language,
        'Missing or invalid; these families get paper meanwhile',
        'Manquantes ou invalides ; ces familles reçoivent du papier',
      ),
      link: '/people/guardian?view=incomplete',
    },
  ]
  return all.filter(one => one.count > 0)
}

const listVolume = async ({ database }: Deps, actor: Actor, days: number): Promise<Home['volume']> => {
  const { rows } = await database.pool.query<Home['volume'][number]>(
    `WITH days AS (SELECT generate_series(current_date - $2::int + 1, current_date, interval '1 day')::date AS day),
       mine AS (SELECT d.id, d.created_at::date AS day FROM dispatch d WHERE d.kind <> 'system' AND d.created_at >= current_date - $2::int AND ${visible}),
       mails AS (SELECT mine.day, count(*) FILTER (WHERE m.state IN ('accepted','unknown')) AS email, count(*) FILTER (WHERE m.state IN ('failed','bounced')) AS returned, count(*) FILTER (WHERE m.state IN ('scheduled','preparing','ready','sending','deferred','held')) AS waiting FROM mine JOIN message m ON m.dispatch_id = mine.id GROUP BY 1),
       papers AS (SELECT mine.day, count(*) AS paper FROM mine JOIN dispatch_recipient r ON r.dispatch_id = mine.id WHERE r.outcome IN ('paper','both') GROUP BY 1)
     SELECT to_char(days.day, 'YYYY-MM-DD') AS day, COALESCE(email, 0)::int AS email, COALESCE(paper, 0)::int AS paper, COALESCE(returned, 0)::int AS returned, COALESCE(waiting, 0)::int AS waiting
     FROM days LEFT JOIN mails USING (day) LEFT JOIN papers USING (day) ORDER BY days.day`,
    [actor.userId, days],
  )
  return rows
}

const listServers = async ({ database }: Deps, language: Language): Promise<Home['servers']> => {
  const { rows } = await database.pool.query<{
    id: string
    host: string
    breaker: string
    since: Date | null
    ms: number | null
    used: boolean
  }>(
    `SELECT s.id, s.host, s.breaker, s.breaker_since AS since, s.answer_ms AS ms, s.last_accepted_at IS NOT NULL AS used FROM smtp_server s WHERE EXISTS (SELECT 1 FROM sending_settings x WHERE x.server_id = s.id)`,
  )
  const time = (date: Date | null) =>
    date?.toLocaleTimeString(language === 'en' ? 'en-GB' : 'fr-FR', { hour: '2-digit', minute: '2-digit' }) ?? ''
  return rows.map(({ id, host, breaker, since, ms, used }) => {
    const words =
      breaker !== 'closed'
        ? say(
            language,
            `${host} unreachable since ${time(since)}, nothing is lost`,
            `${host} injoignable depuis ${time(since)}, rien n’est perdu`,
          )
        : used && ms !== null
          ? say(language, `Mail server answers in ${ms} ms`, `Le serveur répond en ${ms} ms`)
          : say(language, 'Mail server set up', 'Serveur de messagerie configuré')
    return { id, host, ok: breaker === 'closed', words }
  })
}

/** The home page in one answer. */
export const getHomePage = async (deps: Deps, actor: Actor, days: number, language: Language): Promise<Home> => {
  const runningQuery: ListQuery = {
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
  const [toFinish, running, volume, servers] = await Promise.all([
    listToFinish(deps, actor, language),
    listSentMail(deps, actor, runningQuery),
    listVolume(deps, actor, days),
    listServers(deps, language),
  ])
  const detailed = await Promise.all(
    running.rows.map(async row => {
      const rate = await measureRate(deps, row.id, row.counts.waiting + row.counts.deferred)
      const { rows } = await deps.database.pool.query<{ next: Date | null }>(
        `SELECT s.next_probe_at AS next FROM dispatch d JOIN smtp_server s ON s.id = d.server_id WHERE d.id = $1 AND s.breaker <> 'closed'`,
        [row.id],
      )
      return { ...row, ...rate, nextTryAt: rows[0]?.next?.toISOString() ?? null }
    }),
  )
  return { toFinish, running: detailed, volume, servers }
}
