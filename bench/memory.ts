import { randomUUID } from 'node:crypto'
import * as contract from '@mailroom/contract'
import { startProcess } from '../scripts/processes.ts'
import { enrol, openOffice } from './accept.ts'
import { residentMb } from './cpu.ts'
import { openStage, startRedis, startSink } from './stage.ts'

const letters = 5000

/** Peak resident memory of API and worker together (Chromium apart) while 5,000 letters are made as PDF and sent. */
export const benchMemory = async () => {
  const sink = await startSink()
  const redis = await startRedis('/tmp')
  const stage = await openStage({ REDIS_URL: redis?.url ?? '' })
  await enrol(stage, letters)
  const { api, client } = await openOffice(stage)
  const { pool } = stage.deps.database
  await pool.query('UPDATE smtp_server SET port = $1, connections = 20', [sink.port])
  await pool.query('UPDATE institution SET undo_seconds = 0')
  const worker = startProcess('worker', stage.env, { quiet: true })
  let peak = 0
  const timer = setInterval(() => {
    const [a, w] = [api.process.pid, worker.process.pid]
    if (a && w) peak = Math.max(peak, residentMb(a) + residentMb(w))
  }, 200)
  try {
    await worker.ready
    const { letters: offered } = await client.call(contract.listLetters, { query: { list: 'guardian' } })
    const choice = contract.dispatchChoice.parse({
      kind: 'letter',
      list: 'guardian',
      scope: { type: 'filtered', filters: contract.personFilters.parse({}) },
      letterId: offered.find(one => one.category === 'meetings')?.id ?? null,
      attachPdf: true,
      values: { 'meeting.date': '2026-12-08' },
    })
    const began = performance.now()
    const { email } = await client.call(contract.createDispatch, {
      body: { idempotencyKey: randomUUID(), choice, subject: 'Parents’ evening', body: '<p>Hello</p>' },
    })
    if (email !== letters) throw new Error(`accepted ${email} of ${letters}`)
    const sent = async () =>
      (await pool.query(`SELECT count(*)::int AS n FROM message WHERE state = 'accepted'`)).rows[0].n as number
    while ((await sent()) < letters) {
      if (performance.now() - began > 600_000) throw new Error(`only ${await sent()} sent after ten minutes`)
      await new Promise(resolve => setTimeout(resolve, 1000))
    }
    const perSecond = (letters * 1000) / (performance.now() - began)
    return {
      rows: [
        [`${letters} letters made as PDF and sent`, `${perSecond.toFixed(0)} /s`, ''],
        ['    API and worker at most (Chromium apart)', `${peak.toFixed(0)} MB`, ''],
      ],
      figures: { memoryMb: Math.round(peak) },
    }
  } finally {
    clearInterval(timer)
    await worker.stop()
    await api.stop()
    await stage.close()
    redis?.stop()
    sink.stop()
  }
}
