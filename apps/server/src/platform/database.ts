import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from '../generated/prisma/client.ts'

/** Prisma for the features, and the same pool for the engine's hot statements. Only queries.ts and commands.ts use it. */
export type Database = {
  prisma: PrismaClient
  pool: pg.Pool
  /** True when a statement answers within 2 s. */
  health: () => Promise<{ ok: boolean; detail: string }>
  close: () => Promise<void>
}
export type { PrismaClient }
/** Inside `prisma.$transaction(async tx => …)`. */
export type Transaction = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0]

/** Postgres 18 is needed for `uuidv7()`. */
const oldest = 180_000

/** Opens the pool (`connections` at most) and the Prisma client upon it. */
export const connectDatabase = (url: string, options: { connections?: number; name?: string } = {}): Database => {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.connections ?? 20,
    application_name: options.name ?? 'mailroom',
    connectionTimeoutMillis: 5000,
  })
  // An idle connection that Postgres ended (restart) must not end the process: the next query opens another one.
  pool.on('error', () => {})
  // Minimal errors: they must not quote the values of the query, which are names and addresses.
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool), errorFormat: 'minimal' })
  const health = async () => {
    try {
      const { rows } = await pool.query<{ v: number }>("SELECT current_setting('server_version_num')::int AS v")
      const version = rows[0]?.v ?? 0
      return version >= oldest
        ? { ok: true, detail: `PostgreSQL ${Math.floor(version / 10000)}` }
        : { ok: false, detail: `PostgreSQL ${Math.floor(version / 10000)} is too old: 18 is needed` }
    } catch (error) {
      return { ok: false, detail: (error as { code?: string }).code ?? 'no answer' }
    }
  }
  return {
    prisma,
    pool,
    health,
    close: async () => {
      await prisma.$disconnect()
      if (!pool.ended) await pool.end()
    },
  }
}
