import { readFile } from 'node:fs/promises'
import { runControl } from '../chaos/control.ts'
import { saidIn } from '../chaos/fleet.ts'
import { scenarios, stormScenario } from '../chaos/guarantees.ts'
import { hasRedis } from '../chaos/redis.ts'
import { type Context, type Outcome, type Scenario, type Size, tidy } from '../chaos/scenario.ts'
import { type Backend, closeAll, openStage } from '../chaos/stage.ts'
import { forces } from '../chaos/storm.ts'
import { onStop } from './processes.ts'

/**
 * `npm run chaos`: the guarantees of docs/RELIABILITY.md under fire. About five minutes; `-- --full` for the full figures,
 * `-- --short` for a minute, `-- --only G6` for one guarantee, `-- --queue redis|postgres` for one queue, `-- --seed N` to
 * repeat the faults of a run. The last line is JSON; the exit code is 0 only if everything held.
 */
const argument = (name: string) => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? undefined : (process.argv[at + 1] ?? '')
}
const flag = (name: string) => process.argv.includes(`--${name}`)
const fail = (words: string): never => {
  console.error(words)
  process.exit(2)
}

const size: Size = flag('full') ? 'full' : flag('short') ? 'short' : 'usual'
const seed = Number(argument('seed') ?? Math.floor(Math.random() * 1_000_000))
if (!Number.isInteger(seed)) fail('--seed needs a whole number')
const only = argument('only')?.toUpperCase().replace('G4', 'G3').replace('G5', 'G3')
const began = Date.now()
const tell = (words: string) => console.log(`${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s  ${words}`)

/** Queues to run on; Redis first where it is, since the control is run on the last. */
const chooseQueues = (): Backend[] => {
  const asked = argument('queue')
  if (asked && asked !== 'redis' && asked !== 'postgres') fail('--queue is redis or postgres')
  if (asked === 'redis' && !hasRedis()) fail('There is no redis-server here: install it, or use --queue postgres')
  if (asked) return [asked as Backend]
  if (!hasRedis()) {
    console.log('There is no redis-server here: everything runs on the Postgres queue only.')
    return ['postgres']
  }
  return size === 'short' || only ? ['redis'] : ['postgres', 'redis']
}

/** What to run on one queue: the storm on each, the rest once, on the last. */
const choose = (queue: Backend, last: boolean, queues: number): Scenario[] => {
  const storm = stormScenario(size === 'usual' && queues > 1 ? forces.usual.letters / 2 : undefined)
  const here = [storm, ...scenarios].filter(one => !one.queue || one.queue === queue)
  if (only) return here.filter(one => one.id.toUpperCase() === only)
  if (size === 'short' || !last) return [storm]
  return here.filter(one => one.usual || size === 'full')
}

type Line = { scenario: Scenario; queue: Backend; outcome: Outcome; seconds: number }
const total = {
  letters: 0,
  lost: 0,
  duplicates: 0,
  unannounced: 0,
  falselyAccepted: 0,
  stuck: 0,
  controlLost: null as number | null,
}

const runOne = async (scenario: Scenario, context: Context): Promise<Line> => {
  const started = Date.now()
  await context.stage.turnPage()
  tell(`── ${scenario.id}, ${scenario.title} (queue on ${context.stage.backend})`)
  const outcome = await scenario.run(context).catch(error => ({
    ok: false,
    seen: `broke off: ${error instanceof Error ? error.stack : String(error)}`,
  }))
  if (!outcome.ok)
    tell(`the processes said last:\n${(await readFile(saidIn(context.stage.folder), 'utf8')).slice(-4000)}`)
  const { found } = outcome as Outcome
  if (found)
    for (const key of ['letters', 'lost', 'duplicates', 'unannounced', 'falselyAccepted', 'stuck'] as const)
      total[key] += found[key]
  tell(`${outcome.ok ? '✓' : '✗'} ${scenario.id}: ${outcome.seen}`)
  await tidy(context.stage)
  return { scenario, queue: context.stage.backend, outcome, seconds: (Date.now() - started) / 1000 }
}

/** The control proves that the suite can see a loss at all. It need not be as long as the storm. */
const runBlindness = async (context: Context): Promise<boolean> => {
  // What it has lost never flows: its faults need not wait for it as long as those of the engine.
  const force = {
    ...forces[size],
    letters: Math.min(forces[size].letters, size === 'full' ? 2000 : 1000),
    patienceMs: Math.min(forces[size].patienceMs, 1500),
  }
  tell(`── control: a queue-only sender under the same faults (queue on ${context.stage.backend})`)
  const { promised, lost } = await runControl(context.stage, force, seed, tell)
  total.controlLost = lost
  tell(
    lost > 0
      ? `✓ the control lost ${lost} of ${promised} letters: the suite sees`
      : '✗ the control lost nothing: THIS SUITE IS BLIND',
  )
  return lost > 0
}

const runQueue = async (queue: Backend, last: boolean, queues: number): Promise<{ lines: Line[]; sees: boolean }> => {
  tell(`opening a stage: Postgres with fsync, API, sink, proxy, queue on ${queue}`)
  const chosen = choose(queue, last, queues)
  const stage = await openStage(queue, 5000)
  const context: Context = { stage, size, seed, tell }
  const lines: Line[] = []
  for (const scenario of chosen) lines.push(await runOne(scenario, context))
  const stormed = chosen.some(one => one.id === 'G3')
  const sees = last && stormed ? await runBlindness(context) : true
  await closeAll()
  return { lines, sees }
}

const report = (lines: Line[]) => {
  console.log('')
  for (const { scenario, queue, outcome, seconds } of lines)
    console.log(
      `${outcome.ok ? '✓' : '✗'} ${scenario.id.padEnd(9)} ${queue.padEnd(8)} ${`${seconds.toFixed(0)} s`.padStart(6)}  ${scenario.title}\n    asked: ${scenario.asked}\n    seen:  ${outcome.seen}`,
    )
}

let interrupted = false
onStop(async () => {
  interrupted = true
  console.error('\nending everything that was started…')
  await closeAll()
  process.exit(130)
})
const queues = chooseQueues()
if (only && !queues.some((queue, at) => choose(queue, at === queues.length - 1, queues.length).length > 0))
  fail(
    `There is no guarantee “${argument('only')}” here: ${['G3', 'G4', 'G5', ...scenarios.map(one => one.id)].join(', ')}`,
  )
console.log(`seed ${seed} (repeat with --seed ${seed}), ${size} run, queue on ${queues.join(' and ')}`)
let ok = true
const lines: Line[] = []
try {
  for (const [at, queue] of queues.entries()) {
    const result = await runQueue(queue, at === queues.length - 1, queues.length)
    lines.push(...result.lines)
    ok &&= result.sees
  }
} catch (error) {
  console.error(error)
  ok = false
}
await closeAll()
// What broke off because of Ctrl+C is no finding.
if (interrupted) process.exit(130)
ok &&= lines.length > 0 && lines.every(line => line.outcome.ok)
report(lines)
console.log(JSON.stringify(total))
process.exit(ok ? 0 : 1)
