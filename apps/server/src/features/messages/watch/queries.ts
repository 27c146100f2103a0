import { type Language, type ServerWatchView, sayAlert, sayReason, type WatchView } from '@mailroom/contract'
import { Gauge, Registry } from 'prom-client'
import type { Deps } from '../../../deps.ts'
import type { Database } from '../../../platform/database.ts'
import { mergeSnapshots } from '../../../platform/metrics.ts'
import { invariants, type Mark } from './rules.ts'

/** Rows that break an invariant: how many (up to 1,000 are counted) and the ids of the first ten. */
export type Broken = { code: string; count: number; sample: string[] }

/** Looks for everything that the engine should never leave standing; only what was found. */
export const findBroken = async ({ pool }: Database): Promise<Broken[]> => {
  const found: Broken[] = []
  // One after the other: the watch must not take connections from the engine.
  for (const { code, sql } of invariants) {
    const { rows } = await pool.query<{ id: string }>(`SELECT id::text AS id FROM (${sql}) AS broken LIMIT 1000`)
    if (rows.length > 0) found.push({ code, count: rows.length, sample: rows.slice(0, 10).map(row => row.id) })
  }
  return found
}

export type OpenAlert = { code: string; count: number; since: Date; seenAt: Date }
export const listAlerts = async ({ pool }: Database): Promise<OpenAlert[]> => {
  const { rows } = await pool.query<OpenAlert>(
    `SELECT code, count, since, seen_at AS "seenAt" FROM alert WHERE ended_at IS NULL ORDER BY since`,
  )
  return rows
}

/** Seconds since the watch last looked; null before its first look. */
export const getWatchAge = async ({ pool }: Database): Promise<number | null> => {
  const { rows } = await pool.query<{ age: number | null }>(
    'SELECT extract(epoch FROM now() - watched_at)::float AS age FROM restore_mark WHERE id = 1',
  )
  return rows[0]?.age ?? null
}

export const getStoredMark = async ({ pool }: Database): Promise<Mark | null> => {
  const { rows } = await pool.query<{ cluster: string; counter: string }>(
    'SELECT cluster, counter FROM restore_mark WHERE id = 1',
  )
  return rows[0] ? { cluster: rows[0].cluster, counter: Number(rows[0].counter) } : null
}

/**
 * Which cluster, timeline and table answer: a restored dump has made the table anew (another OID), perhaps in another
 * cluster; a point-in-time recovery is on another timeline. A hosted database may not tell about its cluster.
 */
export const getCluster = async ({ pool }: Database): Promise<string> => {
  const { rows } = await pool
    .query<{ cluster: string }>(
      `SELECT system_identifier::text || '/' || timeline_id AS cluster FROM pg_control_system(), pg_control_checkpoint()`,
    )
    .catch(error => {
      if ((error as { code?: string }).code === '42501') return { rows: [] as { cluster: string }[] }
      throw error
    })
  const table = await pool.query<{ oid: string }>(`SELECT 'restore_mark'::regclass::oid::text AS oid`)
  return `${rows[0]?.cluster ?? 'hosted'}/${table.rows[0]?.oid}`
}

/** A sending server as the supervisor's health page shows it. */
export type ServerWatch = {
  id: string
  host: string
  breaker: 'closed' | 'open' | 'attention'
  since: Date | null
  reason: string | null
  nextProbeAt: Date | null
  lastAcceptedAt: Date | null
  answerMs: number | null
  connections: number
  ratePerMinute: number | null
  perDay: number | null
  usedToday: number
  pausedAt: Date | null
  pausedBy: string | null
  waiting: number
  sending: number
  deferred: number
  held: number
  oldestAt: Date | null
  acceptedLastHour: number
}
export const listServerWatch = async ({ pool }: Database): Promise<ServerWatch[]> => {
  const { rows } = await pool.query<ServerWatch>(`
    SELECT s.id, s.host, s.breaker, s.breaker_since AS since, s.reason, s.next_probe_at AS "nextProbeAt", s.last_accepted_at AS "lastAcceptedAt", s.answer_ms AS "answerMs",
      s.connections, s.rate_per_minute AS "ratePerMinute", s.per_day AS "perDay", CASE WHEN s.day_at > now() - interval '1 day' THEN s.day_used ELSE 0 END AS "usedToday",
      s.paused_at AS "pausedAt", s.paused_by AS "pausedBy", coalesce(q.waiting, 0)::int AS waiting, coalesce(q.sending, 0)::int AS sending,
      coalesce(q.deferred, 0)::int AS deferred, coalesce(q.held, 0)::int AS held, q."oldestAt", coalesce(a.n, 0)::int AS "acceptedLastHour"
    FROM smtp_server s
    LEFT JOIN LATERAL (SELECT count(*) FILTER (WHERE state IN ('ready','preparing')) AS waiting, count(*) FILTER (WHERE state = 'sending') AS sending,
      count(*) FILTER (WHERE state = 'deferred') AS deferred, count(*) FILTER (WHERE state = 'held') AS held, min(created_at) FILTER (WHERE state IN ('ready','preparing','sending')) AS "oldestAt"
      FROM message m WHERE m.server_id = s.id AND m.state IN ('ready','preparing','sending','deferred','held')) q ON true
    LEFT JOIN LATERAL (SELECT count(*) AS n FROM message m JOIN dispatch d ON d.id = m.dispatch_id
      WHERE m.server_id = s.id AND m.accepted_at > now() - interval '1 hour' AND d.created_at > now() - interval '7 days') a ON true
    WHERE EXISTS (SELECT 1 FROM sending_settings WHERE server_id = s.id) OR q.waiting + q.sending + q.deferred + q.held > 0
    ORDER BY s.created_at`)
  return rows
}

/** What a restore holds: how many letters, of how many dispatches, from when to when. */
export type Restored = { messages: number; dispatches: number; oldestAt: Date; newestAt: Date }
export const getRestored = async ({ pool }: Database): Promise<Restored | null> => {
  const { rows } = await pool.query<Restored>(
    `SELECT count(*)::int AS messages, count(DISTINCT dispatch_id)::int AS dispatches, min(created_at) AS "oldestAt", max(created_at) AS "newestAt"
     FROM message WHERE state = 'held' AND held_reason = 'restore'`,
  )
  return rows[0] && rows[0].messages > 0 ? rows[0] : null
}

const stateOf = (server: ServerWatch): ServerWatchView['state'] => {
  if (server.pausedAt) return 'paused'
  if (server.breaker !== 'closed') return server.breaker
  return server.perDay !== null && server.usedToday >= server.perDay && server.waiting > 0 ? 'limited' : 'ok'
}
const wordsOf = (server: ServerWatch, state: ServerWatchView['state'], language: Language): string =>
  state === 'ok'
    ? ''
    : sayReason(
        state === 'paused' ? 'paused' : state === 'limited' ? 'quota' : (server.reason ?? 'server-paused'),
        language,
      )
const viewServer = (server: ServerWatch, language: Language): ServerWatchView => {
  const state = stateOf(server)
  const { id, host, answerMs, connections, ratePerMinute, perDay, usedToday, pausedBy } = server
  const { waiting, sending, deferred, held, acceptedLastHour } = server
  return {
    ...{ id, host, answerMs, connections, ratePerMinute, perDay, usedToday, pausedBy },
    ...{ waiting, sending, deferred, held, acceptedLastHour },
    state,
    words: wordsOf(server, state, language),
    since: (server.pausedAt ?? server.since)?.toISOString() ?? null,
    nextProbeAt: state === 'open' || state === 'attention' ? (server.nextProbeAt?.toISOString() ?? null) : null,
    lastAcceptedAt: server.lastAcceptedAt?.toISOString() ?? null,
    oldestAt: server.oldestAt?.toISOString() ?? null,
  }
}

/** After this many seconds without a look, the watch itself is the alarm. */
const silentAfter = 180

/** Everything of the supervisor's health page that concerns sending. */
export const getWatch = async ({ database }: Deps, language: Language): Promise<WatchView> => {
  const [servers, alerts, age, restored] = await Promise.all([
    listServerWatch(database),
    listAlerts(database),
    getWatchAge(database),
    getRestored(database),
  ])
  const silent =
    age !== null && age > silentAfter
      ? [{ code: 'watch-silent', count: Math.round(age / 60), since: new Date(Date.now() - age * 1000) }]
      : []
  return {
    servers: servers.map(server => viewServer(server, language)),
    alerts: [...alerts, ...silent].map(({ code, count, since }) => ({
      code,
      count,
      since: since.toISOString(),
      ...sayAlert(code, count, language),
    })),
    restored: restored && {
      ...restored,
      oldestAt: restored.oldestAt.toISOString(),
      newestAt: restored.newestAt.toISOString(),
    },
  }
}

type Snapshots = Parameters<typeof mergeSnapshots>[0]

/** The page of `/metrics`: what the workers counted, and what Postgres knows of queues, servers and alerts. */
export const getMetricsPage = async ({ database }: Deps): Promise<string> => {
  const [workers, servers, alerts, age] = await Promise.all([
    database.pool.query<{ metrics: Snapshots[number] }>(
      `SELECT metrics FROM worker_beat WHERE seen_at > now() - interval '1 minute' ORDER BY id`,
    ),
    listServerWatch(database),
    listAlerts(database),
    getWatchAge(database),
  ])
  const registry = new Registry()
  const gauge = (name: string, help: string, labelNames: string[]) =>
    new Gauge({ name, help, labelNames, registers: [registry] })
  const queue = gauge('mailroom_messages', 'Messages that are not final, by state', ['server', 'state'])
  const oldest = gauge('mailroom_oldest_seconds', 'Age of the message that has waited longest', ['server'])
  const breaker = gauge('mailroom_breaker', '1 for the state that the breaker is in', ['server', 'state'])
  for (const server of servers) {
    for (const state of ['waiting', 'sending', 'deferred', 'held'] as const)
      queue.set({ server: server.id, state }, server[state])
    oldest.set({ server: server.id }, server.oldestAt ? (Date.now() - server.oldestAt.getTime()) / 1000 : 0)
    for (const state of ['closed', 'open', 'attention'])
      breaker.set({ server: server.id, state }, Number(server.breaker === state))
  }
  gauge('mailroom_workers', 'Workers with a heartbeat in the last minute', []).set(workers.rows.length)
  const stuck = gauge('mailroom_alerts', 'Rows that break an invariant of the watch', ['code'])
  for (const alert of alerts) stuck.set({ code: alert.code }, alert.count)
  gauge('mailroom_watch_age_seconds', 'Seconds since the watch last looked', []).set(age ?? -1)
  const counted = await mergeSnapshots(workers.rows.map(row => row.metrics))
  return `${counted}\n${await registry.metrics()}`
}
