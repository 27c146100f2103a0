import { describe, expect, it } from 'vitest'
import { greeting, householdNames, householdTitle, parseTitle, titledName } from './people.ts'

const claire = { title: 'mrs', givenName: 'Claire', surname: 'Lefèvre' } as const
const antoine = { title: 'mr', givenName: 'Antoine', surname: 'Lefèvre' } as const
const paul = { title: 'mr', givenName: 'Paul', surname: 'Martin' } as const
const sam = { givenName: 'Sam', surname: 'Okafor' }

describe('greeting', () => {
  it.each([
    [[claire], 'Dear Mrs Lefèvre', 'Madame'],
    [[antoine], 'Dear Mr Lefèvre', 'Monsieur'],
    [[antoine, claire], 'Dear Mr and Mrs Lefèvre', 'Madame, Monsieur'],
    [[claire, paul], 'Dear Mrs Lefèvre and Mr Martin', 'Madame, Monsieur'],
    [[claire, { ...claire, givenName: 'Anne' }], 'Dear Mrs Claire and Mrs Anne Lefèvre', 'Mesdames'],
    [[antoine, paul], 'Dear Mr Lefèvre and Mr Martin', 'Messieurs'],
    [[sam], 'Dear Sam Okafor', 'Madame, Monsieur'],
    [[sam, claire], 'Dear Sam Okafor and Mrs Lefèvre', 'Madame, Monsieur'],
    [[], 'Dear Sir or Madam', 'Madame, Monsieur'],
    [[{ title: 'mr', givenName: '', surname: '' }], 'Dear Sir or Madam', 'Monsieur'],
  ] as const)('%#', (people, en, fr) => {
    expect(greeting([...people], 'en')).toBe(en)
    expect(greeting([...people], 'fr')).toBe(fr)
  })
  it('greets students by first name', () => {
    expect(greeting([sam], 'en', 'student')).toBe('Dear Sam')
    expect(greeting([sam], 'fr', 'student')).toBe('Bonjour Sam')
    expect(greeting([], 'fr', 'student')).toBe('Madame, Monsieur')
  })
})

describe('names', () => {
  it('joins a household', () => {
    expect(householdNames([claire, antoine], 'fr')).toBe('Mme Claire et M. Antoine Lefèvre')
    expect(householdNames([claire, paul], 'en')).toBe('Mrs Claire Lefèvre and Mr Paul Martin')
    expect(householdTitle([claire, antoine], 'fr')).toBe('Mme et M.')
    expect(titledName(sam, 'fr')).toBe('Sam Okafor')
  })
  it('reads titles as directories write them', () => {
    expect(['M.', 'MME', 'Mrs', ' monsieur ', 'Dr.'].map(parseTitle)).toEqual(['mr', 'mrs', 'mrs', 'mr', 'dr'])
    expect(['', 'Sir Lord', '__proto__', 'constructor'].map(parseTitle)).toEqual(Array(4).fill(undefined))
  })
})
