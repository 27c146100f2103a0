import type { Chance } from './random.ts'
import type { Stage } from './stage.ts'

const wait = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

/** What a fault is done to: the engine's processes or the control's. */
export type Victims = {
  stage: Pick<Stage, 'weather' | 'reset' | 'crashPostgres' | 'redis' | 'backend' | 'taken'>
  workers: () => { end: (signal: NodeJS.Signals) => Promise<void>; freeze: () => void; thaw: () => void }[]
  api: { end: (signal: NodeJS.Signals) => Promise<void> }
}

/** Everything that can go wrong on purpose; each resolves when the fault itself is over. */
export const faults = {
  'worker killed': async ({ workers }: Victims, chance: Chance) => {
    const chosen = workers()
    if (chosen.length > 0) await chance.pick(chosen).end('SIGKILL')
  },
  'worker restarted': async ({ workers }: Victims, chance: Chance) => {
    const chosen = workers()
    if (chosen.length > 0) await chance.pick(chosen).end('SIGTERM')
  },
  'worker frozen': async ({ workers }: Victims, chance: Chance) => {
    const chosen = workers()
    if (chosen.length === 0) return
    const one = chance.pick(chosen)
    one.freeze()
    await wait(chance.between(2000, 4000))
    one.thaw()
  },
  'API killed': ({ api }: Victims) => api.end('SIGKILL'),
  'Postgres crashed': ({ stage }: Victims, chance: Chance) => stage.crashPostgres(chance.between(0, 800)),
  'Postgres connections reset': async ({ stage }: Victims) => void (await stage.reset('postgres')),
  'Postgres out of reach': async ({ stage }: Victims, chance: Chance) => {
    await stage.weather('postgres', { down: true })
    await wait(chance.between(500, 2000))
    await stage.weather('postgres', {})
  },
  'Redis emptied': async ({ stage }: Victims) => stage.redis?.flush(),
  'Redis killed': async ({ stage }: Victims, chance: Chance) => {
    await stage.redis?.kill()
    await wait(chance.between(500, 2500))
    await stage.redis?.start()
  },
  'Redis connections reset': async ({ stage }: Victims) => {
    if (stage.redis) await stage.reset('redis')
  },
  'mail server connections reset': async ({ stage }: Victims) => void (await stage.reset('smtp')),
  'mail server cut after the final dot': async ({ stage }: Victims) =>
    void (await stage.weather('smtp', { cutAfterDot: 1 })),
  'mail server slow': async ({ stage }: Victims, chance: Chance) => {
    await stage.weather('smtp', { slowMs: chance.between(50, 200) })
    await wait(1500)
    await stage.weather('smtp', {})
  },
  'mail server down': async ({ stage }: Victims) => {
    await stage.weather('smtp', { down: true })
    await wait(1500)
    await stage.weather('smtp', {})
  },
} as const
export type FaultName = keyof typeof faults
export type Storm = { fault: FaultName; pauseMs: number }[]

const onlyRedis: FaultName[] = ['Redis emptied', 'Redis killed', 'Redis connections reset']

/** So many of each, in a seeded order with seeded pauses. */
export const planStorm = (
  amounts: Partial<Record<FaultName, number>>,
  chance: Chance,
  options: { redis: boolean; pauseMs: [number, number] },
): Storm => {
  const names = Object.entries(amounts).flatMap(([name, count]) => Array<FaultName>(count).fill(name as FaultName))
  const possible = names.filter(name => options.redis || !onlyRedis.includes(name))
  return chance.shuffle(possible).map(fault => ({ fault, pauseMs: chance.between(...options.pauseMs) }))
}

/**
 * Runs the plan; `told` hears of each fault with the share of the plan that is over. After its pause each fault waits until
 * the mail server has its share of the letters, `flow` (0 to 1), so that it hits letters in flight and not a queue at rest;
 * but not longer than `patienceMs`, or a sender that loses everything would hold the storm up for ever.
 */
export const playStorm = async (
  victims: Victims,
  storm: Storm,
  chance: Chance,
  flow: { share: () => Promise<number>; patienceMs: number },
  told: (fault: FaultName, done: number, flowed: number) => void,
): Promise<void> => {
  for (const [at, { fault, pauseMs }] of storm.entries()) {
    await wait(pauseMs)
    const deadline = Date.now() + flow.patienceMs
    while ((await flow.share()) < (0.9 * at) / storm.length && Date.now() < deadline) await wait(50)
    told(fault, at / storm.length, await flow.share())
    await faults[fault](victims, chance)
  }
}

/** "SMTP down 1.5 s in every 6.5 s", until `stop` is called. */
export const flap = (stage: Pick<Stage, 'weather'>) => {
  let going = true
  const running = (async () => {
    while (going) {
      await wait(5000)
      if (!going) break
      await stage.weather('smtp', { down: true })
      await wait(1500)
      await stage.weather('smtp', {})
    }
  })()
  return async () => {
    going = false
    await running
  }
}
