import nodemailer from 'nodemailer'
import { countStates, makeMail, makeServer } from '../apps/server/src/testing/factories.ts'
import { startProcess } from '../scripts/processes.ts'
import { openStage, seconds, startRedis, startSink } from './stage.ts'

const messages = 2000
const connections = 20

/** Nodemailer's own pool into the sink: the measure of all things here. Messages per second. */
const rawPool = async (port: number): Promise<number> => {
  const pool = nodemailer.createTransport({
    host: '127.0.0.1',
    port,
    pool: true,
    maxConnections: connections,
    maxMessages: Infinity,
    ignoreTLS: true,
  })
  const send = (n: number) =>
    pool.sendMail({
      from: '"Lycée des Tilleuls" <secretariat@tilleuls.example>',
      to: `"Person ${n}" <person${n}@family.example>`,
      subject: 'Hello',
      text: 'Hello from the school.',
      html: '<p>Hello from the school.</p>',
    })
  await Promise.all(Array.from({ length: 100 }, (_, n) => send(n)))
  const took = await seconds(() => Promise.all(Array.from({ length: messages }, (_, n) => send(n))))
  pool.close()
  return messages / took
}

/** The whole pipeline: rows in Postgres → dispatcher → queue → claim → gate → SMTP → outcome, one worker process. */
const pipeline = async (port: number, redisUrl: string): Promise<number> => {
  const stage = await openStage({ REDIS_URL: redisUrl })
  const worker = startProcess('worker', stage.env, { quiet: true })
  try {
    const server = await makeServer(stage.deps.database, port, { connections })
    await worker.ready
    const run = async (count: number) => {
      const id = await makeMail(stage.deps.database, server, count)
      while (((await countStates(stage.deps.database, id)).accepted ?? 0) < count)
        await new Promise(resolve => setTimeout(resolve, 20))
    }
    await run(300)
    return messages / (await seconds(() => run(messages)))
  } finally {
    await worker.stop()
    await stage.close()
  }
}

/** Whole pipeline ÷ raw pool, into the same sink, in one run; the pool is measured before and after. */
export const benchPipeline = async () => {
  const sink = await startSink()
  const redis = await startRedis('/tmp')
  try {
    const before = await rawPool(sink.port)
    const onPostgres = await pipeline(sink.port, '')
    const onRedis = redis ? await pipeline(sink.port, redis.url) : null
    const raw = (before + (await rawPool(sink.port))) / 2
    return {
      rows: [
        [`raw nodemailer pool, ${connections} connections, ${sink.name}`, `${raw.toFixed(0)} /s`, ''],
        ['whole pipeline, queue on Postgres', `${onPostgres.toFixed(0)} /s`, (onPostgres / raw).toFixed(2)],
        [
          'whole pipeline, queue on Redis',
          onRedis ? `${onRedis.toFixed(0)} /s` : 'no redis-server here',
          onRedis ? (onRedis / raw).toFixed(2) : '',
        ],
      ],
      figures: { pipelinePostgres: round(onPostgres / raw), pipelineRedis: onRedis ? round(onRedis / raw) : null },
    }
  } finally {
    redis?.stop()
    sink.stop()
  }
}
const round = (value: number) => Math.round(value * 100) / 100
