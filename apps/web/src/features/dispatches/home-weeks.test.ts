import { describe, expect, it } from 'vitest'
import { byWeek, sumOf } from './home-weeks.ts'

const day = (name: string, email: number) => ({ day: name, email, paper: 1, returned: 0, waiting: 0 })

describe('byWeek', () => {
  it('starts a week on each Monday and keeps the first part of one', () => {
    // 2026-11-21 is a Saturday.
    const days = [day('2026-11-21', 1), day('2026-11-22', 2), day('2026-11-23', 4), day('2026-11-24', 8)]
    expect(byWeek(days).map(week => [week.day, week.email, week.paper])).toEqual([
      ['2026-11-21', 3, 2],
      ['2026-11-23', 12, 2],
    ])
    expect(sumOf(days, 'email')).toBe(15)
  })
  it('leaves the days it was given as they were', () => {
    const days = [day('2026-11-23', 4), day('2026-11-24', 8)]
    byWeek(days)
    expect(days[0]?.email).toBe(4)
  })
})
