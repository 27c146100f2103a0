import { hostname } from 'node:os'
import { createRenderer } from '@mailroom/pdf'
import { createDeps } from './deps.ts'
import { dispatchesJobs } from './features/dispatches/jobs.ts'
import { lettersJobs } from './features/letters/jobs.ts'
import { startDelivery } from './features/messages/delivery/jobs.ts'
import { startPreparation } from './features/messages/preparation/jobs.ts'
import { guardRestore, startWatch } from './features/messages/watch/jobs.ts'
import { flagAddress } from './features/resources/directory/commands.ts'
import { resourcesJobs } from './features/resources/jobs.ts'
import { concurrency } from './jobs.ts'
import { readConfig } from './platform/config.ts'
import type { Finding } from './platform/finding.ts'
import { beat, forgetDead } from './platform/heartbeat.ts'
import { collectWhenQuiet } from './platform/memory.ts'
import { applyMigrations } from './platform/migrations.ts'
import { runOutbox } from './platform/outbox.ts'

/** The worker process: config → migrations (under a lock) → deps → loops → graceful stop within 60 s. */
const config = readConfig()
await applyMigrations(config.databaseUrl)
const deps = createDeps(config, 'worker')
const renderer = createRenderer({ executablePath: config.chromium })
const handlers = { ...dispatchesJobs(deps, renderer), ...lettersJobs(deps, renderer), ...resourcesJobs(deps) }
const id = `${hostname()}-${process.pid}`
let found: Finding = { ok: false, code: 'renderer-starting' }
const showLife = async () => beat(deps.database, id, found, await deps.metrics.snapshot(id))
// Before anything leaves: is this the database that we know?
await guardRestore(deps)
const watch = startWatch(deps)
// Lives before ours on this host no longer share the mail servers' connections.
await forgetDead(deps.database, hostname(), id)
await showLife()
const delivery = await startDelivery(deps, { flagAddress: (id, reason) => flagAddress(deps, id, reason) })
const preparation = startPreparation(deps, renderer)
const outbox = runOutbox(deps.database, deps.queue, deps.logger, handlers, {
  concurrency: concurrency.outbox,
  everyMs: 200,
})
const look = async () => {
  const { ok, version, sandbox } = await renderer.health().catch(error => {
    deps.logger.error({ err: error }, 'the PDF renderer does not start')
    return { ok: false, version: '', sandbox: false }
  })
  const ready = sandbox ? 'renderer-ready' : 'renderer-without-sandbox'
  found = { ok, code: ok ? ready : 'renderer-missing', value: version.replace('/', ' ') }
  await showLife()
}
void look().catch(error => deps.logger.error({ err: error }, 'the database does not take the heartbeat'))
const heart = setInterval(() => void showLife().catch(() => undefined), 5000)
collectWhenQuiet(10_000)
deps.logger.info({ queue: deps.queue.backend }, 'worker running')
process.send?.({ ready: true })

let stopping = false
const stop = async () => {
  if (stopping) return
  stopping = true
  clearInterval(heart)
  // What is past the final dot gets its answer; a server that never answers does not hold a restart up for ever.
  const deadline = setTimeout(() => process.exit(1), 60_000)
  await Promise.all([watch.stop(), delivery.stop(), preparation.stop(), outbox.stop()])
  await deps.database.pool.query('DELETE FROM worker_beat WHERE id = $1', [id]).catch(() => undefined)
  await renderer.close()
  await deps.close()
  clearTimeout(deadline)
  process.exit(0)
}
process.once('SIGTERM', stop)
process.once('SIGINT', stop)
process.once('disconnect', stop)
