import type { Database } from './database.ts'

/** Below this a wrong plan costs nothing. */
const worthIt = 200
/** Grown by a fifth of what Postgres knows of. */
const share = 5

/**
 * Tells Postgres at once that these tables have grown by `rows`. A prepared statement keeps the plan that was made for the
 * tables as they were, perhaps empty, until they are analysed; the background does so within a minute or two. A school's
 * first letter to 5,000 is over by then, with each of its statements reading every row. Returns what was analysed.
 */
export const analyseGrown = async ({ pool }: Database, tables: string[], rows: number): Promise<string[]> => {
  if (rows < worthIt) return []
  const { rows: known } = await pool.query<{ name: string }>(
    'SELECT oid::regclass::text AS name FROM pg_class WHERE oid = ANY($1::regclass[]) AND reltuples < $2',
    [tables, rows * share],
  )
  const grown = known.map(({ name }) => name)
  if (grown.length > 0) await pool.query(`ANALYZE ${grown.join(', ')}`)
  return grown
}
