import { expect, test } from 'vitest'
import { compare, isClean, type Row } from './checker.ts'
import type { SinkLine } from './sink-journal.ts'

// The checker must catch what it is there to catch: each fault is planted once, in an otherwise clean run.
const taken = (id: string): SinkLine => ({ kind: 'taken', at: 0, id, to: `${id}@x.example` })
const row = (id: string, state = 'accepted', reason: string | null = 'accepted'): Row => ({
  dispatchId: 'd1',
  headerId: id,
  to: `${id}@x.example`,
  state,
  reason,
})
const promised = [{ id: 'd1', key: 'k', letters: 3 }]
const clean = { rows: [row('a'), row('b'), row('c')], sink: [taken('a'), taken('b'), taken('c')] }
const zero = { lost: 0, duplicates: 0, unannounced: 0, falselyAccepted: 0, stuck: 0, strangers: 0, undecided: 0 }
/** One row in place of `a`, and what the sink has of it. */
const withA = (a: Row, sink: SinkLine[]) =>
  compare(promised, [a, ...clean.rows.slice(1)], [...sink, ...clean.sink.slice(1)])

test('a clean run is clean', () => {
  const found = compare(promised, clean.rows, clean.sink)
  expect(found).toMatchObject({ ...zero, letters: 3, copies: 1, examples: [] })
  expect(isClean(found)).toBe(true)
})

test.each([
  [
    'a promised row that is not in the database',
    compare(promised, clean.rows.slice(1), clean.sink.slice(1)),
    { lost: 1 },
  ],
  ['a whole promised dispatch that is gone', compare(promised, [], []), { lost: 3 }],
  ['accepted without a 250', withA(row('a'), []), { falselyAccepted: 1 }],
  ['failed without a 5xx', withA(row('a', 'failed', 'no-such-person'), []), { lost: 1 }],
  ['unknown, and nowhere', withA(row('a', 'unknown', 'possibly-twice'), []), { lost: 1 }],
  ['still on its way', withA(row('a', 'ready', null), []), { stuck: 1 }],
  ['still being sent, though taken', withA(row('a', 'sending', null), [taken('a')]), { stuck: 1 }],
  ['two copies in silence', withA(row('a'), [taken('a'), taken('a')]), { duplicates: 1, unannounced: 1 }],
  [
    'a mail that the database does not know',
    compare(promised, clean.rows, [...clean.sink, taken('x')]),
    { strangers: 1 },
  ],
  ['a state nobody has heard of', withA(row('a', 'vanished', null), []), { lost: 1 }],
])('caught: %s', (_, found, expected) => {
  expect(found).toMatchObject({ ...zero, ...expected })
  expect(isClean(found)).toBe(false)
})

test.each([
  ['failed after a real 5xx', withA(row('a', 'failed', 'x'), [{ kind: 'refused', at: 0, id: '', to: 'a@x.example' }])],
  ['held', withA(row('a', 'held', 'sender-held'), [])],
  ['cancelled', withA(row('a', 'cancelled', null), [])],
])('honest, hence fine: %s', (_, found) => expect(isClean(found)).toBe(true))

test('a person may be asked about one letter that had no answer twice, not about two of three', () => {
  const asked = row('a', 'needs_decision', 'no-answer-twice')
  expect(withA(asked, [])).toMatchObject({ ...zero, undecided: 1 })
  expect(isClean(withA(asked, []))).toBe(true)
  const two = compare(promised, [asked, { ...asked, headerId: 'b' }, row('c')], [taken('c')])
  expect(two).toMatchObject({ ...zero, undecided: 2 })
  expect(isClean(two)).toBe(false)
})

test('an announced duplicate counts, and is allowed for one letter in a hundred', () => {
  const twice = withA(row('a', 'accepted', 'possibly-twice'), [taken('a'), taken('a')])
  expect(twice).toMatchObject({ ...zero, duplicates: 1, copies: 2 })
  expect(isClean(twice)).toBe(false)
  expect(isClean({ ...twice, letters: 100 })).toBe(true)
  expect(isClean({ ...twice, letters: 100, copies: 3 })).toBe(false)
})
