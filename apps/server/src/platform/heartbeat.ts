import type { Database } from './database.ts'
import { isAlive } from './journal.ts'

/** Takes the heartbeats of processes of this host that no longer live out of the list of workers. */
export const forgetDead = async ({ pool }: Database, host: string, own: string): Promise<void> => {
  const { rows } = await pool.query<{ id: string }>('SELECT id FROM worker_beat')
  const dead = rows
    .map(row => row.id)
    .filter(id => id !== own && id.startsWith(`${host}-`) && !isAlive(Number(id.slice(host.length + 1))))
  if (dead.length > 0) await pool.query('DELETE FROM worker_beat WHERE id = ANY($1::text[])', [dead])
}
