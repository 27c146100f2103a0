import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { createServer } from 'vite'
import { createDeps } from '../apps/server/src/deps.ts'
import { readConfig } from '../apps/server/src/platform/config.ts'
import { applyMigrations } from '../apps/server/src/platform/migrations.ts'
import { loadDemoSchool } from '../apps/server/src/testing/demo.ts'
import { startInbox } from '../apps/server/src/testing/inbox.ts'
import { startPostgres } from './postgres.ts'
import { findSecretKey, onStop, type Running, startProcess } from './processes.ts'

/**
 * `npm run dev`: the demo school kept in ./data/dev, the built-in inbox, both processes (restarted when a source file
 * changes) and Vite with hot reload in front of them.
 */
const folder = path.resolve('./data/dev')
await mkdir(folder, { recursive: true })
const postgres = await startPostgres(folder)
const inbox = await startInbox({ smtpPort: 2525 }).catch(() => startInbox())
const port = process.env.PORT ?? '3000'
const env = {
  DATABASE_URL: postgres.url,
  SECRET_KEY: await findSecretKey(folder),
  DATA_DIR: folder,
  MODE: 'demo',
  INBOX_URL: inbox.url,
  PORT: port,
  PUBLIC_URL: 'http://localhost:5173',
}
await applyMigrations(postgres.url)
const deps = createDeps(readConfig({ ...process.env, ...env }), 'api')
if ((await deps.database.prisma.user.count()) === 0)
  await loadDemoSchool(deps, { host: '127.0.0.1', port: inbox.smtpPort })
// The inbox of this run may listen elsewhere than that of the last one.
await deps.database.pool.query("UPDATE smtp_server SET port = $1 WHERE host = '127.0.0.1'", [inbox.smtpPort])
await deps.close()
const watched: Running[] = (['api', 'worker'] as const).map(name => startProcess(name, env, { watch: true }))
const web = await createServer({
  root: 'apps/web',
  configFile: 'apps/web/vite.config.ts',
  server: { port: 5173, proxy: { '/api': `http://127.0.0.1:${port}` } },
})
await web.listen()
// Vite would end this process by itself, before Postgres and the two others are stopped.
process.removeAllListeners('SIGTERM')
process.stdin.removeAllListeners('end')
console.log(`Mailroom: http://localhost:5173\nInbox:    ${inbox.url}`)
onStop(async () => {
  await web.close()
  await Promise.all(watched.map(one => one.stop()))
  await inbox.close()
  await postgres.stop()
})
