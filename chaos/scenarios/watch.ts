import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import * as contract from '@mailroom/contract'
import { makeMail } from '../../apps/server/src/testing/factories.ts'
import { isClean } from '../checker.ts'
import { countStates, examine, settle } from '../evidence.ts'
import { type Context, type Outcome, postTo, type Scenario, sayFindings, scaled, until, wait } from '../scenario.ts'

const run = promisify(execFile)

/** G19: the files of an older backup are put back while letters that it calls waiting have long arrived. */
const oldBackup = async (context: Context): Promise<Outcome> => {
  const { stage } = context
  const letters = scaled(context, 300, 2000)
  const cluster = path.join(stage.folder, 'postgres')
  const backup = path.join(stage.folder, 'backup')
  const { pool } = stage.deps.database
  const counter = async () => Number((await pool.query('SELECT counter FROM restore_mark')).rows[0]?.counter ?? 0)
  await stage.weather('smtp', { down: true })
  await stage.fleet.staff(2)
  const promised = [await postTo(stage, letters)]
  await stage.crashPostgres(async () => void (await run('cp', ['-a', cluster, backup])))
  const then = await counter()
  await stage.weather('smtp', {})
  await settle(stage, 90_000)
  if (!(await until(async () => (await counter()) > then + 1, 40_000)))
    return { ok: false, seen: 'the mark stood still' }
  const before = await examine(stage, promised)
  const taken = await stage.taken()
  context.tell(`${taken} copies are with the mail server; now yesterday's database comes back`)
  await stage.crashPostgres(async () => {
    await run('rm', ['-rf', cluster])
    await run('mv', [backup, cluster])
  })
  const held = async () => ((await countStates(stage, [promised[0]?.id ?? ''])).held ?? 0) === letters
  const seen = await until(held, 40_000)
  await wait(15_000)
  const again = (await stage.taken()) - taken
  const { restored, alerts } = await stage.office.client.call(contract.getWatch)
  await stage.office.client.call(contract.settleRestored, { body: { what: 'cancel' } })
  return {
    ok:
      seen &&
      again === 0 &&
      restored?.messages === letters &&
      alerts.some(one => one.code === 'restored') &&
      isClean(before),
    seen: `${sayFindings(before)}; after the restore ${restored?.messages ?? 0} letters held, ${again} sent again, alert ${alerts.some(one => one.code === 'restored') ? 'shown' : 'missing'}`,
  }
}

/** Corrupt rows, each in a way that the engine does not heal by itself, and the alert that must tell of it. */
const plants: [alert: string, what: string, sql: string][] = [
  ['state-unknown', 'a state that does not exist', `UPDATE message SET state = 'lost' WHERE id = $1`],
  [
    'ready-without-content',
    'ready without content',
    `UPDATE message SET state = 'ready', content_id = NULL WHERE id = $1`,
  ],
  ['server-missing', 'a server that is gone', `UPDATE message SET server_id = uuidv4() WHERE id = $1`],
  [
    'held-without-reason',
    'held, and nobody knows why',
    `UPDATE message SET state = 'held', held_reason = NULL WHERE id = $1`,
  ],
  [
    'held-without-reason',
    'held for a pause that is over',
    `UPDATE message SET state = 'held', held_reason = 'paused' WHERE id = $1`,
  ],
  [
    'accepted-without-time',
    'accepted without a time',
    `UPDATE message SET state = 'accepted', accepted_at = NULL WHERE id = $1`,
  ],
  [
    'cancelled-but-open',
    'open in a cancelled dispatch',
    `WITH m AS (UPDATE message SET state = 'needs_decision' WHERE id = $1 RETURNING dispatch_id) UPDATE dispatch SET state = 'cancelled' FROM m WHERE id = m.dispatch_id`,
  ],
  [
    'done-but-open',
    'open in a finished dispatch',
    `WITH m AS (UPDATE message SET state = 'needs_decision', changed_at = now() - interval '10 min' WHERE id = $1 RETURNING dispatch_id) UPDATE dispatch SET state = 'done' FROM m WHERE id = m.dispatch_id`,
  ],
  ['recipient-without-message', 'a recipient without a message', `DELETE FROM message WHERE id = $1`],
  [
    'job-stuck',
    'a job that failed',
    `INSERT INTO outbox_job (job, payload, due_at, failed_at) SELECT 'dispatches.note', '{}', now(), now() WHERE $1::uuid IS NOT NULL`,
  ],
]

/** G20: whatever the engine cannot heal is an alert within two minutes. */
const nothingSilent = async (context: Context): Promise<Outcome> => {
  const { stage } = context
  const { pool } = stage.deps.database
  await stage.fleet.staff(1)
  await pool.query('UPDATE smtp_server SET paused_at = now()')
  const counts = async () => {
    const { rows } = await pool.query<{ code: string; count: number }>(
      'SELECT code, count FROM alert WHERE ended_at IS NULL',
    )
    return new Map(rows.map(row => [row.code, Number(row.count)]))
  }
  const before = await counts()
  const began = Date.now()
  for (const [n, [, , sql]] of plants.entries()) {
    const dispatch = await makeMail(stage.deps.database, stage.office.serverId, 1, { prefix: `plant${n}-` })
    await pool.query(sql, [(await pool.query('SELECT id FROM message WHERE dispatch_id = $1', [dispatch])).rows[0].id])
  }
  const codes = Map.groupBy(plants, ([alert]) => alert)
  /** What is missing of each kind: another kind's alerts do not make up for it. */
  const missing = async () => {
    const now = await counts()
    return [...codes].filter(([code, rows]) => (now.get(code) ?? 0) - (before.get(code) ?? 0) < rows.length)
  }
  const all = await until(async () => (await missing()).length === 0, 125_000)
  const seconds = Math.round((Date.now() - began) / 1000)
  const silent = (await missing()).flatMap(([, rows]) => rows.map(([, what]) => what))
  await pool.query('DELETE FROM dispatch WHERE author_id IS NULL')
  await pool.query(`DELETE FROM outbox_job WHERE failed_at IS NOT NULL`)
  await pool.query('UPDATE smtp_server SET paused_at = NULL')
  const found = `${plants.length - silent.length} of ${plants.length} corrupt rows were alerts after ${seconds} s`
  return { ok: all, seen: silent.length === 0 ? found : `${found}; not told: ${silent.join(', ')}` }
}

export const watch: Scenario[] = [
  {
    id: 'G19',
    title: 'an old backup cannot re-mail families',
    asked: 'all held, 0 sent again',
    usual: true,
    run: oldBackup,
  },
  {
    id: 'G20',
    title: 'nothing stuck in silence',
    asked: '10 planted rows alert ≤ 2 min',
    usual: true,
    run: nothingSilent,
  },
]
