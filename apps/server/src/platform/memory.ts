import { getHeapSpaceStatistics, getHeapStatistics, setFlagsFromString } from 'node:v8'

const lookEveryMs = 250
/** Share of one processor below which nobody waits for this process. */
const quiet = 0.15
/** How much larger than what is alive in it the heap may grow, in percent. */
const growth = 10
/** Room for young objects that is enough while Chromium sets the pace. */
const youngBytes = 2_000_000

const youngSize = () => getHeapSpaceStatistics().find(space => space.space_name === 'new_space')?.space_size ?? 0

const collect = (gc: NonNullable<typeof globalThis.gc>): number => {
  // Of all kinds of collection this one alone returns half-empty pages too.
  gc({ type: 'major', execution: 'sync', flavor: 'last-resort' })
  return getHeapStatistics().used_heap_size
}

/**
 * Collects everything and returns empty pages to the system when the process has been quiet for so long after its heap
 * has grown. It takes 0.1 s. V8 does so only when the heap has grown to two or three times what is alive
 * in it, never because there is nothing else to do: what a start or a dispatch to 5,000 leaves behind would stay for
 * good. A collection too soon costs the next burst of work its warm heap. Nothing without `--expose-gc`
 * (apps/server/start).
 */
export const collectWhenQuiet = (quietMs: number): void => {
  const { gc } = globalThis
  if (!gc) return
  let alive = 0
  let before = process.cpuUsage()
  let quietFor = 0
  setInterval(() => {
    const { user, system } = process.cpuUsage(before)
    before = process.cpuUsage()
    quietFor = (user + system) / 1000 < quiet * lookEveryMs ? quietFor + lookEveryMs : 0
    if (quietFor >= quietMs && getHeapStatistics().used_heap_size > alive * (1 + growth / 100)) alive = collect(gc)
  }, lookEveryMs).unref()
}

/** Letters that trickle in do not cost a collection each. */
const restMs = 10_000
let boundUntil = 0
/** V8 alone leaves pages half empty: 25 MB after some thousand letters. */
const collectEveryMs = 15_000
let collectedAt = 0

/**
 * While letters are made the heap stays near what is alive in it: V8 collects as soon as it has grown by a fifth, and
 * young objects keep to a few megabytes. For work that waits for Chromium anyway: 2 ms for each letter of 30. Sending what
 * is stored would lose a third of its speed, so it ends some seconds after the last letter. A collection comes first,
 * since V8 heeds the measure only from one to the next, and the first of its own comes at 200 MB.
 */
export const boundHeap = (busy: boolean): void => {
  const { gc } = globalThis
  if (!gc || (!busy && boundUntil === 0)) return
  const now = Date.now()
  const isDue = busy && (boundUntil === 0 || now - collectedAt > collectEveryMs)
  if (busy) boundUntil = now + restMs
  const bound = now < boundUntil
  if (!bound) boundUntil = 0
  setFlagsFromString(`--heap-growing-percent=${bound ? growth : 0}`)
  setFlagsFromString(`--semi-space-growth-factor=${bound && youngSize() >= youngBytes ? 1 : 2}`)
  if (!isDue) return
  collectedAt = now
  collect(gc)
}
