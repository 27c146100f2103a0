import { isClean } from '../checker.ts'
import { examine, settle } from '../evidence.ts'
import type { Promised } from '../load.ts'
import { makeChance } from '../random.ts'
import { type Context, type Outcome, postTo, type Scenario, sayFindings, scaled, until, wait } from '../scenario.ts'

// Workers that are frozen, restarted, killed, or many.

/** G14: a frozen worker wakes up with stale hints and open connections; nobody else may have suffered or doubled. */
const frozenWorker = async (context: Context): Promise<Outcome> => {
  const { stage } = context
  const freezes = scaled(context, 2, 6)
  await stage.manners({ slowMs: 100 })
  await stage.fleet.staff(2)
  const promised: Promised[] = []
  for (let n = 0; n < freezes; n++) {
    promised.push(await postTo(stage, 1500))
    await wait(1000)
    const worker = stage.fleet.workers[n % 2]
    worker?.freeze()
    context.tell(`${worker?.name} frozen for 10 s`)
    await wait(10_000)
    worker?.thaw()
  }
  await settle(stage, 150_000, { hurry: false })
  const found = await examine(stage, promised)
  return { ok: isClean(found, 0), seen: `frozen for 10 s, ${freezes} times; ${sayFindings(found)}`, found }
}

/** G18: deploys in the middle of the day: workers and API are restarted in order, again and again. */
const deploys = async (context: Context): Promise<Outcome> => {
  const { stage } = context
  const [letters, restarts] = [scaled(context, 800, 5000), scaled(context, 5, 30)]
  const chance = makeChance(context.seed)
  await stage.manners({ slowMs: 150 })
  await stage.fleet.staff(2)
  const promised = [await postTo(stage, Math.round(letters / 2))]
  const posting = (async () => {
    for (let n = 0; n < 10; n++) {
      promised.push(await postTo(stage, Math.round(letters / 20)))
      await wait(restarts * 150)
    }
  })()
  for (let n = 0; n < restarts; n++) {
    await wait(chance.between(300, 2500))
    const one = n % 5 === 4 ? stage.api : chance.pick(stage.fleet.workers)
    await one.end('SIGTERM')
    context.tell(`restart ${n + 1} of ${restarts}: ${one.name}`)
  }
  await posting
  await settle(stage, 150_000, { hurry: false })
  const found = await examine(stage, promised)
  return { ok: isClean(found, 0), seen: `${restarts} restarts by SIGTERM; ${sayFindings(found)}`, found }
}

/** Several hosts share the work: each worker has a folder of its own. Of four, one is killed and one is frozen. */
const scaleOut = async (context: Context): Promise<Outcome> => {
  const { stage } = context
  const letters = scaled(context, 400, 3000)
  await stage.manners({ slowMs: 60 })
  const promised: Promised[] = []
  const rates: string[] = []
  for (const workers of [1, 2, 4]) {
    await stage.fleet.staff(workers, {}, true)
    const before = await stage.taken()
    const began = Date.now()
    promised.push(await postTo(stage, letters))
    if (workers === 4) await disturb(context, before, letters)
    await until(async () => (await stage.taken()) - before >= letters, 60_000)
    rates.push(`${workers}: ${Math.round((letters * 1000) / (Date.now() - began))}/s`)
  }
  await settle(stage, 90_000)
  const found = await examine(stage, promised)
  return {
    // What the killed one had past the final dot may be a second copy; it must be announced, and be few.
    ok: isClean(found),
    seen: `letters a second with so many workers: ${rates.join(', ')} (of the four one was killed, one frozen); ${sayFindings(found)}`,
    found,
  }
}

const disturb = async ({ stage }: Context, before: number, letters: number) => {
  await until(async () => (await stage.taken()) - before > letters / 5, 30_000)
  const [killed, frozen] = stage.fleet.workers
  await killed?.end('SIGKILL')
  frozen?.freeze()
  await wait(3000)
  frozen?.thaw()
}

export const workers: Scenario[] = [
  {
    id: 'G14',
    title: 'a frozen worker harms nothing',
    asked: '0 lost, 0 twice',
    usual: false,
    run: frozenWorker,
  },
  { id: 'G18', title: 'deploys lose nothing', asked: '0 lost, 0 twice', usual: true, run: deploys },
  { id: 'scale-out', title: '1, 2 and 4 workers', asked: '0 lost, none twice in silence', usual: false, run: scaleOut },
]
