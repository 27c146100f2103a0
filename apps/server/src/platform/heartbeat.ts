import { healthCode } from '@mailroom/contract'
import type { Database } from './database.ts'
import type { Finding } from './finding.ts'
import { isAlive } from './life.ts'

/** Takes the heartbeats of processes of this host that no longer live out of the list of workers. */
export const forgetDead = async ({ pool }: Database, host: string, own: string): Promise<void> => {
  const { rows } = await pool.query<{ id: string }>('SELECT id FROM worker_beat')
  const dead = rows
    .map(row => row.id)
    .filter(id => id !== own && id.startsWith(`${host}-`) && !isAlive(Number(id.slice(host.length + 1))))
  if (dead.length > 0) await pool.query('DELETE FROM worker_beat WHERE id = ANY($1::text[])', [dead])
}

/** A sign of life, with how this worker's renderer is (`renderer-ready Chrome/156.0`) and what it counted. */
export const beat = async (
  { pool }: Database,
  id: string,
  { code, value }: Finding,
  metrics: unknown,
): Promise<void> => {
  await pool.query(
    'INSERT INTO worker_beat (id, renderer, metrics) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET seen_at = now(), renderer = EXCLUDED.renderer, metrics = EXCLUDED.metrics',
    [id, [code, value].filter(Boolean).join(' '), JSON.stringify(metrics)],
  )
}

const readRenderer = (text: string): Finding => {
  const [word, ...rest] = text.split(' ')
  const code = healthCode.safeParse(word).data ?? 'unknown'
  return { ok: code === 'renderer-ready' || code === 'renderer-without-sandbox', code, value: rest.join(' ') }
}

/** The workers heard of within the last minute. */
export const listWorkers = async ({ pool }: Database): Promise<{ id: string; seenAt: Date; renderer: Finding }[]> => {
  const { rows } = await pool.query<{ id: string; seenAt: Date; renderer: string }>(
    `SELECT id, seen_at AS "seenAt", renderer FROM worker_beat WHERE seen_at > now() - interval '1 minute' ORDER BY id`,
  )
  return rows.map(row => ({ ...row, renderer: readRenderer(row.renderer) }))
}
