import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createDeps, type Deps } from '../apps/server/src/deps.ts'
import { readConfig } from '../apps/server/src/platform/config.ts'
import { applyMigrations } from '../apps/server/src/platform/migrations.ts'
import { freePort } from '../bench/stage.ts'
import { type OwnPostgres, startPostgres } from '../scripts/postgres.ts'
import { type Child, startChild } from './child.ts'
import { Fleet, type Kept } from './fleet.ts'
import { type Office, openOffice } from './office.ts'
import type { Weather } from './proxy.ts'
import { type OwnRedis, startRedis } from './redis.ts'
import type { Manners } from './sink.ts'
import { readSinkJournal, type SinkLine } from './sink-journal.ts'

export type Backend = 'redis' | 'postgres'
export type LaneName = 'smtp' | 'postgres' | 'redis'
/**
 * Everything a scenario plays on: real API and worker processes, a real Postgres with fsync on, Redis, a sink, and a proxy
 * through which all of their connections pass. The suite itself looks at Postgres past the proxy.
 */
export type Stage = {
  backend: Backend
  folder: string
  env: Record<string, string>
  deps: Deps
  office: Office
  api: Kept
  fleet: Fleet
  redis: OwnRedis | null
  sinkPort: number
  /** Opens a further lane of the proxy; returns its port. */
  openLane: (name: string, target: number) => Promise<number>
  weather: (lane: LaneName | (string & {}), weather: Weather) => Promise<{ connections: number; refused: number }>
  reset: (lane: LaneName) => Promise<unknown>
  manners: (manners: Partial<Manners>) => Promise<unknown>
  dropSmtp: () => Promise<unknown>
  taken: () => Promise<number>
  /** What the sink took and refused since the last `turnPage`. */
  readSink: () => Promise<SinkLine[]>
  /** Between scenarios: some plant rows and delete them, and their letters would be strangers to the next one. */
  turnPage: () => Promise<void>
  /**
   * Ends Postgres as a power cut would, and starts it again on the same port and folder; meanwhile waits so many
   * milliseconds, or does something to its files.
   */
  crashPostgres: (meanwhile?: number | (() => Promise<void>)) => Promise<void>
  close: () => Promise<void>
}

/** What is open now: ended also when the suite itself is interrupted or fails. */
const open = new Set<() => Promise<unknown>>()
let closing: Promise<void> | undefined
/** Ends everything, the last opened first. Called twice at once (Ctrl+C while a scenario breaks off), it is done once. */
export const closeAll = (): Promise<void> => {
  closing ??= (async () => {
    for (const close of [...open].reverse()) await close().catch(() => undefined)
    open.clear()
    closing = undefined
  })()
  return closing
}
const keepUntilClosed = (close: () => Promise<unknown>) => {
  open.add(close)
}

const openNetwork = async (targets: Partial<Record<LaneName, number>>) => {
  const { child } = await startChild('proxy.ts')
  keepUntilClosed(() => child.stop())
  const openLane = (name: string, target: number) => child.ask({ open: { name, target } }) as Promise<number>
  const ports: Partial<Record<LaneName, number>> = {}
  for (const [name, target] of Object.entries(targets)) ports[name as LaneName] = await openLane(name, target)
  return { child, ports, openLane }
}

const openSink = async (folder: string) => {
  const journal = path.join(folder, 'sink.journal')
  const { child, ready } = await startChild('sink.ts', [journal, '0'])
  keepUntilClosed(() => child.stop())
  return { child, journal, port: ready as number }
}

const through = (url: string, port: number | undefined) => {
  const changed = new URL(url)
  changed.port = String(port)
  return changed.toString()
}

const keepPostgres = async (folder: string) => {
  let now: OwnPostgres = await startPostgres(folder)
  keepUntilClosed(() => now.stop('immediate'))
  const crash = async (meanwhile: number | (() => Promise<void>) = 0) => {
    await now.stop('immediate')
    if (typeof meanwhile === 'function') await meanwhile()
    else if (meanwhile > 0) await new Promise(resolve => setTimeout(resolve, meanwhile))
    now = await startPostgres(folder, { port: now.port })
  }
  return { url: now.url, port: now.port, crash }
}

const controls = (proxy: Child, sink: { child: Child; journal: string }) => {
  let read = 0
  return {
    weather: (lane: string, weather: Weather) =>
      proxy.ask({ lane, weather }) as Promise<{ connections: number; refused: number }>,
    reset: (lane: string) => proxy.ask({ lane, reset: true }),
    manners: (manners: Partial<Manners>) => sink.child.ask({ manners }),
    dropSmtp: () => sink.child.ask({ drop: true }),
    taken: async () => ((await sink.child.ask({ count: true })) as { taken: number }).taken,
    readSink: async () => (await readSinkJournal(sink.journal)).slice(read),
    turnPage: async () => {
      read = (await readSinkJournal(sink.journal)).length
    },
  }
}

/** Opens the stage with `people` families in the lists; the API runs, workers come with `fleet.staff`. */
export const openStage = async (backend: Backend, people: number): Promise<Stage> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'mailroom-chaos-'))
  keepUntilClosed(() => rm(folder, { recursive: true, force: true }))
  const [postgres, sink, redis] = await Promise.all([
    keepPostgres(folder),
    openSink(folder),
    backend === 'redis' ? startRedis(folder) : null,
  ])
  if (redis) keepUntilClosed(() => redis.kill())
  const {
    child: proxy,
    ports,
    openLane,
  } = await openNetwork({
    smtp: sink.port,
    postgres: postgres.port,
    ...(redis ? { redis: redis.port } : {}),
  })
  await applyMigrations(postgres.url)
  const env = {
    DATABASE_URL: through(postgres.url, ports.postgres),
    REDIS_URL: redis ? `redis://127.0.0.1:${ports.redis}` : '',
    SECRET_KEY: randomBytes(32).toString('base64'),
    DATA_DIR: folder,
    // A killed worker's Chromium leaves its profile behind: it goes with the stage.
    TMPDIR: folder,
    MODE: 'test',
    LOG_LEVEL: process.env.CHAOS_LOG ?? 'error',
    PORT: String(await freePort()),
    CONCURRENCY: '15',
  }
  const deps = createDeps(readConfig({ ...env, DATABASE_URL: postgres.url, REDIS_URL: '' }), 'api')
  keepUntilClosed(() => deps.close())
  const fleet = new Fleet(folder, env)
  const api = fleet.startApi()
  keepUntilClosed(async () => {
    await Promise.all([fleet.dismiss('SIGKILL'), api.letGo('SIGKILL')])
    fleet.close()
  })
  await api.ready
  const office = await openOffice(deps, `http://127.0.0.1:${env.PORT}`, ports.smtp ?? 0, people)
  return {
    ...{ backend, folder, env, deps, office, api, fleet, redis, sinkPort: sink.port, openLane },
    ...controls(proxy, sink),
    crashPostgres: postgres.crash,
    close: closeAll,
  }
}
