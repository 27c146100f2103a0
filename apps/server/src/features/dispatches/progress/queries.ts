import type { DispatchCounts, DispatchRow, DispatchView, Language, LiveEvent } from '@mailroom/contract'
import { sayDispatch, sayEvent, sayReason } from '@mailroom/contract'
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
  toDecide: 0,
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
      // Who was moved to the paper pile counts there.
      text: "SELECT dispatch_id AS id, state, count(*)::int AS n FROM message WHERE dispatch_id = ANY($1::uuid[]) AND reason IS DISTINCT FROM 'moved-to-paper' GROUP BY 1, 2",
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
  needs_decision: 'toDecide',
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

/**
 * Messages accepted per minute over the last three minutes, and the seconds left for those that wait for us at that
 * rate, or at the server's limit where that is less. What recipients' servers put off has times of its own.
 */
export const measureRate = async (
  { database }: Pick<Deps, 'database'>,
  id: string,
  waiting: number,
): Promise<DispatchView['rate']> => {
  const { rows } = await database.pool.query<{ n: number; seconds: number; limit: number | null }>(
    `SELECT count(*)::int AS n, COALESCE(extract(epoch FROM now() - min(accepted_at)), 0)::float AS seconds,
       (SELECT s.rate_per_minute FROM dispatch d JOIN smtp_server s ON s.id = d.server_id WHERE d.id = $1) AS limit FROM message WHERE dispatch_id = $1 AND state = 'accepted' AND accepted_at > now() - interval '3 minutes'`,
    [id],
  )
  const { n, seconds, limit } = rows[0] ?? { n: 0, seconds: 0, limit: null }
  const perMinute = n > 1 && seconds > 0.5 ? (n / seconds) * 60 : 0
  return {
    perMinute: Math.round(perMinute),
    secondsLeft:
      perMinute > 0 && waiting > 0 ? Math.ceil((waiting / Math.min(perMinute, limit ?? perMinute)) * 60) : null,
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

/** What "resend" takes along. What may have arrived already is decided one by one. */
export const resendable = `(state IN ('failed','prepare_failed') OR (state = 'needs_decision' AND reason <> 'no-answer-twice') OR (state = 'held' AND held_reason = 'sender'))`
const countResendable = async ({ database }: Pick<Deps, 'database'>, id: string): Promise<number> => {
  const { rows } = await database.pool.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM message WHERE dispatch_id = $1 AND ${resendable}`,
    [id],
  )
  return rows[0]?.n ?? 0
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
    resendable: await countResendable(deps, id),
    rate: await measureRate(deps, id, count.waiting),
    printPages: d.printPages,
    mayChange: true,
    history: d.events.map(event => ({
      at: event.at.toISOString(),
      words: sayEvent(event.what, event.actorName ?? '', language),
    })),
  }
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
  const leftOf = ({ waiting, deferred, held }: DispatchCounts) => waiting + deferred + held
  // One that only waits for a person to decide is not on its way.
  const running = dispatches.filter(one => one.state === 'sending' && leftOf(one.counts) > 0)
  const total = running.reduce((sum, one) => sum + one.counts.total, 0)
  const done = running.reduce((sum, one) => sum + one.counts.total - leftOf(one.counts), 0)
  const kept = await deps.database.pool.query<{ kept: number }>(
    `SELECT count(*)::int AS kept FROM message m JOIN smtp_server s ON s.id = m.server_id JOIN dispatch d ON d.id = m.dispatch_id WHERE s.breaker <> 'closed' AND m.state IN ('ready','sending','deferred') AND ${visible}`,
    [actor.userId],
  )
  return { sending: running.length > 0 ? { done, total } : null, kept: kept.rows[0]?.kept ?? 0, dispatches }
}
