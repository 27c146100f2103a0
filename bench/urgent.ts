import { makeMail, makeServer } from '../apps/server/src/testing/factories.ts'
import { startProcess } from '../scripts/processes.ts'
import { openStage, percentile, startRedis, startSlowSink } from './stage.ts'

const bulk = 5000
const urgentMails = 100
const connections = 5
const slowness = 20

/**
 * Urgent mails while 5,000 letters wait for a server that takes 20 ms a mail on 5 connections (20 s of work): seconds
 * from the moment each is in Postgres until the server has taken it.
 */
export const benchUrgent = async () => {
  const sink = await startSlowSink(slowness)
  const redis = await startRedis('/tmp')
  const stage = await openStage({ REDIS_URL: redis?.url ?? '' })
  const worker = startProcess('worker', stage.env, { quiet: true })
  const { database } = stage.deps
  try {
    const server = await makeServer(database, sink.port, { connections })
    await worker.ready
    const bulkId = await makeMail(database, server, bulk)
    const ids: string[] = []
    for (let n = 0; n < urgentMails; n++) {
      ids.push(await makeMail(database, server, 1, { priority: 0, prefix: `urgent${n}-` }))
      await new Promise(resolve => setTimeout(resolve, 120))
    }
    const times = async () => {
      const { rows } = await database.pool.query<{ ms: number }>(
        `SELECT extract(epoch FROM accepted_at - created_at)::float * 1000 AS ms FROM message WHERE dispatch_id = ANY($1::uuid[]) AND state = 'accepted'`,
        [ids],
      )
      return rows.map(row => row.ms)
    }
    while ((await times()).length < urgentMails) await new Promise(resolve => setTimeout(resolve, 50))
    const { rows } = await database.pool.query(
      `SELECT count(*)::int AS waiting FROM message WHERE dispatch_id = $1 AND state = 'ready'`,
      [bulkId],
    )
    const taken = await times()
    const p99 = Math.round(percentile(taken, 0.99))
    if (rows[0].waiting === 0) throw new Error('the bulk was over before the last urgent mail: nothing was passed')
    return {
      rows: [
        [`urgent mail behind ${bulk}, median`, `${percentile(taken, 0.5).toFixed(0)} ms`, ''],
        [`urgent mail behind ${bulk}, p99`, `${p99} ms`, ''],
      ],
      figures: { urgentP99Ms: p99 },
    }
  } finally {
    await worker.stop()
    await stage.close()
    redis?.stop()
    sink.stop()
  }
}
