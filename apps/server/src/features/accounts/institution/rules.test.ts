import { expect, test } from 'vitest'
import { planGrants } from './rules.ts'

test('the new list of users against the old one', () => {
  const existing = [
    { userId: 'stays', revoked: false },
    { userId: 'goes', revoked: false },
    { userId: 'returns', revoked: true },
    { userId: 'gone', revoked: true },
  ]
  expect(planGrants(existing, ['stays', 'returns', 'new', 'new'])).toEqual({
    added: ['new'],
    restored: ['returns'],
    revoked: ['goes'],
  })
  expect(planGrants([], [])).toEqual({ added: [], restored: [], revoked: [] })
})
