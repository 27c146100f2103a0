import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { startPostgres } from '../../../../scripts/postgres.ts'
import { applyMigrations } from '../platform/migrations.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A migrated database that serves as template; tests never write to it. */
    templateUrl: string
  }
}

/** One real Postgres for the whole run; each test file copies its migrated template. */
export default async (project: TestProject) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'mailroom-test-'))
  const postgres = await startPostgres(folder, { fast: true })
  await applyMigrations(postgres.url).catch(async error => {
    await postgres.stop('immediate')
    throw error
  })
  project.provide('templateUrl', postgres.url)
  return async () => {
    await postgres.stop('immediate')
    await rm(folder, { recursive: true, force: true })
  }
}
