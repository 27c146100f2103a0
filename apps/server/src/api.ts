import { buildApp } from './app.ts'
import { createDeps } from './deps.ts'
import { installSuppliedLetters } from './features/letters/commands.ts'
import { applyEnvironment } from './features/sending/commands.ts'
import { prepareInstallation } from './features/users/commands.ts'
import { readConfig } from './platform/config.ts'
import { collectWhenQuiet } from './platform/memory.ts'
import { applyMigrations } from './platform/migrations.ts'

/** The API process: config → migrations (under a lock) → deps → listen → graceful stop. */
const config = readConfig()
await applyMigrations(config.databaseUrl)
const deps = createDeps(config, 'api')
const setupToken = await prepareInstallation(deps)
await applyEnvironment(deps)
await installSuppliedLetters(deps)
const app = await buildApp(deps)
const address = await app.listen({ host: config.host, port: config.port })
deps.logger.info({ port: config.port, queue: deps.queue.backend, mode: config.mode }, 'api listening')
collectWhenQuiet(250)
// The parent process (npm start, npm run demo) shows the link; it must not be in a log that is shipped elsewhere.
process.send?.({ ready: true, address, setupToken })
if (setupToken && !process.send)
  process.stdout.write(`\nFinish the installation at ${config.publicUrl.origin}/setup?token=${setupToken}\n\n`)

let stopping = false
const stop = async () => {
  if (stopping) return
  stopping = true
  await app.close()
  await deps.close()
  process.exit(0)
}
process.once('SIGTERM', stop)
process.once('SIGINT', stop)
process.once('disconnect', stop)
