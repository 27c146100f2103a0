import type { Findings } from './checker.ts'
import { countStates, examine, settle } from './evidence.ts'
import { type FaultName, flap, planStorm, playStorm, type Victims } from './faults.ts'
import { planMails, post, postAll } from './load.ts'
import { mailTo } from './office.ts'
import { makeChance } from './random.ts'
import type { Stage } from './stage.ts'

/** How hard a storm is. */
export type Force = {
  letters: number
  workers: number
  faults: Partial<Record<FaultName, number>>
  pauseMs: [number, number]
  /** How long a fault waits for the letters to flow. */
  patienceMs: number
  /** Milliseconds the mail server thinks about each letter: there must be a backlog for a fault to hit. */
  slowMs: number
}

/** Every kind of fault at least once. */
const eachKind: Force['faults'] = {
  'worker killed': 4,
  'worker restarted': 1,
  'worker frozen': 1,
  'API killed': 1,
  'Postgres crashed': 1,
  'Postgres connections reset': 1,
  'Postgres out of reach': 1,
  'Redis emptied': 2,
  'Redis killed': 1,
  'Redis connections reset': 1,
  'mail server connections reset': 1,
  'mail server slow': 1,
  'mail server cut after the final dot': 1,
}
export const forces = {
  short: {
    letters: 300,
    workers: 2,
    faults: { 'worker killed': 2, 'API killed': 1, 'Postgres crashed': 1, 'Redis emptied': 1, 'Redis killed': 1 },
    pauseMs: [300, 1000],
    patienceMs: 1500,
    slowMs: 250,
  },
  usual: { letters: 2000, workers: 2, faults: eachKind, pauseMs: [300, 1500], patienceMs: 2500, slowMs: 100 },
  // The figures of G3, and some more of each.
  full: {
    letters: 10_000,
    workers: 3,
    faults: {
      ...eachKind,
      'worker killed': 20,
      'worker restarted': 3,
      'worker frozen': 3,
      'API killed': 4,
      'Postgres crashed': 3,
      'Redis emptied': 3,
      'Redis killed': 2,
      'mail server cut after the final dot': 5,
    },
    pauseMs: [500, 3000],
    patienceMs: 15_000,
    slowMs: 50,
  },
} as const satisfies Record<string, Force>

/** About four in a hundred letters meet a fault of the mail server itself. */
export const randomFaults = (seed: number, slowMs: number) => ({
  later: 0.025,
  closing: 0.003,
  never: 0.002,
  laterAtDot: 0.008,
  dropAtDot: 0.002,
  keepAndCut: 0.001,
  slowMs,
  seed,
})

/** One storm, its fixed parts shared by the engine and the control: faults in a seeded order while the load lasts. */
export const rage = async (
  victims: Victims,
  force: Force,
  seed: number,
  tell: (words: string) => void,
  load: (progress: () => number) => Promise<void>,
): Promise<Partial<Record<FaultName, number>>> => {
  const { stage } = victims
  const chance = makeChance(seed)
  const storm = planStorm(force.faults, chance, { redis: stage.backend === 'redis', pauseMs: force.pauseMs })
  const done: Partial<Record<FaultName, number>> = {}
  let progress = 0
  const before = await stage.taken()
  const flow = { share: async () => ((await stage.taken()) - before) / force.letters, patienceMs: force.patienceMs }
  const stopFlapping = flap(stage)
  const loading = load(() => progress)
  // The load may end in an error while the storm is still on: it is seen below, not as an unhandled one.
  loading.catch(() => undefined)
  await playStorm(victims, storm, chance, flow, (fault, share, flowed) => {
    // All is posted in the first two thirds, so that the faults meet letters until the end.
    progress = share * 1.5
    done[fault] = (done[fault] ?? 0) + 1
    tell(`${fault}; ${Math.round(flowed * 100)} % of the letters are with the mail server`)
  })
  progress = 1
  await loading
  await stopFlapping()
  return done
}

/**
 * Seconds until the mail server has a letter more, once all is well; 0 when none was left. No clock is helped on here: an
 * engine that only recovers when its leases of 11 minutes are over must be seen (G8 allows 65 s).
 */
const timeToResume = async (stage: Stage, dispatchIds: string[]): Promise<number> => {
  const began = Date.now()
  const before = await stage.taken()
  while (Date.now() - began < 90_000) {
    if ((await stage.taken()) > before) break
    if (await isIdle(stage, dispatchIds)) return 0
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  return (Date.now() - began) / 1000
}
/** Nothing but letters that wait for their hour: 4xx, or an answer that a dead worker never heard. */
const isIdle = async ({ deps }: Stage, dispatchIds: string[]): Promise<boolean> => {
  const { rows } = await deps.database.pool.query(
    `SELECT 1 FROM message WHERE dispatch_id = ANY($1) AND (state IN ('scheduled', 'preparing', 'ready') OR (state = 'sending' AND phase IS NULL)) LIMIT 1`,
    [dispatchIds],
  )
  return rows.length === 0
}

/** G3, G4 and G5: everything at once, then quiet, then the three witnesses. */
export const runStorm = async (
  stage: Stage,
  force: Force,
  seed: number,
  tell: (words: string) => void,
): Promise<{
  found: Findings
  faults: Partial<Record<FaultName, number>>
  states: Record<string, number>
  resumedAfter: number
}> => {
  const chance = makeChance(seed + 1)
  await stage.fleet.staff(force.workers)
  await stage.manners(randomFaults(seed, force.slowMs))
  const mails = planMails(
    stage.office.people,
    { letters: force.letters, size: [1, 40], personal: 0.3 },
    chance,
    (ids, personal) => mailTo(ids, { personal }),
  )
  let promised: Awaited<ReturnType<typeof postAll>> = []
  const victims = { stage, workers: () => stage.fleet.workers, api: stage.api }
  const faults = await rage(victims, force, seed, tell, async progress => {
    promised = await postAll(mail => post(stage, mail), mails, progress)
  })
  const letters = promised.reduce((sum, one) => sum + one.letters, 0)
  tell(`all is well again; ${letters} letters were promised, ${await stage.taken()} copies are with the mail server`)
  await stage.manners({})
  await stage.weather('smtp', {})
  await Promise.all(stage.fleet.workers.map(worker => worker.ready))
  const resumedAfter = await timeToResume(
    stage,
    promised.map(one => one.id),
  )
  tell(`the first letter after the last fault: ${resumedAfter.toFixed(1)} s`)
  await settle(stage, 150_000, { tell: left => tell(`waiting for ${left} letters`) })
  const states = await countStates(
    stage,
    promised.map(one => one.id),
  )
  return { found: await examine(stage, promised), faults, states, resumedAfter }
}
