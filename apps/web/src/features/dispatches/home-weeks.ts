import type { Answer, getHome } from '@mailroom/contract'

export type Day = Answer<typeof getHome>['volume'][number]
export type Series = Exclude<keyof Day, 'day'>
export const series = ['email', 'paper', 'returned', 'waiting'] as const satisfies readonly Series[]

/** Noon, so that no change of clocks moves the day. */
export const dateOf = (day: string): Date => new Date(`${day}T12:00:00`)

export const sumOf = (days: readonly Day[], of: Series): number => days.reduce((sum, day) => sum + day[of], 0)

/** Monday of the week of a day. */
export const isMonday = (day: string): boolean => dateOf(day).getDay() === 1

/** Days summed by week, each named by its first day; the first week may be a part of one. */
export function byWeek(days: readonly Day[]): Day[] {
  const weeks: Day[] = []
  for (const day of days) {
    const week = weeks.at(-1)
    if (!week || isMonday(day.day)) weeks.push({ ...day })
    else for (const name of series) week[name] += day[name]
  }
  return weeks
}
