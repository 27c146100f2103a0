import type { Language, RecipientRow } from '@mailroom/contract'
import { sayOutcome, sayReason } from '@mailroom/contract'
import type { Deps } from '../../../deps.ts'
import { AppError } from '../../../platform/errors.ts'
import type { Actor } from '../../../platform/rights.ts'
import { shownState } from '../../messages/rules.ts'
import { requireVisible } from '../progress/queries.ts'

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
  accepted: `m.state = 'accepted'`,
  waiting: `m.state IN ('scheduled','preparing','ready','sending','held')`,
  deferred: `m.state = 'deferred'`,
  failed: `m.state IN ('failed','prepare_failed','bounced')`,
  toDecide: `m.state = 'needs_decision'`,
  unknown: `m.state = 'unknown'`,
  paper: `r.outcome IN ('paper','both')`,
  unreachable: `r.outcome = 'unreachable'`,
  cancelled: `m.state = 'cancelled' AND m.reason IS DISTINCT FROM 'moved-to-paper'`,
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
        .replaceAll('\u0000', ' ')
        .toWellFormed()
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

const stateOf = (row: RecipientSql): RecipientRow['state'] => {
  if (row.state) return shownState(row.state, row.reason)
  return row.outcome === 'unreachable' ? 'unreachable' : 'paper'
}

const toRecipient = (row: RecipientSql, language: Language): RecipientRow => {
  const state = stateOf(row)
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
