import { randomBytes } from 'node:crypto'
import path from 'node:path'
import nodemailer from 'nodemailer'
import { makeMail, makeServer } from '../apps/server/src/testing/factories.ts'
import { startProcess } from '../scripts/processes.ts'
import { cpuSeconds, type Usage, usedSince } from './cpu.ts'
import { monotonic, readProfile } from './profile.ts'
import { openStage, type Stage, seconds, startRedis, startSink } from './stage.ts'

const messages = 5000
const warmUp = 2000
const connections = 20
const workers = 2
const pdfBytes = 24 * 1024

type Result = { perSecond: number; usage: Usage; parts: Record<string, number> }

/** Nodemailer's own pool into the sink: the measure of all things here. Messages per second. */
const rawPool = async (port: number, pdf: boolean): Promise<number> => {
  const pool = nodemailer.createTransport({
    host: '127.0.0.1',
    port,
    pool: true,
    maxConnections: connections,
    maxMessages: Infinity,
    ignoreTLS: true,
  })
  const files = pdf ? Array.from({ length: 100 }, () => randomBytes(pdfBytes)) : []
  const send = (n: number) =>
    pool.sendMail({
      from: '"Lycée des Tilleuls" <secretariat@tilleuls.example>',
      to: `"Person ${n}" <person${n}@family.example>`,
      subject: 'Hello',
      text: 'Hello from the school.',
      html: '<p>Hello from the school.</p>',
      attachments: pdf
        ? [{ filename: 'letter.pdf', contentType: 'application/pdf', content: files[n % files.length] }]
        : [],
    })
  const run = (count: number) => Promise.all(Array.from({ length: count }, (_, n) => send(n)))
  await run(pdf ? 500 : warmUp)
  const took = await seconds(() => run(messages))
  pool.close()
  return messages / took
}

/** Every message of a dispatch gets a stored PDF of its own, made before, as after preparation. */
const attachPdfs = async ({ deps }: Stage, dispatchId: string, count: number) => {
  const { pool } = deps.database
  for (let at = 0; at < count; at += 250) {
    const files = Array.from({ length: Math.min(250, count - at) }, () => randomBytes(pdfBytes))
    await pool.query(
      `WITH given AS (SELECT bytes, encode(sha256(bytes), 'hex') AS sha, n FROM unnest($1::bytea[]) WITH ORDINALITY AS f(bytes, n)),
         kept AS (INSERT INTO file (sha, bytes, type, size) SELECT sha, bytes, 'application/pdf', length(bytes) FROM given)
       UPDATE message m SET pdf_sha = given.sha, pdf_name = 'letter.pdf' FROM given WHERE m.dispatch_id = $2 AND m.fair_rank = given.n + $3`,
      [files, dispatchId, at],
    )
  }
}

/** Sends what waits in one dispatch; says how long it took from the moment it may go, and what was used meanwhile. */
const sendAll = async (stage: Stage, server: string, count: number, pdf: boolean) => {
  const { pool } = stage.deps.database
  // The server is paused while the rows are written: accepting them is another benchmark (accept5000P95Ms).
  await pool.query('UPDATE smtp_server SET paused_at = now() WHERE id = $1', [server])
  const id = await makeMail(stage.deps.database, server, count)
  if (pdf) await attachPdfs(stage, id, count)
  await pool.query('ANALYZE message')
  const before = cpuSeconds()
  const from = monotonic()
  const took = await seconds(async () => {
    await pool.query('UPDATE smtp_server SET paused_at = NULL WHERE id = $1', [server])
    // Ordered as its index is: else Postgres passes all that was sent, and we measure ourselves.
    const open = `SELECT 1 FROM message WHERE dispatch_id = $1 AND state IN ('ready','sending','deferred') ORDER BY dispatch_id, state LIMIT 1`
    while ((await pool.query(open, [id])).rowCount) await new Promise(resolve => setTimeout(resolve, 20))
  })
  return { took, usage: usedSince(before), from, to: monotonic() }
}

/** The whole pipeline: rows in Postgres → dispatcher → queue → gate → SMTP → outcome. */
const pipeline = async (port: number, redisUrl: string, options: { pdf?: boolean; profile?: boolean }) => {
  const stage = await openStage({ REDIS_URL: redisUrl })
  const folder = path.join(stage.folder, 'profile')
  const env = options.profile ? { ...stage.env, NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${folder}` } : stage.env
  const running = Array.from({ length: workers }, () => startProcess('worker', env, { quiet: true }))
  try {
    const server = await makeServer(stage.deps.database, port, { connections })
    await Promise.all(running.map(worker => worker.ready))
    // As much for each process as the raw pool gets.
    await sendAll(stage, server, workers * (options.pdf ? 500 : warmUp), options.pdf ?? false)
    const { took, usage, from, to } = await sendAll(stage, server, messages, options.pdf ?? false)
    await Promise.all(running.map(worker => worker.stop()))
    return {
      perSecond: messages / took,
      usage,
      parts: options.profile ? readProfile(folder, from, to) : {},
    } satisfies Result
  } finally {
    await Promise.all(running.map(worker => worker.stop()))
    await stage.close()
  }
}

const perMessage = (seconds: number) => `${((seconds * 1e6) / messages).toFixed(0)} µs`
const timeTable = (name: string, { usage, parts }: Result): string[][] => {
  return [
    [`processor time per message, ${name}: Postgres`, perMessage(usage.postgres), ''],
    ...(usage.redis > 0 ? [['    Redis', perMessage(usage.redis), '']] : []),
    ['    the sink', perMessage(usage.sink), ''],
    [`    workers (${workers})`, perMessage(usage.worker), ''],
    ...Object.entries(parts)
      .toSorted((a, b) => b[1] - a[1])
      .map(([part, ms]) => [`        ${part}`, `${((ms * 1000) / messages).toFixed(0)} µs`, '']),
  ]
}

/** One variant ÷ the raw pool, which is measured before and after it. */
const compare = async (port: number, redisUrl: string, pdf: boolean) => {
  const before = await rawPool(port, pdf)
  const result = await pipeline(port, redisUrl, { pdf })
  const raw = (before + (await rawPool(port, pdf))) / 2
  return { raw, result, ratio: Math.round((result.perSecond / raw) * 100) / 100 }
}

/** Whole pipeline with two workers ÷ nodemailer's raw pool into the same sink, in one run; and where the time goes. */
export const benchPipeline = async () => {
  const sink = await startSink()
  const redis = await startRedis('/tmp')
  try {
    const rows: string[][] = []
    const measure = async (name: string, url: string, pdf: boolean) => {
      const { raw, result, ratio } = await compare(sink.port, url, pdf)
      rows.push(
        [
          `raw nodemailer pool, ${connections} connections, ${sink.name}${pdf ? ', PDF' : ''}`,
          `${raw.toFixed(0)} /s`,
          '',
        ],
        [`whole pipeline, ${name}`, `${result.perSecond.toFixed(0)} /s`, ratio.toFixed(2)],
      )
      return ratio
    }
    const pipelinePostgres = await measure('queue on Postgres', '', false)
    const pipelineRedis = redis ? await measure('queue on Redis', redis.url, false) : null
    const pipelinePdfRedis = redis ? await measure('queue on Redis, a PDF of 24 kB each', redis.url, true) : null
    if (!redis) rows.push(['whole pipeline, queue on Redis', 'no redis-server here', ''])
    // Measured apart: the profiler itself costs time.
    for (const pdf of [false, true])
      rows.push(
        ...timeTable(
          `${redis ? 'Redis' : 'Postgres'}${pdf ? ', PDF' : ''}`,
          await pipeline(sink.port, redis?.url ?? '', { profile: true, pdf }),
        ),
      )
    return { rows, figures: { pipelinePostgres, pipelineRedis, pipelinePdfRedis } }
  } finally {
    redis?.stop()
    sink.stop()
  }
}
