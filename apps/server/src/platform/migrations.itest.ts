import { readdir } from 'node:fs/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { makeDatabase } from '../testing/database.ts'
import { applyMigrations } from './migrations.ts'

let database: Awaited<ReturnType<typeof makeDatabase>>
let client: pg.Client
beforeAll(async () => {
  database = await makeDatabase()
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await database.drop()
})

it('does nothing where all is applied, without loading the schema engine', async () => {
  const loading = vi.spyOn(WebAssembly, 'instantiate')
  expect(await applyMigrations(database.url)).toEqual([])
  expect(loading).not.toHaveBeenCalled()
  loading.mockRestore()
})

it('leaves a script that was changed after it ran to the engine', async () => {
  const loading = vi.spyOn(WebAssembly, 'instantiate')
  const { rows } = await client.query<{ id: string; checksum: string }>(
    'SELECT id, checksum FROM _prisma_migrations ORDER BY migration_name LIMIT 1',
  )
  const set = (checksum: string | undefined) =>
    client.query('UPDATE _prisma_migrations SET checksum = $1 WHERE id = $2', [checksum, rows[0]?.id])
  await set('changed')
  await applyMigrations(database.url).catch(() => undefined)
  expect(loading).toHaveBeenCalled()
  await set(rows[0]?.checksum)
  loading.mockRestore()
})

it('does not pass over a migration that stopped half-way', async () => {
  await client.query(
    'UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = (SELECT max(migration_name) FROM _prisma_migrations)',
  )
  await expect(applyMigrations(database.url)).rejects.toThrow()
})

it('applies all to an empty database, in order, once', async () => {
  await client.query('DROP SCHEMA public CASCADE')
  await client.query('CREATE SCHEMA public')
  const folders = (await readdir('prisma/migrations', { withFileTypes: true })).filter(entry => entry.isDirectory())
  const names = folders.map(entry => entry.name).sort()
  expect(await applyMigrations(database.url)).toEqual(names)
  expect(await applyMigrations(database.url)).toEqual([])
  const { rows } = await client.query('SELECT migration_name AS name FROM _prisma_migrations ORDER BY started_at')
  expect(rows.map(row => row.name)).toEqual(names)
})
