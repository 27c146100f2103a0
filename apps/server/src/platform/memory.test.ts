import { execFile } from 'node:child_process'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const run = promisify(execFile)
const memory = pathToFileURL(path.join(import.meta.dirname, 'memory.ts')).href

/** Megabytes that a real process prints at its end: the heap is one for all of a process, so each question has its own. */
const measure = async (program: string, flags: string[] = ['--expose-gc']): Promise<number> => {
  const script = `import { boundHeap, collectWhenQuiet } from '${memory}'
    import { setTimeout as wait } from 'node:timers/promises'
    const heap = () => process.memoryUsage().heapTotal / 1e6
    ${program}`
  const { stdout } = await run(process.execPath, [...flags, '--input-type=module', '-e', script])
  return Number(stdout)
}

const leaveBehind = `
  let kept = Array.from({ length: 2_000_000 }, (_, n) => ({ n }))
  kept = undefined`

test('what a burst left behind is returned once the process is quiet', async () => {
  const quietly = (collecting: string) =>
    measure(`${collecting}; ${leaveBehind}; await wait(3000); console.log(heap())`)
  const [collected, left] = await Promise.all([quietly('collectWhenQuiet(250)'), quietly('')])
  expect(left).toBeGreaterThan(40)
  expect(collected).toBeLessThan(left / 2)
}, 20_000)

/** Long-lived objects come and go, as letters do: 10 MB are alive, 300 MB pass by. */
const letters = (busy: string) => `
  const alive = []
  let most = 0
  for (let letter = 0; letter < 3000; letter++) {
    ${busy}
    alive.push(Array.from({ length: 2500 }, (_, n) => ({ n })))
    if (alive.length > 100) alive.shift()
    most = Math.max(most, heap())
  }
  console.log(most)`

test('while letters are made the heap stays near what is alive in it', async () => {
  const [bound, free] = await Promise.all([measure(letters('boundHeap(true)')), measure(letters(''))])
  expect(bound).toBeLessThan(free * 0.75)
}, 20_000)

test('a process without gc() goes on without', async () => {
  expect(await measure(`collectWhenQuiet(250); boundHeap(true); console.log(heap())`, [])).toBeGreaterThan(0)
})
