import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createDeps, type Deps } from '../apps/server/src/deps.ts'
import { readConfig } from '../apps/server/src/platform/config.ts'
import { applyMigrations } from '../apps/server/src/platform/migrations.ts'
import { startPostgres } from '../scripts/postgres.ts'

/** What every benchmark stands on: a real Postgres (with fsync), a folder, and ways to end it. */
export type Stage = { deps: Deps; env: Record<string, string>; folder: string; close: () => Promise<void> }

export const openStage = async (more: Record<string, string> = {}): Promise<Stage> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'mailroom-bench-'))
  const postgres = await startPostgres(folder)
  await applyMigrations(postgres.url)
  const env = {
    DATABASE_URL: postgres.url,
    REDIS_URL: '',
    SECRET_KEY: randomBytes(32).toString('base64'),
    DATA_DIR: folder,
    MODE: 'test',
    LOG_LEVEL: 'error',
    PORT: '0',
    CONCURRENCY: '20',
    ...more,
  }
  const deps = createDeps(readConfig(env), 'api')
  return {
    deps,
    env,
    folder,
    close: async () => {
      await deps.close()
      await postgres.stop('immediate')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export const freePort = async (): Promise<number> => {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise(resolve => server.close(resolve))
  return port
}

const waitForPort = async (port: number) => {
  for (let attempt = 0; attempt < 200; attempt++) {
    const open = await new Promise<boolean>(resolve => {
      const socket = connect(port, '127.0.0.1', () => resolve(true))
      socket.on('error', () => resolve(false))
      socket.on('connect', () => socket.destroy())
    })
    if (open) return
    await new Promise(resolve => setTimeout(resolve, 25))
  }
  throw new Error(`nothing listens on ${port}`)
}

/** A sink in a process of its own: Postfix smtp-sink where it is installed, else Nodemailer's smtp-server. */
export const startSink = async (): Promise<{ port: number; name: string; stop: () => void }> => {
  const port = await freePort()
  const postfix = ['smtp-sink', '/usr/sbin/smtp-sink'].find(command => spawnSync(command, ['-h']).error === undefined)
  const root = process.getuid?.() === 0 ? ['-u', 'nobody'] : []
  const child: ChildProcess = postfix
    ? spawn(postfix, [...root, '-c', `127.0.0.1:${port}`, '200'], { stdio: 'ignore' })
    : spawn(process.execPath, [path.join(import.meta.dirname, 'sink.ts'), String(port)], { stdio: 'ignore' })
  await waitForPort(port)
  return { port, name: postfix ? 'smtp-sink' : 'smtp-server', stop: () => child.kill() }
}

/** A sink that takes `delayMs` for each mail, as a server far away does. */
export const startSlowSink = async (delayMs: number): Promise<{ port: number; stop: () => void }> => {
  const port = await freePort()
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'sink.ts'), String(port), String(delayMs)], {
    stdio: 'ignore',
  })
  await waitForPort(port)
  return { port, stop: () => child.kill() }
}

/** A Redis of the run's own, or null where there is none. */
export const startRedis = async (folder: string): Promise<{ url: string; stop: () => void } | null> => {
  if (process.env.REDIS_URL) return { url: process.env.REDIS_URL, stop: () => {} }
  if (spawnSync('redis-server', ['--version']).error) return null
  const port = await freePort()
  const child = spawn(
    'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--maxmemory-policy', 'noeviction', '--dir', folder],
    { stdio: 'ignore' },
  )
  await waitForPort(port)
  return { url: `redis://127.0.0.1:${port}`, stop: () => child.kill() }
}

export const percentile = (values: number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.ceil(values.length * share) - 1)] ?? 0
export const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1000
}
