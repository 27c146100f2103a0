import { expect, test } from 'vitest'
import { countriesIn } from './countries.ts'

test('countries have their names in the language, in its order, each once', () => {
  const english = countriesIn('en-GB')
  const french = countriesIn('fr-FR')
  expect(english).toContainEqual({ value: 'DE', label: 'Germany' })
  expect(french).toContainEqual({ value: 'GB', label: 'Royaume-Uni' })
  expect(new Set(french.map(country => country.label)).size).toBe(french.length)
  expect(french.map(country => country.value)).toHaveLength(english.length)
  // É is sorted with E, not after Z.
  const labels = french.map(country => country.label)
  expect(labels.indexOf('Égypte')).toBeLessThan(labels.indexOf('France'))
  const codes = english.map(country => country.value)
  for (const none of ['DD', 'UK', 'EU', 'UN', 'ZZ', 'XA']) expect(codes).not.toContain(none)
})
