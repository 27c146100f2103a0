import { makeMail, makeServer } from '../apps/server/src/testing/factories.ts'
import { startProcess } from '../scripts/processes.ts'
import { cpuSeconds, usedSince } from './cpu.ts'
import { openStage, percentile, type Stage, startRedis, startSink } from './stage.ts'

const sizes = [1000, 10_000, 100_000]
const rounds = 3
const warmUp = 2000
/** Messages sent at each size before the clock is read: never more than the smallest backlog. */
const sample = 1000

/** Processor microseconds of worker and Postgres per message, for `sample` messages sent out of a backlog of `size`. */
const costAt = async (stage: Stage, server: string, size: number): Promise<number> => {
  const { pool } = stage.deps.database
  const pause = (paused: boolean) =>
    pool.query(`UPDATE smtp_server SET paused_at = CASE WHEN $2 THEN now() END WHERE id = $1`, [server, paused])
  const settled = async () => {
    while ((await pool.query(`SELECT 1 FROM message WHERE state = 'sending' LIMIT 1`)).rowCount)
      await new Promise(resolve => setTimeout(resolve, 20))
  }
  await pause(true)
  const id = await makeMail(stage.deps.database, server, size)
  await pool.query('VACUUM ANALYZE message')
  const accepted = async () =>
    (await pool.query(`SELECT count(*)::int AS n FROM message WHERE dispatch_id = $1 AND state = 'accepted'`, [id]))
      .rows[0].n as number
  const before = cpuSeconds()
  await pause(false)
  while ((await accepted()) < sample) await new Promise(resolve => setTimeout(resolve, 50))
  await pause(true)
  await settled()
  const used = usedSince(before)
  const cost = ((used.postgres + used.worker) * 1e6) / (await accepted())
  await pool.query('TRUNCATE dispatch CASCADE')
  return cost
}

/** Does a message cost more when more are waiting? Processor time, so that other work on the machine does not count. */
export const benchBacklog = async () => {
  const sink = await startSink()
  const redis = await startRedis('/tmp')
  const stage = await openStage({ REDIS_URL: redis?.url ?? '' })
  const worker = startProcess('worker', stage.env, { quiet: true })
  try {
    const server = await makeServer(stage.deps.database, sink.port, { connections: 20 })
    await worker.ready
    await costAt(stage, server, warmUp)
    const costs = new Map<number, number[]>(sizes.map(size => [size, []]))
    // In turns, so that a slower minute of the machine meets all sizes.
    for (let round = 0; round < rounds; round++)
      for (const size of sizes) costs.get(size)?.push(await costAt(stage, server, size))
    const typical = sizes.map(size => percentile(costs.get(size) ?? [], 0.5))
    const growth = Math.round((Math.max(...typical) / (typical[0] ?? 1)) * 100) / 100
    return {
      rows: sizes.map((size, n) => [
        `cost of a message, ${size.toLocaleString('en')} waiting`,
        `${typical[n]?.toFixed(0)} µs`,
        ((typical[n] ?? 0) / (typical[0] ?? 1)).toFixed(2),
      ]),
      figures: { backlogGrowth: growth },
    }
  } finally {
    await worker.stop()
    await stage.close()
    redis?.stop()
    sink.stop()
  }
}
