import { AsyncLocalStorage } from 'node:async_hooks'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from '../generated/prisma/client.ts'
import type { Finding } from './finding.ts'

/** Prisma for the features, and the same pool for the engine's hot statements. Only queries.ts and commands.ts use it. */
export type Database = {
  prisma: PrismaClient
  pool: pg.Pool
  /** A Prisma transaction with the connection that it runs on, for a statement that is too large to go through Prisma. */
  transaction: <T>(
    work: (tx: Transaction, connection: Connection) => Promise<T>,
    options: { timeout: number; maxWait?: number },
  ) => Promise<T>
  /** True when a statement answers within 2 s. */
  health: () => Promise<Finding>
  close: () => Promise<void>
}
export type { PrismaClient }
export type Connection = { query: (text: string, values: unknown[]) => Promise<unknown> }
/** Inside `prisma.$transaction(async tx => …)`. */
export type Transaction = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0]

const codeOf = (error: Error): string | undefined => {
  const code: unknown = Reflect.get(error, 'code')
  return typeof code === 'string' ? code : undefined
}

/**
 * True when Postgres is away, overloaded or has refused: nothing is known against the work itself. What Postgres or the
 * socket says has a code; what the driver says itself has none. Node's own complaints (`ERR_…`) are about our code.
 */
export const isDatabaseFailure = (error: unknown): boolean =>
  error instanceof Error &&
  (codeOf(error)?.startsWith('ERR_') === false ||
    /^(timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error)/.test(
      error.message,
    ))

/**
 * A Postgres array of what needs no quotes: uuids, numbers, booleans, our own codes. The driver looks at each element for
 * characters to escape, which costs more than all the rest of a statement with ten rows.
 */
export const bareArray = (values: (string | number | boolean | null)[]): string =>
  `{${values.map(value => value ?? 'NULL').join(',')}}`

/** Postgres 18 is needed for `uuidv7()`. */
const oldest = 180_000

type Adapter = Awaited<ReturnType<PrismaPg['connect']>>
type Held = { connection: Connection | undefined }
const held = new AsyncLocalStorage<Held>()

/** Until the end: afterwards (Prisma's own time limit, too) the connection is another's. */
const lend = (holder: Held, started: Awaited<ReturnType<Adapter['startTransaction']>>) => {
  holder.connection = Reflect.get(started, 'client') as Connection
  for (const end of ['commit', 'rollback'] as const) {
    const original = started[end].bind(started)
    started[end] = () => {
      holder.connection = undefined
      return original()
    }
  }
}

/**
 * Lends the connection of a transaction. What goes through Prisma is copied three times, passes its WebAssembly, whose
 * memory never shrinks, and stays in its log of the last hundred calls: 25 MB for the recipients of 5,000 letters.
 */
class LendingPg extends PrismaPg {
  override async connect() {
    const adapter = await super.connect()
    const start = adapter.startTransaction.bind(adapter)
    adapter.startTransaction = async level => {
      const started = await start(level)
      const holder = held.getStore()
      if (holder) lend(holder, started)
      return started
    }
    return adapter
  }
}

/** Opens the pool (`connections` at most) and the Prisma client upon it. */
export const connectDatabase = (url: string, options: { connections?: number; name?: string } = {}): Database => {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.connections ?? 20,
    application_name: options.name ?? 'mailroom',
    connectionTimeoutMillis: 5000,
    // A process that is frozen inside a transaction keeps its locks, and Postgres sees nothing but a quiet client.
    idle_in_transaction_session_timeout: 60_000,
  })
  // A connection that Postgres ends while a transaction holds it: its next statement says so.
  pool.on('connect', client => void client.on('error', () => {}))
  // An idle connection that Postgres ended (restart) must not end the process: the next query opens another one.
  pool.on('error', () => {})
  // Minimal errors: they must not quote the values of the query, which are names and addresses.
  const prisma = new PrismaClient({ adapter: new LendingPg(pool), errorFormat: 'minimal' })
  const transaction: Database['transaction'] = (work, options) => {
    const holder: Held = { connection: undefined }
    const query: Connection['query'] = async (text, values) => {
      if (!holder.connection) throw new Error('the transaction is over, or its connection unknown')
      return holder.connection.query(text, values)
    }
    return held.run(holder, () => prisma.$transaction(tx => work(tx, { query }), options))
  }
  const health = async (): Promise<Finding> => {
    try {
      const { rows } = await pool.query<{ v: number }>("SELECT current_setting('server_version_num')::int AS v")
      const version = rows[0]?.v ?? 0
      const value = String(Math.floor(version / 10_000))
      return version >= oldest
        ? { ok: true, code: 'database-ready', value }
        : { ok: false, code: 'database-too-old', value }
    } catch (error) {
      return { ok: false, code: 'database-silent', value: (error as { code?: string }).code }
    }
  }
  return {
    prisma,
    pool,
    transaction,
    health,
    close: async () => {
      await prisma.$disconnect()
      if (!pool.ended) await pool.end()
    },
  }
}
