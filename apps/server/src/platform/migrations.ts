import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import * as glue from '@prisma/schema-engine-wasm/schema_engine_bg'
import pg from 'pg'
import { digest } from './secrets.ts'

const root = fileURLToPath(new URL('../../../..', import.meta.url))
const schemaPath = path.join(root, 'prisma/schema.prisma')
const migrationsPath = path.join(root, 'prisma/migrations')
const noFilter = { externalTables: [], externalEnums: [] }
/** Any number, the same in every process: who holds it may migrate. */
const migrationLock = 7_204_517

let loaded: Promise<typeof glue> | undefined
/**
 * Prisma's schema engine from its npm package. Its own entry imports a `.wasm` module, which Node does not load, and
 * the native engine would be a download: so the module is instantiated here (DESIGN §4).
 */
const loadGlue = () => {
  loaded ??= (async () => {
    const module = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg')
    const bytes = await readFile(module.replace(/\.js$/, '.wasm'))
    const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': glue as never })
    glue.__wbg_set_wasm(instance.exports)
    ;(instance.exports.__wbindgen_start as () => void)()
    return glue
  })()
  return loaded
}

type RowDescription = { fields: { name: string; dataTypeID: number }[] }
/** What of pg's client stands behind its types: it is told here which columns a result has. */
const PlainClient = pg.Client as unknown as new (
  config: pg.ClientConfig,
) => { _handleRowDescription: (message: RowDescription) => void }

/** Names of the columns that Postgres' catalogues answer as "char" (OID 18), seen so far. */
const characterColumns = new Set<string>()

/**
 * Prisma's adapter knows no type "char", which the schema engine asks for when it reads an existing schema: such columns
 * are read as text (OID 25) here, and told to the engine as characters in `tellCharacters`.
 */
class CatalogueClient extends PlainClient {
  override _handleRowDescription = (message: RowDescription): void => {
    for (const field of message.fields) {
      if (field.dataTypeID !== 18) continue
      characterColumns.add(field.name)
      field.dataTypeID = 25
    }
    PlainClient.prototype._handleRowDescription.call(this, message)
  }
}

type Queryable = { queryRaw: (query: never) => Promise<{ columnNames: string[]; columnTypes: number[] }> }
const tellCharacters = <T extends Queryable>(connected: T): T => {
  const plain = connected.queryRaw.bind(connected)
  connected.queryRaw = async query => {
    const result = await plain(query)
    const types = result.columnTypes.map((type, at) =>
      characterColumns.has(result.columnNames[at] ?? '') ? ColumnTypeEnum.Character : type,
    )
    return { ...result, columnTypes: types }
  }
  return connected
}

const makeFactory = (pool: pg.Pool): PrismaPg => {
  const factory = new PrismaPg(pool)
  const [connect, connectToShadowDb] = [factory.connect.bind(factory), factory.connectToShadowDb.bind(factory)]
  factory.connect = async () => tellCharacters(await connect())
  factory.connectToShadowDb = async () => tellCharacters(await connectToShadowDb())
  return factory
}

type Engine = Awaited<ReturnType<typeof glue.SchemaEngine.new>>

/** Runs `work` with an engine on the database; its connections are closed after it. */
const withEngine = async <T>(databaseUrl: string, work: (engine: Engine) => Promise<T>): Promise<T> => {
  const { SchemaEngine } = await loadGlue()
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2, Client: CatalogueClient as never })
  try {
    const adapter = bindMigrationAwareSqlAdapterFactory(makeFactory(pool))
    const datamodels: [string, string][] = [[schemaPath, await readFile(schemaPath, 'utf8')]]
    return await work(await SchemaEngine.new({ datamodels }, () => {}, adapter))
  } finally {
    await pool.end()
  }
}

const listMigrations = async () => {
  const names = (await readdir(migrationsPath, { withFileTypes: true }).catch(() => []))
    .filter(entry => entry.isDirectory())
    .map(entry => entry.name)
    .sort()
  const lock = await readFile(path.join(migrationsPath, 'migration_lock.toml'), 'utf8').catch(() => null)
  return {
    baseDir: migrationsPath,
    lockfile: { path: 'migration_lock.toml', content: lock },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      names.map(async name => ({
        path: name,
        migrationFile: {
          path: 'migration.sql',
          content: {
            tag: 'ok' as const,
            value: await readFile(path.join(migrationsPath, name, 'migration.sql'), 'utf8'),
          },
        },
      })),
    ),
  }
}

type Migration = Awaited<ReturnType<typeof listMigrations>>['migrationDirectories'][number]
/**
 * Most starts find nothing to do. Prisma's own table tells: each script by name and SHA-256, finished, not rolled back.
 * The engine, 40 MB of memory that a process never gives back, is loaded only where this does not hold.
 */
const areApplied = async (client: pg.Client, migrations: Migration[]): Promise<boolean> => {
  const { rows: tables } = await client.query<{ kept: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS kept`,
  )
  if (!tables[0]?.kept) return false
  const { rows } = await client.query<{ name: string; checksum: string; done: boolean }>(
    'SELECT migration_name AS name, checksum, finished_at IS NOT NULL AND rolled_back_at IS NULL AS done FROM _prisma_migrations',
  )
  const done = new Map(rows.filter(row => row.done).map(row => [row.name, row.checksum]))
  return (
    rows.every(row => row.done) &&
    migrations.every(({ path: name, migrationFile }) => done.get(name) === digest(migrationFile.content.value))
  )
}

/**
 * Applies the committed migrations that the database lacks, in order, and returns their names. Several processes may
 * call it at once: an advisory lock lets one work while the others wait. Keeps Prisma's `_prisma_migrations`, so
 * `prisma migrate deploy` sees the same history.
 */
export const applyMigrations = async (databaseUrl: string): Promise<string[]> => {
  const guard = new pg.Client({ connectionString: databaseUrl })
  await guard.connect()
  try {
    await guard.query('SELECT pg_advisory_lock($1)', [migrationLock])
    const migrationsList = await listMigrations()
    if (await areApplied(guard, migrationsList.migrationDirectories)) return []
    const { appliedMigrationNames } = await withEngine(databaseUrl, engine =>
      engine.applyMigrations({ migrationsList, filters: noFilter }),
    )
    return appliedMigrationNames
  } finally {
    await guard.end()
  }
}

/** The SQL that leads from the committed migrations to `prisma/schema.prisma`; `databaseUrl` must be an empty shadow. */
export const diffSchema = async (databaseUrl: string): Promise<string> => {
  const migrations = await listMigrations()
  const from =
    migrations.migrationDirectories.length > 0
      ? { tag: 'migrations' as const, ...migrations }
      : { tag: 'empty' as const }
  const to = {
    tag: 'schemaDatamodel' as const,
    files: [{ path: schemaPath, content: await readFile(schemaPath, 'utf8') }],
  }
  const result = await withEngine(databaseUrl, engine =>
    engine.diff({ from, to, script: true, exitCode: null, filters: noFilter }),
  )
  return result.stdout ?? ''
}
