import { expect, test } from 'vitest'
import { isBlank, sayRemoved } from './rules.ts'

test('what was taken out is said in words, each thing once', () => {
  const removed = ['<script>', 'onclick', 'javascript:', 'remote image', '<blink>', 'position']
  expect(sayRemoved(removed, 'en')).toEqual([
    'a script',
    'an action (onclick)',
    'a link of the kind javascript:',
    'a picture from another site (paste the picture itself)',
    'an element <blink>',
    'a position over the page',
  ])
  expect(sayRemoved(['<script>', '<script>'], 'fr')).toEqual(['un script'])
})

test('a picture alone is a signature, white space is not', () => {
  expect(isBlank('<p>&nbsp; <br></p>')).toBe(true)
  expect(isBlank('<p><img src="data:image/png;base64,AA==" alt=""></p>')).toBe(false)
  expect(isBlank('<p>Julien</p>')).toBe(false)
})
