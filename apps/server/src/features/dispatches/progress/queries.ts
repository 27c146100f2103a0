import type { DispatchCounts, DispatchRow, DispatchView, Language, LiveEvent, RecipientRow } from '@mailroom/contract'
import { sayDispatch, sayEvent, sayOutcome, sayReason } from '@mailroom/contract'
import type { Deps } from '../../../deps.ts'
import { AppError } from '../../../platform/errors.ts'
import type { Actor, Right } from '../../../platform/rights.ts'

/**
 * Which dispatches an actor may see (SPEC row 43), as SQL over `d`, with the actor's id as $1: their own, those of
 * their personal accounts, and those of institution accounts they may use now. Notifications belong to supervisors.
 */
export const visible = `(d.author_id = $1::uuid
  OR d.account_id IN (SELECT a.id FROM account a LEFT JOIN account_user u ON u.account_id = a.id AND u.user_id = $1::uuid AND u.revoked_at IS NULL
                      WHERE a.owner_id = $1::uuid OR (a.kind = 'institution' AND u.user_id IS NOT NULL)))`

export const emptyCounts: DispatchCounts = {
  total: 0,
  accepted: 0,
  waiting: 0,
  deferred: 0,
  failed: 0,
  bounced: 0,
  cancelled: 0,
  held: 0,
  unknown: 0,
  paper: 0,
  unreachable: 0,
}

/** Live counts of several dispatches in two statements. */
export const countDispatches = async (
  { database }: Pick<Deps, 'database'>,
  ids: string[],
): Promise<Map<string, DispatchCounts>> => {
  const [messages, recipients] = await Promise.all([
    database.pool.query<{ id: string; state: string; n: number }>({
      name: 'count-messages',
      text: 'SELECT dispatch_id AS id, state, count(*)::int AS n FROM message WHERE dispatch_id = ANY($1::uuid[]) GROUP BY 1, 2',
      values: [ids],
    }),
    database.pool.query<{ id: string; paper: number; unreachable: number }>({
      name: 'count-recipients',
      text: `SELECT dispatch_id AS id, count(*) FILTER (WHERE outcome IN ('paper','both'))::int AS paper, count(*) FILTER (WHERE outcome = 'unreachable')::int AS unreachable FROM dispatch_recipient WHERE dispatch_id = ANY($1::uuid[]) GROUP BY 1`,
      values: [ids],
    }),
  ])
  const counts = new Map(ids.map(id => [id, { ...emptyCounts }]))
  for (const { id, state, n } of messages.rows) {
    const one = counts.get(id)
    if (!one) continue
    one[groupOf(state)] += n
    one.total += n
  }
  for (const { id, paper, unreachable } of recipients.rows) Object.assign(counts.get(id) ?? {}, { paper, unreachable })
  return counts
}

const groups: Record<string, Exclude<keyof DispatchCounts, 'total' | 'paper' | 'unreachable'>> = {
  accepted: 'accepted',
  deferred: 'deferred',
  failed: 'failed',
  prepare_failed: 'failed',
  needs_decision: 'failed',
  bounced: 'bounced',
  cancelled: 'cancelled',
  held: 'held',
  unknown: 'unknown',
}
const groupOf = (state: string) => groups[state] ?? 'waiting'

export type Row = {
  id: string
  subject: string
  author: string
  kind: string
  state: string
  attachments: boolean
  createdAt: Date
  startsAt: Date | null
  undoUntil: Date | null
  printState: string
}
export const rowColumns = `d.id, d.subject, d.author_name AS author, d.kind, d.state, (d.attach_pdf OR jsonb_array_length(d.attachments) > 0) AS attachments, d.created_at AS "createdAt",
  CASE WHEN d.state IN ('scheduled','undoable') THEN d.starts_at END AS "startsAt", d.undo_until AS "undoUntil", d.print_state AS "printState"`

export const toRow = (row: Row, counts: DispatchCounts): DispatchRow => ({
  id: row.id,
  subject: row.subject,
  author: row.author,
  kind: row.kind as DispatchRow['kind'],
  state: row.state as DispatchRow['state'],
  counts,
  attachments: row.attachments,
  createdAt: row.createdAt.toISOString(),
  startsAt: row.startsAt?.toISOString() ?? null,
  undoUntil: row.state === 'undoable' ? (row.undoUntil?.toISOString() ?? null) : null,
  printState: row.printState as DispatchRow['printState'],
})

/** 404 unless the actor may see it. */
export const requireVisible = async ({ database }: Pick<Deps, 'database'>, actor: Actor, id: string): Promise<void> => {
  const { rowCount } = await database.pool.query(`SELECT 1 FROM dispatch d WHERE d.id = $2::uuid AND ${visible}`, [
    actor.userId,
    id,
  ])
  if (!rowCount) throw new AppError('NOT_FOUND')
}
/** Whoever may see a dispatch may pause, cancel or repair it. */
export const requireChangeable = (
  deps: Pick<Deps, 'database'>,
  right: Right<'dispatches.create'>,
  id: string,
): Promise<void> => requireVisible(deps, right.actor, id)

/** Messages accepted per minute over the last three minutes, and the seconds left at that rate. */
export const measureRate = async (
  { database }: Pick<Deps, 'database'>,
  id: string,
  waiting: number,
): Promise<DispatchView['rate']> => {
  const { rows } = await database.pool.query<{ n: number; seconds: number }>(
    `SELECT count(*)::int AS n, COALESCE(extract(epoch FROM now() - min(accepted_at)), 0)::float AS seconds FROM message WHERE dispatch_id = $1 AND state = 'accepted' AND accepted_at > now() - interval '3 minutes'`,
    [id],
  )
  const { n, seconds } = rows[0] ?? { n: 0, seconds: 0 }
  const perMinute = n > 1 && seconds > 0.5 ? (n / seconds) * 60 : 0
  return {
    perMinute: Math.round(perMinute),
    secondsLeft: perMinute > 0 && waiting > 0 ? Math.ceil((waiting / perMinute) * 60) : null,
  }
}

const heldReason = `CASE held_reason WHEN 'sender' THEN CASE reason WHEN 'right-revoked' THEN reason ELSE 'sender-held' END WHEN 'server' THEN 'server-held' ELSE COALESCE(held_reason, reason, 'waiting') END`
/** Why letters are held back, with its sentence: each has another way out than "resume". */
const listHeld = async (
  { database }: Pick<Deps, 'database'>,
  id: string,
  language: Language,
): Promise<DispatchView['held']> => {
  const { rows } = await database.pool.query<{ reason: string; count: number }>(
    `SELECT ${heldReason} AS reason, count(*)::int AS count FROM message WHERE dispatch_id = $1 AND state = 'held' AND held_reason IS DISTINCT FROM 'paused' GROUP BY 1 ORDER BY 2 DESC`,
    [id],
  )
  return rows.map(row => ({ ...row, words: sayReason(row.reason, language) }))
}

type Server = NonNullable<Awaited<ReturnType<Deps['database']['prisma']['smtpServer']['findUnique']>>>
const isLimited = ({ perDay, dayUsed, dayAt }: Server): boolean =>
  perDay !== null && dayUsed >= perDay && dayAt !== null && dayAt.getTime() > Date.now() - 86_400_000
const viewServer = (server: Server, language: Language): DispatchView['server'] => ({
  id: server.id,
  host: server.host,
  breaker: server.breaker as 'closed',
  since: server.breakerSince?.toISOString() ?? null,
  nextTryAt: server.breaker === 'closed' ? null : (server.nextProbeAt?.toISOString() ?? null),
  words: server.breaker !== 'closed' && server.reason ? sayReason(server.reason, language) : null,
  pausedAt: server.pausedAt?.toISOString() ?? null,
  pausedBy: server.pausedBy,
  limited: isLimited(server),
})

/** One dispatch with live counts; 404 for those who may not see it. */
export const getDispatch = async (deps: Deps, actor: Actor, id: string, language: Language): Promise<DispatchView> => {
  await requireVisible(deps, actor, id)
  const [d, counts] = await Promise.all([
    deps.database.prisma.dispatch.findUniqueOrThrow({
      where: { id },
      include: { account: true, letter: true, server: true, events: { orderBy: { id: 'asc' } } },
      omit: { frozen: true, bodyHtml: true, searchText: true },
    }),
    countDispatches(deps, [id]),
  ])
  const count = counts.get(id) ?? emptyCounts
  const attachments = d.attachments as { id: string; name: string; type: string; size: number }[]
  const row = toRow({ ...d, author: d.authorName, attachments: d.attachPdf || attachments.length > 0 }, count)
  return {
    ...row,
    from: { name: d.fromName, address: d.fromAddress },
    replyTo: d.replyToAddress ? { name: d.replyToName ?? '', address: d.replyToAddress } : null,
    account: d.account ? { id: d.account.id, designation: d.account.designation } : null,
    letter: d.letter ? { id: d.letter.id, designation: d.letter.designation, version: d.letterVersion ?? 1 } : null,
    words: sayDispatch({ kind: d.kind, ...(d.words as object) }, language),
    maskCopies: d.maskCopies,
    others: d.others,
    attachmentsList: attachments.map(one => ({ id: one.id, name: one.name, type: one.type, bytes: one.size })),
    server: d.server && viewServer(d.server, language),
    held: await listHeld(deps, id, language),
    rate: await measureRate(deps, id, count.waiting + count.deferred),
    printPages: d.printPages,
    mayChange: true,
    history: d.events.map(event => ({
      at: event.at.toISOString(),
      words: sayEvent(event.what, event.actorName ?? '', language),
    })),
  }
}

type RecipientSql = {
  id: string
  messageId: string | null
  personIds: string[]
  name: string
  concerned: string
  address: string | null
  state: string | null
  heldReason: string | null
  reason: string | null
  outcome: string
  planReason: string
  dueAt: Date | null
  attempts: number | null
  changedAt: Date | null
  printedAt: Date | null
  breaker: string | null
  nextProbeAt: Date | null
  serverPaused: boolean | null
  limited: boolean | null
  total: number
}

const worst = `CASE m.state WHEN 'failed' THEN 0 WHEN 'prepare_failed' THEN 0 WHEN 'bounced' THEN 0 WHEN 'needs_decision' THEN 1 WHEN 'unknown' THEN 2 WHEN 'deferred' THEN 3 WHEN 'held' THEN 4 WHEN 'sending' THEN 5 WHEN 'ready' THEN 6 WHEN 'preparing' THEN 6 WHEN 'scheduled' THEN 6 WHEN 'accepted' THEN 9 WHEN 'cancelled' THEN 8
  ELSE CASE r.outcome WHEN 'unreachable' THEN 2 ELSE 7 END END`
const inGroup: Record<string, string> = {
  all: 'true',
  accepted: `m.state IN ('accepted','unknown')`,
  waiting: `m.state IN ('scheduled','preparing','ready','sending','held')`,
  deferred: `m.state = 'deferred'`,
  failed: `m.state IN ('failed','prepare_failed','bounced','needs_decision')`,
  paper: `r.outcome IN ('paper','both')`,
  unreachable: `r.outcome = 'unreachable'`,
  cancelled: `m.state = 'cancelled'`,
}
const recipientSql = (group: string) => `
  SELECT r.id, m.id AS "messageId", r.person_ids AS "personIds", r.name, r.concerned, COALESCE(m.to_address, r.address) AS address, m.state, m.held_reason AS "heldReason", m.reason, r.outcome, r.reason AS "planReason",
    m.due_at AS "dueAt", m.attempts, m.changed_at AS "changedAt", r.printed_at AS "printedAt", s.breaker, s.next_probe_at AS "nextProbeAt",
    s.paused_at IS NOT NULL AS "serverPaused", s.day_used >= s.per_day AND s.day_at > now() - interval '1 day' AS limited, count(*) OVER ()::int AS total
  FROM dispatch_recipient r LEFT JOIN message m ON m.recipient_id = r.id LEFT JOIN smtp_server s ON s.id = m.server_id
  WHERE r.dispatch_id = $1::uuid AND ${inGroup[group] ?? 'true'} AND ($2 = '' OR r.sort_name LIKE $2 OR lower(r.name) LIKE $2 OR lower(r.concerned) LIKE $2 OR m.to_address LIKE $2)
  ORDER BY ${worst}, r.position LIMIT $3 OFFSET $4`

/** `%`, `_` and `\` are what they are, not wildcards. */
export const likePattern = (search: string): string =>
  search.trim() === ''
    ? ''
    : `%${search
        .normalize('NFD')
        .replace(/\p{M}/gu, '')
        .toLowerCase()
        .trim()
        .replace(/[\\%_]/g, '\\$&')}%`

/** Recipients of a dispatch, worst first, each with its reason in plain words. */
export const listRecipients = async (
  deps: Deps,
  actor: Actor,
  id: string,
  query: { group: string; search: string; offset: number; limit: number },
  language: Language,
) => {
  await requireVisible(deps, actor, id)
  const { rows } = await deps.database.pool.query<RecipientSql>(recipientSql(query.group), [
    id,
    likePattern(query.search),
    query.limit,
    query.offset,
  ])
  return { total: rows[0]?.total ?? 0, rows: rows.map(row => toRecipient(row, language)) }
}

export const getRecipientOfMessage = async (
  deps: Deps,
  messageId: string,
  language: Language,
): Promise<RecipientRow> => {
  const sql = recipientSql('all').replace('WHERE r.dispatch_id = $1::uuid', 'WHERE m.id = $1::uuid')
  const { rows } = await deps.database.pool.query<RecipientSql>(sql, [messageId, '', 1, 0])
  const [row] = rows
  if (!row) throw new AppError('NOT_FOUND')
  return toRecipient(row, language)
}

const states: Record<string, RecipientRow['state']> = {
  scheduled: 'waiting',
  preparing: 'preparing',
  ready: 'waiting',
  sending: 'sending',
  deferred: 'deferred',
  held: 'held',
  accepted: 'accepted',
  unknown: 'unknown',
  failed: 'failed',
  prepare_failed: 'failed',
  bounced: 'bounced',
  needs_decision: 'needs-decision',
  cancelled: 'cancelled',
}

const toRecipient = (row: RecipientSql, language: Language): RecipientRow => {
  const state = row.state ? (states[row.state] ?? 'waiting') : row.outcome === 'unreachable' ? 'unreachable' : 'paper'
  const paused = row.breaker !== null && row.breaker !== 'closed' && (row.state === 'ready' || row.state === 'sending')
  const reason = reasonOf(row, state, paused)
  const waits = state === 'deferred' || state === 'waiting'
  return {
    id: row.id,
    messageId: row.messageId,
    personId: row.personIds[0] ?? null,
    name: row.name,
    concerned: row.concerned,
    address: row.address,
    state,
    reason,
    words: row.state ? sayReason(reason ?? 'waiting', language) : sayOutcome(row.planReason, language),
    nextTryAt: paused
      ? (row.nextProbeAt?.toISOString() ?? null)
      : waits && row.state !== 'ready'
        ? (row.dueAt?.toISOString() ?? null)
        : null,
    attempts: row.attempts ?? 0,
    changedAt: row.changedAt?.toISOString() ?? null,
    outcome: row.outcome as RecipientRow['outcome'],
    printed: row.printedAt !== null,
  }
}

const reasonOf = (row: RecipientSql, state: RecipientRow['state'], paused: boolean): string | null => {
  if (!row.state) return row.planReason
  if (paused) return 'server-paused'
  if (state === 'held' && row.reason === 'right-revoked') return row.reason
  if (state === 'held')
    return (
      { paused: 'paused', quota: 'quota', sender: 'sender-held', server: 'server-held', restore: 'restore' }[
        row.heldReason ?? ''
      ] ?? row.reason
    )
  if (row.state === 'scheduled') return 'scheduled'
  if (row.state === 'preparing') return 'preparing'
  if (row.state === 'sending') return 'sending'
  if (row.state === 'ready') return row.serverPaused ? 'paused' : row.limited ? 'quota' : 'waiting'
  return row.reason
}

/** What the sending indicator and open pages show: running dispatches that the actor may see. */
export const getLive = async (deps: Pick<Deps, 'database'>, actor: Actor): Promise<LiveEvent> => {
  const { rows } = await deps.database.pool.query<{ id: string; state: LiveEvent['dispatches'][number]['state'] }>(
    `SELECT d.id, d.state FROM dispatch d WHERE d.kind <> 'system' AND (d.state IN ('undoable','scheduled','sending','paused') OR d.created_at > now() - interval '2 minutes') AND ${visible} ORDER BY d.id DESC LIMIT 50`,
    [actor.userId],
  )
  const counts = await countDispatches(
    deps,
    rows.map(row => row.id),
  )
  const dispatches = rows.map(row => ({ ...row, counts: counts.get(row.id) ?? emptyCounts }))
  const running = dispatches.filter(one => one.state === 'sending')
  const total = running.reduce((sum, one) => sum + one.counts.total, 0)
  const done = running.reduce(
    (sum, one) =>
      sum + one.counts.accepted + one.counts.failed + one.counts.cancelled + one.counts.bounced + one.counts.unknown,
    0,
  )
  const kept = await deps.database.pool.query<{ kept: number }>(
    `SELECT count(*)::int AS kept FROM message m JOIN smtp_server s ON s.id = m.server_id JOIN dispatch d ON d.id = m.dispatch_id WHERE s.breaker <> 'closed' AND m.state IN ('ready','sending','deferred') AND ${visible}`,
    [actor.userId],
  )
  return { sending: running.length > 0 ? { done, total } : null, kept: kept.rows[0]?.kept ?? 0, dispatches }
}
