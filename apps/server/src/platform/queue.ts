import {
  type ConnectionOptions,
  createPostgresBackend,
  Queue as RedisQueue,
  Worker as RedisWorker,
  withBackend,
} from 'bullmq'
import { Redis } from 'ioredis'
import type { Config } from './config.ts'
import type { Finding } from './finding.ts'

/**
 * The queue is a doorbell: a job says "look at these rows", never what to do (RELIABILITY §1). Losing every job costs
 * seconds, because the reconciler rings again from Postgres.
 */
export type Hint = { id: string; data: unknown }
export type Queue = {
  backend: 'redis' | 'postgres'
  /** Adds jobs; false when the queue does not answer (somebody rings again later). */
  ring: (queue: string, hints: Hint[]) => Promise<boolean>
  /** Calls `handler` for each job, `concurrency` at once. Returns how to stop: waits for those under way. */
  listen: (queue: string, concurrency: number, handler: (data: unknown) => Promise<void>) => Listener
  health: () => Promise<Finding>
  close: () => Promise<void>
}
export type Listener = { pause: () => Promise<void>; close: () => Promise<void> }

type AnyQueue = Pick<RedisQueue, 'add' | 'addBulk' | 'close' | 'on' | 'getJobCounts'>
type AnyWorker = Pick<RedisWorker, 'pause' | 'close' | 'on'>
type NewJob = { name: string; data: unknown; opts: { jobId: string } }
type Backend = {
  name: Queue['backend']
  queue: (name: string) => AnyQueue
  add: (queue: AnyQueue, jobs: NewJob[]) => Promise<unknown>
  worker: (name: string, concurrency: number, handler: (data: unknown) => Promise<void>) => AnyWorker
  health: () => Promise<Finding>
  close: () => Promise<void>
}

// A job that is lost or stalls is rung again from Postgres: no retries, nothing kept, here.
const jobOptions = { attempts: 1, removeOnComplete: true, removeOnFail: true }
const workerOptions = (concurrency: number) => ({
  concurrency,
  removeOnComplete: { count: 0 },
  removeOnFail: { count: 0 },
  maxStalledCount: 0,
  lockDuration: 60_000,
  drainDelay: 1,
})
const ringPatience = 2000

const redisBackend = (url: string): Backend => {
  const shared = new Redis(url, {
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    connectTimeout: 2000,
    retryStrategy: times => Math.min(100 * times, 2000),
  })
  shared.on('error', () => {})
  const blocking = () => {
    const connection = new Redis(url, {
      maxRetriesPerRequest: null,
      retryStrategy: times => Math.min(100 * times, 2000),
    })
    connection.on('error', () => {})
    return connection
  }
  const opened: Redis[] = []
  return {
    name: 'redis',
    queue: name =>
      new RedisQueue(name, {
        connection: shared as ConnectionOptions,
        prefix: 'mailroom',
        defaultJobOptions: jobOptions,
        skipVersionCheck: true,
      }),
    add: (queue, jobs) => queue.addBulk(jobs),
    worker: (name, concurrency, handler) => {
      const connection = blocking()
      opened.push(connection)
      return new RedisWorker(name, job => handler(job.data), {
        connection: connection as ConnectionOptions,
        prefix: 'mailroom',
        ...workerOptions(concurrency),
        skipVersionCheck: true,
      })
    },
    health: async () => {
      const policy = await shared.config('GET', 'maxmemory-policy').catch(() => null)
      if (!policy)
        return (await shared.ping().catch(() => null))
          ? { ok: true, code: 'queue-in-redis' }
          : { ok: false, code: 'redis-silent' }
      const value = (policy as string[])[1]
      return value === 'noeviction' ? { ok: true, code: 'queue-in-redis' } : { ok: false, code: 'redis-evicts', value }
    },
    close: async () => {
      for (const connection of [shared, ...opened]) connection.disconnect()
    },
  }
}

/** BullMQ names its schema in the connection's `options`, and those of an address would win over it: no job could be added. */
const withoutOptions = (address: string): string => {
  if (!URL.canParse(address)) return address
  const url = new URL(address)
  if (!url.searchParams.has('options')) return address
  url.searchParams.delete('options')
  return url.toString()
}

const postgresBackend = (databaseUrl: string): Backend => {
  const { Queue, Worker } = withBackend(createPostgresBackend)
  const connectionString = withoutOptions(databaseUrl)
  const connection = { connectionString, migrate: true, max: 4 }
  let health: Queue['health'] = async () => ({ ok: true, code: 'queue-in-postgres' })
  return {
    name: 'postgres',
    queue: name => {
      const queue = new Queue(name, { connection, defaultJobOptions: jobOptions }) as unknown as AnyQueue
      health = () =>
        queue.getJobCounts('wait').then(
          (): Finding => ({ ok: true, code: 'queue-in-postgres' }),
          (): Finding => ({ ok: false, code: 'queue-silent' }),
        )
      return queue
    },
    // Its bulk insert makes temporary tables, which costs more than the few jobs of one ring (9 ms against 0.5 each) and
    // fills the catalogue with dead rows.
    add: (queue, jobs) => Promise.all(jobs.map(({ name, data, opts }) => queue.add(name, data, opts))),
    worker: (name, concurrency, handler) =>
      new Worker(name, job => handler(job.data), { connection, ...workerOptions(concurrency) }) as unknown as AnyWorker,
    health: () => health(),
    close: async () => {},
  }
}

const within = <T>(ms: number, work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('QUEUE_SLOW')), ms)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

/** The one switch: Redis when `REDIS_URL` is set, else BullMQ's own Postgres backend on the same database. */
export const connectQueue = (config: Pick<Config, 'redisUrl' | 'databaseUrl'>): Queue => {
  const backend = config.redisUrl ? redisBackend(config.redisUrl) : postgresBackend(config.databaseUrl)
  const queues = new Map<string, AnyQueue>()
  const workers: AnyWorker[] = []
  const queueFor = (name: string) => {
    const known = queues.get(name)
    if (known) return known
    const queue = backend.queue(name)
    queue.on('error', () => {})
    queues.set(name, queue)
    return queue
  }
  return {
    backend: backend.name,
    ring: async (name, hints) => {
      if (hints.length === 0) return true
      try {
        const jobs = hints.map(hint => ({ name, data: hint.data, opts: { jobId: hint.id } }))
        await within(ringPatience, backend.add(queueFor(name), jobs))
        return true
      } catch {
        return false
      }
    },
    listen: (name, concurrency, handler) => {
      const worker = backend.worker(name, concurrency, handler)
      worker.on('error', () => {})
      workers.push(worker)
      return { pause: async () => void (await worker.pause(true)), close: async () => void (await worker.close()) }
    },
    health: () => {
      // Asking needs a queue to ask.
      queueFor('outbox')
      return within(ringPatience, backend.health()).catch((): Finding => ({ ok: false, code: 'queue-silent' }))
    },
    close: async () => {
      await Promise.allSettled(workers.map(worker => worker.close(true)))
      await Promise.allSettled([...queues.values()].map(queue => queue.close()))
      await backend.close()
    },
  }
}
