import { expect, test } from 'vitest'
import { type Choosable, defaultAccount, orderAccounts } from './rules.ts'

const account = (designation: string, more: Partial<Choosable> = {}): Choosable => ({
  kind: 'institution',
  state: 'active',
  designation,
  lastUsedAt: null,
  ...more,
})
const names = (accounts: readonly Choosable[]) => orderAccounts(accounts).map(one => one.designation)

test('an institution account comes before a personal one until one of them was used', () => {
  const mine = account('Moi', { kind: 'personal' })
  const office = account('Secrétariat')
  expect(names([mine, office])).toEqual(['Secrétariat', 'Moi'])
  expect(names([{ ...mine, lastUsedAt: new Date('2026-11-20') }, office])).toEqual(['Moi', 'Secrétariat'])
})

test('the last used one is the default, pending ones come last and are never it', () => {
  const older = account('A', { lastUsedAt: new Date('2026-11-01') })
  const newer = account('B', { lastUsedAt: new Date('2026-11-20') })
  const pending = account('C', { state: 'pending', lastUsedAt: new Date('2026-11-23') })
  expect(names([pending, older, newer])).toEqual(['B', 'A', 'C'])
  expect(defaultAccount([pending, older, newer])).toBe(newer)
  expect(defaultAccount([pending])).toBeNull()
  expect(defaultAccount([])).toBeNull()
})
