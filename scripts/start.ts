import path from 'node:path'
import { ensureWeb } from './build.ts'
import { startPostgres } from './postgres.ts'
import { findSecretKey, onStop, type Running, startProcess } from './processes.ts'

/** `npm start`: production on one machine; its own Postgres in ./data unless DATABASE_URL names one. */
const folder = path.resolve(process.env.DATA_DIR ?? './data')
await ensureWeb(() => console.log('Building the web application…'))
const postgres = process.env.DATABASE_URL ? null : await startPostgres(folder)
const env = {
  DATABASE_URL: process.env.DATABASE_URL ?? postgres?.url ?? '',
  SECRET_KEY: await findSecretKey(folder),
  DATA_DIR: folder,
  MODE: process.env.MODE ?? 'production',
}

let stopping = false
const running = new Map<string, Running>()
/** Keeps a process alive: one that dies is started again after a pause that grows with quick deaths. */
const keep = (name: 'api' | 'worker', deaths = 0): Running => {
  const started = Date.now()
  const child = startProcess(name, env)
  running.set(name, child)
  child.process.once('exit', code => {
    if (stopping) return
    const quick = Date.now() - started < 10_000 ? deaths + 1 : 0
    if (quick > 5) {
      console.error(`The ${name} process keeps ending (${code}); stopping. The lines above say why.`)
      process.exit(1)
    }
    setTimeout(() => !stopping && keep(name, quick), 500 * 2 ** quick)
  })
  return child
}
onStop(async () => {
  stopping = true
  await Promise.all([...running.values()].map(child => child.stop()))
  await postgres?.stop()
})
const api = await keep('api').ready
keep('worker')
const origin = process.env.PUBLIC_URL ?? `http://localhost:${new URL(api.address ?? 'http://localhost:3000').port}`
console.log(`\nMailroom is running at ${origin}`)
if (api.setupToken)
  console.log(`Finish the installation here (the link works once):\n  ${origin}/setup?token=${api.setupToken}\n`)
