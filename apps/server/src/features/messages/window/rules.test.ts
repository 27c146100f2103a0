import { describe, expect, test } from 'vitest'
import { shareOf, windowOf } from './rules.ts'

describe('how much is under way at once', () => {
  const server = { connections: 20, ramp: 1_000_000 }
  test('twice the connections, more for a fast server, one while probing, the ramp while recovering', () => {
    expect(windowOf(server, 20, 0)).toBe(40)
    expect(windowOf(server, 5, 0)).toBe(10)
    expect(windowOf(server, 20, 1000)).toBe(300)
    expect(windowOf(server, 20, 100_000)).toBe(400)
    expect(windowOf({ ...server, probing: true }, 20, 1000)).toBe(1)
    expect(windowOf({ ...server, ramp: 4 }, 20, 1000)).toBe(4)
  })

  test('workers share the connections that a server allows; each has at least one', () => {
    expect([1, 2, 3, 4, 8].map(workers => shareOf(5, workers, 20))).toEqual([5, 2, 1, 1, 1])
    expect(shareOf(50, 1, 20)).toBe(20)
  })
})
