import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { diffSchema } from '../apps/server/src/platform/migrations.ts'
import { startPostgres } from './postgres.ts'

/** `npm run migration -- <name>`: writes the SQL that leads from the committed migrations to the schema. */
const name = process.argv[2]
if (!name || !/^[a-z0-9_]+$/.test(name)) {
  console.error('Name the migration in lower case: npm run migration -- add_something')
  process.exit(2)
}
const folder = await mkdtemp(path.join(tmpdir(), 'mailroom-shadow-'))
const postgres = await startPostgres(folder, { fast: true })
try {
  const sql = await diffSchema(postgres.url)
  if (/^\s*(-- This is an empty migration\.)?\s*$/.test(sql)) {
    console.log('The schema and the migrations agree: nothing to write.')
  } else {
    const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
    const target = path.join(fileURLToPath(new URL('../prisma/migrations', import.meta.url)), `${stamp}_${name}`)
    await mkdir(target, { recursive: true })
    await writeFile(path.join(target, 'migration.sql'), sql)
    await writeFile(path.join(target, '../migration_lock.toml'), 'provider = "postgresql"\n')
    console.log(`Written: prisma/migrations/${stamp}_${name}/migration.sql (read it before you commit it)`)
  }
} finally {
  await postgres.stop()
  await rm(folder, { recursive: true, force: true })
}
