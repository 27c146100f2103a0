import { randomUUID } from 'node:crypto'
import * as contract from '@mailroom/contract'
import { percentile } from '../../bench/stage.ts'
import { isClean } from '../checker.ts'
import { countOpen, examine, readRows, settle } from '../evidence.ts'
import { post, postAll } from '../load.ts'
import { mailTo } from '../office.ts'
import { makeChance } from '../random.ts'
import { type Context, type Outcome, postTo, type Scenario, sayFindings, scaled, until, wait } from '../scenario.ts'

// What the API promises: durable, once, without waiting for queue or mail server.

/** G1: Postgres is crashed again and again while small dispatches are posted; each answer is looked up afterwards. */
const acknowledgedIsDurable = async (context: Context): Promise<Outcome> => {
  const { stage } = context
  const [posts, crashes] = [scaled(context, 400, 10_000), scaled(context, 4, 50)]
  const chance = makeChance(context.seed)
  const mails = Array.from({ length: posts }, () =>
    mailTo(chance.shuffle(stage.office.people).slice(0, chance.between(1, 2))),
  )
  let answered = 0
  let crashed = 0
  const crashing = (async () => {
    while (crashed < crashes) {
      // Spread over the posts by their number, not by the clock: the same on a slow machine.
      if (answered < ((crashed + 0.5) * posts) / crashes) {
        await wait(5)
        continue
      }
      await stage.crashPostgres()
      crashed++
      if (crashed % 10 === 0) context.tell(`${crashed} crashes, ${answered} answers`)
    }
  })()
  const promised = await postAll(async mail => {
    const answer = await post(stage, mail)
    answered++
    return answer
  }, mails)
  await crashing
  const rows = await readRows(stage)
  const perDispatch = Map.groupBy(rows, row => row.dispatchId)
  const missing = promised.filter(one => (perDispatch.get(one.id)?.length ?? 0) !== one.letters)
  return {
    ok: missing.length === 0 && crashed === crashes && promised.length === posts,
    seen: `${promised.length} answers with ${crashed} crashes of Postgres among them: ${missing.length} not found whole`,
  }
}

/** G2: the same click many times at once. */
const oneClickOneDispatch = async ({ stage }: Context): Promise<Outcome> => {
  const key = randomUUID()
  const mail = mailTo(stage.office.people.slice(0, 3))
  const answers = await Promise.all(Array.from({ length: 200 }, () => post(stage, mail, key)))
  const ids = new Set(answers.map(one => one.id))
  const made = await stage.deps.database.prisma.dispatch.count({ where: { idempotencyKey: key } })
  return { ok: ids.size === 1 && made === 1, seen: `200 identical POSTs at once: ${made} dispatch, ${ids.size} id` }
}

/** G12: a whole school at one click, with neither queue nor mail server. */
const noWaiting = async (context: Context): Promise<Outcome> => {
  const { stage } = context
  await stage.redis?.kill()
  await stage.weather('smtp', { down: true })
  const times: number[] = []
  let letters = 0
  for (let n = 0; n < scaled(context, 12, 42); n++) {
    const began = performance.now()
    letters = (await postTo(stage, 5000)).letters
    // The first two warm caches and connections up.
    if (n >= 2) times.push(performance.now() - began)
  }
  const p95 = Math.round(percentile(times, 0.95))
  return {
    ok: p95 <= 500,
    seen: `${letters} recipients accepted in ${Math.round(percentile(times, 0.5))} ms, p95 ${p95} ms, over ${times.length} clicks`,
  }
}

/** G13: the queue goes away for long; clicks are answered all the same, and sending resumes by itself. */
const queueIsDisposable = async (context: Context): Promise<Outcome> => {
  const { stage } = context
  await stage.fleet.staff(2)
  const awayMs = scaled(context, 20_000, 600_000)
  const promised = [await postTo(stage, 100)]
  await until(async () => (await stage.taken()) > 0, 20_000)
  await stage.redis?.kill()
  const back = Date.now() + awayMs
  while (Date.now() < back) {
    promised.push(await postTo(stage, 20))
    await wait(Math.max(200, awayMs / 100))
  }
  const before = await stage.taken()
  const waiting = await countOpen(stage)
  await stage.redis?.start()
  const returned = Date.now()
  await until(async () => (await stage.taken()) > before, 60_000)
  const resumed = (Date.now() - returned) / 1000
  await settle(stage, 90_000)
  const found = await examine(stage, promised)
  return {
    ok: isClean(found, 0) && resumed <= 35,
    seen: `Redis off for ${awayMs / 1000} s: all ${promised.length} clicks answered, ${waiting} letters waited, sending resumed after ${resumed.toFixed(1)} s; ${sayFindings(found)}`,
    found,
  }
}

export const intake: Scenario[] = [
  {
    id: 'G1',
    title: 'acknowledged = durable',
    asked: 'every 202 found',
    usual: true,
    run: acknowledgedIsDurable,
  },
  {
    id: 'G2',
    title: 'one click = one dispatch',
    asked: '1 dispatch of 200 clicks',
    usual: true,
    run: oneClickOneDispatch,
  },
  { id: 'G12', title: 'no waiting', asked: '5,000 in p95 ≤ 500 ms', usual: true, run: noWaiting },
  {
    id: 'G13',
    title: 'the queue is disposable',
    asked: 'resumes ≤ 35 s',
    usual: false,
    queue: 'redis',
    run: queueIsDisposable,
  },
]

/** Saves the sending parameters as a supervisor does, with `changes` to the server. */
export const saveServer = async ({ stage }: Context, changes: Record<string, unknown>): Promise<void> => {
  const { client } = stage.office
  const now = await client.call(contract.getSending)
  if (!now.server) throw new Error('there is no server to save')
  const { id: _, hasSecret: __, state: ___, tested: ____, ...form } = now.server
  await client.call(contract.saveSending, {
    body: {
      version: now.version,
      delegated: now.delegated,
      senderName: now.senderName,
      defaultSenderAddress: now.defaultSenderAddress,
      server: { ...form, ...changes },
    },
  })
}
