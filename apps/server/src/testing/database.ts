import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

/** A fresh, migrated database of a test file's own; returns its URL and how to drop it. */
export const makeDatabase = async (): Promise<{ url: string; drop: () => Promise<void> }> => {
  const template = inject('templateUrl')
  const name = `test_${randomBytes(6).toString('hex')}`
  const admin = template.replace(/\/mailroom$/, '/postgres')
  const run = async (sql: string) => {
    const client = new pg.Client({ connectionString: admin })
    await client.connect()
    // Two files may copy the template at once: Postgres lets only one at a time.
    await client.query('SELECT pg_advisory_lock(1)')
    await client.query(sql)
    await client.end()
  }
  await run(`CREATE DATABASE ${name} TEMPLATE mailroom STRATEGY FILE_COPY`)
  return {
    url: template.replace(/\/mailroom$/, `/${name}`),
    drop: () => run(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  }
}
