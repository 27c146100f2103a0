import * as contract from '@mailroom/contract'
import { percentile } from '../../bench/stage.ts'
import { compare } from '../checker.ts'
import { readRows, settle } from '../evidence.ts'
import type { Promised } from '../load.ts'
import { makeChance } from '../random.ts'
import { type Context, type Outcome, postTo, type Scenario, scaled, until, wait } from '../scenario.ts'

// Cancelling while letters go out, and letters that pass others.

/** G6: cancelled in full flight; what the answer called cancelled must never reach the mail server. */
const exactCancel = async (context: Context): Promise<Outcome> => {
  const { stage } = context
  const rounds = scaled(context, 5, 20)
  const chance = makeChance(context.seed)
  await stage.manners({ slowMs: 30 })
  await stage.fleet.staff(2)
  const promised: Promised[] = []
  let cancelled = 0
  for (let round = 0; round < rounds; round++) {
    const before = await stage.taken()
    const one = await postTo(stage, 200)
    promised.push(one)
    const goal = chance.between(5, 80)
    await until(async () => (await stage.taken()) - before >= goal, 20_000)
    await stage.office.client.call(contract.cancelDispatch, { params: { id: one.id } })
    cancelled += (await readRows(stage, [one.id])).filter(row => row.state === 'cancelled').length
  }
  await wait(1500)
  await settle(stage, 40_000, { hurry: false })
  const taken = new Set((await stage.readSink()).map(line => line.id))
  const rows = await readRows(
    stage,
    promised.map(one => one.id),
  )
  const delivered = rows.filter(row => row.state === 'cancelled' && taken.has(row.headerId)).length
  const found = compare(
    promised,
    rows,
    (await stage.readSink()).filter(line => rows.some(row => row.headerId === line.id)),
  )
  return {
    ok: delivered === 0 && cancelled > 0 && found.stuck + found.lost + found.falselyAccepted === 0,
    seen: `${rounds} cancelled while they were being sent: ${cancelled} letters stopped, ${delivered} of them delivered all the same`,
    found,
  }
}

/** G11: single mails posted while a whole school's letters wait. */
const urgentPasses = async (context: Context): Promise<Outcome> => {
  const { stage } = context
  const [bulk, urgent] = [scaled(context, 2000, 5000), scaled(context, 20, 100)]
  // Slow enough that the bulk outlasts the urgent ones also on a fast machine: 5,000 take half a minute.
  await stage.manners({ slowMs: 100 })
  await stage.fleet.staff(2)
  await postTo(stage, bulk)
  await wait(1500)
  const clicks: { id: string; at: number }[] = []
  for (let n = 0; n < urgent; n++) {
    const { id } = await postTo(stage, 1)
    clicks.push({ id, at: Date.now() })
    await wait(100)
  }
  const ids = clicks.map(one => one.id)
  const open = async () => (await readRows(stage, ids)).some(row => row.state !== 'accepted')
  await until(async () => !(await open()), 60_000)
  const stillWaiting = (await readRows(stage)).filter(row => row.state === 'ready' || row.state === 'sending').length
  const rows = await readRows(stage, ids)
  const arrived = new Map((await stage.readSink()).map(line => [line.id, line.at]))
  const times = clicks.map(click => {
    const row = rows.find(one => one.dispatchId === click.id)
    return (arrived.get(row?.headerId ?? '') ?? Number.POSITIVE_INFINITY) - click.at
  })
  const p99 = percentile(times, 0.99)
  return {
    // Without a backlog the figure would mean nothing.
    ok: p99 <= 2000 && stillWaiting > 0,
    seen: `${urgent} urgent mails behind ${bulk}: median ${percentile(times, 0.5)} ms, p99 ${p99} ms; ${stillWaiting} of the others still waited at the end`,
  }
}

export const order: Scenario[] = [
  { id: 'G6', title: 'exact cancel', asked: '0 delivered after “cancelled”', usual: true, run: exactCancel },
  { id: 'G11', title: 'urgent passes bulk', asked: 'p99 ≤ 2 s', usual: true, run: urgentPasses },
]
