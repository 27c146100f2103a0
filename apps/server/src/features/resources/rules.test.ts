import { describe, expect, test } from 'vitest'
import { makeDemoSchool } from '../../../../../prisma/demo-school.ts'
import {
  addressInUse,
  compareLevels,
  countryCode,
  deriveReach,
  type EmailFact,
  emailable,
  fold,
  genderOfTitle,
  reachFor,
  searchPatterns,
  tidyPhone,
} from './rules.ts'

const mail = (...states: EmailFact['state'][]): EmailFact[] =>
  states.map((state, at) => ({ address: `a${at}@x.example`, state }))
const facts = (emails: EmailFact[], more: Partial<Parameters<typeof deriveReach>[0]> = {}) =>
  deriveReach({ emails, acceptsEmail: true, preferences: [], ...more })

test('folding ignores accents, case, ligatures and damaged characters', () => {
  expect(fold('  Lefèvre   ÉLODIE ')).toBe('lefevre elodie')
  expect(fold('Œuvre Straße Łódź Ø')).toBe('oeuvre strasse lodz o')
  expect(fold('a\u0000b\ud800')).toBe('a b\ufffd')
  expect(fold('O’Neill')).toBe("o'neill")
})

test('a search is words, in which % _ and \\ stand for themselves', () => {
  expect(searchPatterns('Lefèvre  50%_\\')).toEqual(['%lefevre%', '%50\\%\\_\\\\%'])
  expect(searchPatterns('   ')).toEqual([])
})

describe('reach', () => {
  test('follows the address in use', () => {
    expect(facts([])).toEqual({ reach: 'missing', email: null })
    for (const state of ['ok', 'unverified', 'invalid', 'bounced'] as const)
      expect(facts(mail(state)).reach).toBe(state)
  })
  test('falls to a verified second address, never by itself to an unverified one', () => {
    expect(facts(mail('bounced', 'ok'))).toEqual({ reach: 'ok', email: 'a1@x.example' })
    expect(facts(mail('invalid', 'unverified', 'ok')).email).toBe('a2@x.example')
    expect(facts(mail('bounced', 'unverified'))).toEqual({ reach: 'bounced', email: 'a0@x.example' })
    expect(addressInUse(mail('unverified', 'ok'))?.address).toBe('a0@x.example')
  })
  test('a choice comes before a fault', () => {
    expect(facts([], { acceptsEmail: false }).reach).toBe('refused')
    const everywhere = (email: boolean, paper: boolean) =>
      ['absences', 'administration', 'meetings', 'results'].map(category => ({ category, email, paper }))
    expect(facts(mail('ok'), { preferences: everywhere(false, true) })).toEqual({
      reach: 'paper',
      email: 'a0@x.example',
    })
    expect(facts(mail('ok'), { preferences: everywhere(false, false) }).reach).toBe('refused')
    expect(facts(mail('ok'), { preferences: everywhere(false, true).slice(1) }).reach).toBe('ok')
  })
  test('of a category is its own preference', () => {
    expect(reachFor({ reach: 'refused', state: 'ok', preference: { email: true, paper: true } })).toBe('ok')
    expect(reachFor({ reach: 'ok', state: 'ok', preference: { email: false, paper: true } })).toBe('paper')
    expect(reachFor({ reach: 'ok', state: null, preference: { email: true, paper: true } })).toBe('missing')
    expect(reachFor({ reach: 'bounced', state: 'bounced', preference: null })).toBe('bounced')
  })
})

test('levels, countries, telephones, titles', () => {
  expect(['2nde', '6e', 'Tle', '1re', '4e', '3e'].sort(compareLevels)).toEqual(['6e', '4e', '3e', '2nde', '1re', 'Tle'])
  expect(['Year 10', 'Year 7'].sort(compareLevels)).toEqual(['Year 7', 'Year 10'])
  expect(['France', 'ROYAUME-UNI', 'uk', 'gb', 'Angleterre', 'Deutschland', 'Suisse', ''].map(countryCode)).toEqual([
    'FR',
    'GB',
    'GB',
    'GB',
    'GB',
    'Deutschland',
    'CH',
    '',
  ])
  expect(tidyPhone('06 39 98 41 27', 'FR')).toBe('+33 6 39 98 41 27')
  expect(tidyPhone('poste 12', 'FR')).toBe('poste 12')
  expect(['M.', 'Mme', 'Mrs', 'Dr', ''].map(genderOfTitle)).toEqual(['m', 'f', 'f', '', ''])
})

describe('the demo school', () => {
  const school = makeDemoSchool()
  const of = (kind: string) => school.people.filter(one => one.kind === kind)
  test('is always the same, and as large as promised', () => {
    expect(makeDemoSchool()).toEqual(school)
    expect(school.classes).toHaveLength(16)
    expect([of('student').length, of('teacher').length, of('staff').length]).toEqual([416, 40, 15])
    expect(of('guardian').length).toBeGreaterThan(500)
    expect(new Set(school.people.map(one => one.key)).size).toBe(school.people.length)
  })
  test('writes only to reserved domains, and names nobody twice among guardians', () => {
    const addresses = school.people.flatMap(one => one.emails ?? [])
    expect(addresses.every(one => one.address.endsWith('.example'))).toBe(true)
    expect(new Set(addresses.map(one => one.address)).size).toBe(addresses.length)
    const names = of('guardian').map(one => `${one.givenName} ${one.surname}`)
    expect(new Set(names).size).toBe(names.length)
  })
  test('has every case that a letter meets', () => {
    const reaches = of('guardian').map(
      one =>
        deriveReach({
          acceptsEmail: one.acceptsEmail ?? true,
          emails: one.emails ?? [],
          preferences: one.preferences ?? [],
        }).reach,
    )
    for (const reach of ['ok', 'unverified', 'paper', 'refused', 'missing', 'invalid', 'bounced'] as const)
      expect(reaches).toContain(reach)
    expect(reaches.filter(emailable).length / reaches.length).toBeGreaterThan(0.8)
    const students = new Set(school.guardianships.map(one => one.student))
    expect(of('student').every(one => students.has(one.key))).toBe(true)
    const families = Map.groupBy(
      school.guardianships.filter(one => one.legal === 1),
      one => one.guardian,
    )
    const withSiblings = [...families.values()].filter(ties => ties.length > 1).length / families.size
    expect(withSiblings).toBeGreaterThan(0.1)
    expect(withSiblings).toBeLessThan(0.2)
    expect(school.guardianships.some(one => one.livesWith === false)).toBe(true)
    expect(of('guardian').some(one => one.postal?.country === 'GB')).toBe(true)
    expect(school.enrolments.filter(one => one.person === 'T-001').map(one => one.class)).toEqual([
      '4e B',
      '2nde A',
      '2nde B',
    ])
  })
})
