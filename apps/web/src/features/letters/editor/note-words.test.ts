import { expect, test } from 'vitest'
import { countOf, linesFor } from './note-words.ts'

const counted = { people: 31, total: 31, conditions: [31, 6] }

test('a note says how many recipients its condition concerns', () => {
  expect(countOf(counted, 1, 2)).toEqual({ count: 6, people: 31, all: true })
  // Only a part of a long list was counted, and the note has to say so.
  expect(countOf({ ...counted, total: 1926 }, 0, 2)).toEqual({ count: 31, people: 31, all: false })
})

test('a note says nothing that is not known', () => {
  expect(countOf(undefined, 0, 2)).toBeNull()
  expect(countOf({ ...counted, people: 0 }, 0, 2)).toBeNull()
  // A repeat, and a text that has one more condition than the preview has seen so far.
  expect(countOf(counted, null, 2)).toBeNull()
  expect(countOf(counted, 0, 3)).toBeNull()
})

test('a note takes the lines that there are before the next one, at least one', () => {
  expect(linesFor(100, 124)).toBe(1)
  expect(linesFor(100, 110)).toBe(1)
  expect(linesFor(100, 136)).toBe(2)
  expect(linesFor(100, 900)).toBe(5)
  expect(linesFor(100, undefined)).toBe(5)
})
