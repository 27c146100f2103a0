import { expect, test } from 'vitest'
import { countryCode, isLogo } from './rules.ts'

const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const url = (kind: string, bytes: readonly number[], length = bytes.length) =>
  `data:image/${kind};base64,${Buffer.concat([Buffer.from(bytes), Buffer.alloc(length - bytes.length)]).toString('base64')}`

test('a logo is what its bytes say, not its name', () => {
  expect(isLogo(url('png', png))).toBe(true)
  expect(isLogo(url('jpeg', [0xff, 0xd8, 0xff, 0xe0]))).toBe(true)
  expect(isLogo(url('png', [0xff, 0xd8, 0xff, 0xe0]))).toBe(false)
  expect(isLogo(url('svg+xml', [...Buffer.from('<svg onload="x"/>')]))).toBe(false)
  expect(isLogo(url('png', png, 200 * 1024))).toBe(true)
  expect(isLogo(url('png', png, 200 * 1024 + 1))).toBe(false)
  for (const other of ['', 'https://x.example/logo.png', 'data:image/png;base64,', `${url('png', png)}\n`])
    expect(isLogo(other)).toBe(false)
})

test('a country by its code or its name in either language', () => {
  expect(countryCode('fr')).toBe('FR')
  expect(countryCode('France')).toBe('FR')
  expect(countryCode('Royaume-Uni')).toBe('GB')
  expect(countryCode('united kingdom')).toBe('GB')
  expect(countryCode('CÔTE D’IVOIRE')).toBe('CI')
  // Withdrawn codes have names too (DD, UK): today's code stands for the name, and both are taken.
  for (const [typed, code] of Object.entries({ DE: 'DE', Germany: 'DE', Serbie: 'RS', UK: 'GB', dd: 'DE' }))
    expect(countryCode(typed)).toBe(code)
  for (const none of ['', 'ZZZ', 'Nowhere', 'X9']) expect(countryCode(none)).toBeNull()
})
