import { expect, test } from 'vitest'
import { contrastOnWhite, isColour, isTextColour, letterheadColourFault } from './colour.ts'

test('contrast with white paper, as WCAG counts it', () => {
  expect(contrastOnWhite('#000000')).toBeCloseTo(21, 5)
  expect(contrastOnWhite('#ffffff')).toBeCloseTo(1, 5)
  // The two greys that every contrast checker knows: the first passes 4.5 by a hair, the second does not.
  expect(contrastOnWhite('#767676')).toBeCloseTo(4.54, 2)
  expect(contrastOnWhite('#777777')).toBeCloseTo(4.48, 2)
  expect(contrastOnWhite('#22452F')).toBeGreaterThan(10)
  expect(contrastOnWhite('#ffd700')).toBeLessThan(3)
  expect(contrastOnWhite('red')).toBe(1)
})

test('a colour is written #rrggbb', () => {
  for (const good of ['#22452f', '#22452F']) expect(isColour(good)).toBe(true)
  for (const bad of ['', 'red', '#fff', '22452f', '#22452f;', '#22452g', '#22452f00']) expect(isColour(bad)).toBe(false)
})

test('a letterhead may be as light as large print, a link may not', () => {
  expect(letterheadColourFault('#22452f')).toBeNull()
  expect(letterheadColourFault('#ffd700')).toBe('COLOUR_TOO_LIGHT')
  expect(letterheadColourFault('gold')).toBe('COLOUR_INVALID')
  // 3.95 on white.
  expect([letterheadColourFault('#808080'), isTextColour('#808080')]).toEqual([null, false])
})
