import { fork } from 'node:child_process'
import path from 'node:path'
import { freePort } from '../bench/stage.ts'
import type { Running } from '../scripts/processes.ts'
import { Kept } from './fleet.ts'
import { makeChance } from './random.ts'
import type { Stage } from './stage.ts'
import { type Force, rage, randomFaults } from './storm.ts'

const wait = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

/** A process of the control, in the shape that `Kept` looks after. */
const launch = (role: 'api' | 'worker', env: Record<string, string>): Running => {
  const child = fork(path.join(import.meta.dirname, 'control-process.ts'), [role], {
    env: { ...process.env, ...env },
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  const ended = new Promise<number | null>(resolve => child.once('exit', code => resolve(code)))
  const ready = new Promise<{ ready: true }>((resolve, reject) => {
    child.once('message', () => resolve({ ready: true }))
    child.once('exit', () => reject(new Error('the control ended before it was ready')))
  })
  ready.catch(() => {})
  return {
    process: child,
    ready,
    stop: (signal = 'SIGTERM') => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal)
      return ended
    },
  }
}

type Mail = { id: string; to: string }
/** Posts a batch until it is acknowledged, as the engine's load does. */
const promise = async (port: number, mails: Mail[]): Promise<Mail[]> => {
  for (let attempt = 0; attempt < 300; attempt++) {
    const answer = await fetch(`http://127.0.0.1:${port}/`, {
      method: 'POST',
      body: JSON.stringify(mails),
      signal: AbortSignal.timeout(5000),
    }).catch(() => null)
    if (answer?.status === 202) return mails
    await wait(200)
  }
  return []
}

/** Waits until the sink has taken nothing new for a while: a queue-only sender cannot be asked what it still owes. */
const quiet = async (stage: Stage, patienceMs: number) => {
  const deadline = Date.now() + patienceMs
  let [before, since] = [await stage.taken(), Date.now()]
  while (Date.now() < deadline && Date.now() - since < 12_000) {
    await wait(500)
    const now = await stage.taken()
    if (now !== before) [before, since] = [now, Date.now()]
  }
}

/** The storm again, upon the control. Returns how many promised letters never arrived. */
export const runControl = async (
  stage: Stage,
  force: Force,
  seed: number,
  tell: (words: string) => void,
): Promise<{ promised: number; lost: number }> => {
  await stage.fleet.dismiss()
  const port = await freePort()
  const { port: smtp } = await stage.deps.database.prisma.smtpServer.findUniqueOrThrow({
    where: { id: stage.office.serverId },
  })
  const env = { ...stage.env, PORT: String(port), SMTP_PORT: String(smtp) }
  const api = new Kept('control api', () => launch('api', env))
  const workers = Array.from({ length: force.workers }, (_, n) => new Kept(`control ${n}`, () => launch('worker', env)))
  try {
    await Promise.all([api, ...workers].map(one => one.ready))
    await stage.manners(randomFaults(seed, force.slowMs))
    const promised: Mail[] = []
    const victims = { stage, workers: () => workers, api }
    await rage(victims, force, seed, tell, async progress => {
      const chance = makeChance(seed + 1)
      for (let n = 0; n < force.letters; ) {
        while (n / force.letters > progress()) await wait(20)
        const count = Math.min(force.letters - n, chance.between(1, 40))
        const mails = Array.from({ length: count }, (_, at) => ({
          id: `<control-${seed}-${n + at}@tilleuls.example>`,
          to: `parent${n + at}@family.example`,
        }))
        promised.push(...(await promise(port, mails)))
        n += count
      }
    })
    await stage.manners({})
    await stage.weather('smtp', {})
    await quiet(stage, 60_000)
    const arrived = new Set((await stage.readSink()).map(line => line.id))
    return { promised: promised.length, lost: promised.filter(mail => !arrived.has(mail.id)).length }
  } finally {
    await Promise.all([api, ...workers].map(one => one.letGo('SIGKILL')))
  }
}
