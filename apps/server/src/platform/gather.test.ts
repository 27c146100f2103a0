import { expect, test, vi } from 'vitest'
import { gather } from './gather.ts'

const wait = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

test('calls of one turn go together, each with its own answer', async () => {
  const run = vi.fn(async (numbers: number[]) => numbers.map(n => n * 2))
  const double = gather(run)
  expect(await Promise.all([1, 2, 3].map(double))).toEqual([2, 4, 6])
  expect(run).toHaveBeenCalledTimes(1)
})

test('no more than the limit in one statement; nothing is left behind', async () => {
  const sizes: number[] = []
  const echo = gather(
    async (numbers: number[]) => {
      sizes.push(numbers.length)
      return numbers
    },
    { limit: 3 },
  )
  expect(await Promise.all([1, 2, 3, 4, 5, 6, 7].map(echo))).toEqual([1, 2, 3, 4, 5, 6, 7])
  expect(sizes).toEqual([3, 3, 1])
})

test('a failing statement fails its own calls only', async () => {
  let first = true
  const once = gather(async (numbers: number[]) => {
    if (!first) return numbers
    first = false
    throw new Error('away')
  })
  await expect(Promise.all([once(1), once(2)])).rejects.toThrow('away')
  expect(await once(3)).toBe(3)
})

test('patience waits for company, and stops waiting when nobody else can come', async () => {
  let complete = false
  const run = vi.fn(async (numbers: number[]) => numbers)
  // Longer than this test may take: it ends only if the waiting does.
  const echo = gather(run, { patienceMs: 600_000, complete: () => complete })
  const first = echo(1)
  await wait(20)
  expect(run).not.toHaveBeenCalled()
  complete = true
  expect(await Promise.all([first, echo(2)])).toEqual([1, 2])
  expect(run).toHaveBeenCalledTimes(1)
})

test('patience has an end', async () => {
  const echo = gather(async (numbers: number[]) => numbers, { patienceMs: 300, complete: () => false })
  const late = performance.now()
  expect(await echo(3)).toBe(3)
  expect(performance.now() - late).toBeGreaterThan(150)
})
