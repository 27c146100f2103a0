import { describe, expect, it } from 'vitest'
import { addressBlock, maxAddressLength, maxAddressLines } from './address.ts'

const claire = { title: 'mrs', givenName: 'Claire', surname: 'Lefèvre' } as const
const antoine = { title: 'mr', givenName: 'Antoine', surname: 'Lefèvre' } as const
const lyon = { lines: ['8 bis, rue de la Part-Dieu', '', ' '], postcode: '69003', city: 'Lyon', country: 'FR' }

describe('addressBlock', () => {
  it('writes a French household and drops blank lines', () => {
    expect(addressBlock({ people: [claire, antoine], address: lyon }, 'FR')).toEqual({
      lines: ['Mme Claire Lefèvre', 'M. Antoine Lefèvre', '8 bis, rue de la Part-Dieu', '69003 Lyon'],
      problems: [],
    })
  })
  it('writes British post at home: town in capitals, postcode last', () => {
    const address = { lines: ['14 Orchard Lane'], postcode: 'ox2 6tp', city: 'Oxford', country: 'GB' }
    expect(addressBlock({ people: [claire], address }, 'gb').lines).toEqual([
      'Mrs Claire Lefèvre',
      '14 Orchard Lane',
      'OXFORD',
      'OX2 6TP',
    ])
  })
  it('ends foreign post with the country in capitals, in the language of posting', () => {
    const british = { lines: ['14 Orchard Lane'], postcode: 'OX2 6TP', city: 'Oxford', country: 'GB' }
    expect(addressBlock({ people: [claire], address: british }, 'FR').lines.at(-1)).toBe('ROYAUME-UNI')
    expect(addressBlock({ people: [claire], address: lyon }, 'GB').lines.slice(-2)).toEqual(['69003 LYON', 'FRANCE'])
    expect(addressBlock({ people: [claire], address: { ...lyon, country: '??' } }, 'FR').lines.at(-1)).toBe('??')
  })
  it('treats overseas France as France', () => {
    expect(
      addressBlock(
        { people: [claire], address: { ...lyon, postcode: '97400', city: 'Saint-Denis', country: 'RE' } },
        'FR',
      ).lines.at(-1),
    ).toBe('97400 Saint-Denis')
  })
  it('reports the cut of a long line at 38 characters', () => {
    const long = 'Résidence des Grands Marronniers de la Croix-Rousse'
    const { lines, problems } = addressBlock({ people: [claire], address: { ...lyon, lines: [long] } }, 'FR')
    expect(problems).toEqual([{ code: 'line-too-long', text: long, line: 1, cutAt: 38 }])
    expect(lines[1]).toBe(long.slice(0, 38).trimEnd())
  })
  it('joins people, then short lines, before it leaves anything out, and says what it left out', () => {
    const seven = { ...lyon, lines: ['Bât. C', 'Escalier 2', 'Résidence des Lilas', '8 rue Neuve'] }
    const joined = addressBlock({ people: [claire, antoine], address: seven }, 'FR')
    expect(joined).toEqual({
      lines: [
        'Mme Claire et M. Antoine Lefèvre',
        'Bât. C',
        'Escalier 2',
        'Résidence des Lilas',
        '8 rue Neuve',
        '69003 Lyon',
      ],
      problems: [],
    })
    const many = { ...lyon, lines: Array.from({ length: 9 }, (_, i) => `A rather long complement number ${i}`) }
    const cut = addressBlock({ people: [claire], address: many }, 'FR')
    expect(cut.lines).toHaveLength(maxAddressLines)
    expect(cut.lines[0]).toBe('Mme Claire Lefèvre')
    expect(cut.lines.at(-1)).toBe('69003 Lyon')
    expect(cut.problems).toMatchObject([{ code: 'too-many-lines', text: expect.stringContaining('number 0') }])
  })
  it('never passes the limits, whatever comes', () => {
    const people = Array.from({ length: 8 }, (_, i) => ({ givenName: `Given${i}`, surname: 'S'.repeat(60) }))
    const { lines, problems } = addressBlock(
      { people, organisation: 'O'.repeat(50), address: { lines: ['x\ny\u202e'], city: 'C'.repeat(90), country: 'BR' } },
      'FR',
    )
    expect(lines.length).toBeLessThanOrEqual(maxAddressLines)
    expect(Math.max(...lines.map(l => l.length))).toBeLessThanOrEqual(maxAddressLength)
    expect(problems.length).toBeGreaterThan(0)
    expect(lines.join('')).not.toMatch(/[\n\u202e]/)
  })
  it('says when there is nothing to post to', () => {
    const { problems } = addressBlock({ people: [claire], address: { lines: [] } }, 'FR')
    expect(problems.map(p => p.code)).toEqual(['no-street', 'no-town'])
  })
})
