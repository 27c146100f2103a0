import { dispatchChoice, type Reach } from '@mailroom/contract'
import { describe, expect, test } from 'vitest'
import {
  type AudienceLink,
  type Concerned,
  type Contact,
  countPlan,
  decideOutcome,
  encodedBytes,
  groupAudience,
  headerId,
  inspectAttachment,
  planDispatch,
  worstFirst,
} from './rules.ts'

const contact = (id: string, more: Partial<Contact> = {}): Contact => ({
  id,
  kind: 'guardian',
  title: 'Mme',
  surname: id.toUpperCase(),
  givenName: 'Anne',
  gender: 'f',
  language: 'fr',
  email: `${id}@mail.example`,
  reach: 'ok',
  acceptsPaper: true,
  addressLines: ['1 rue des Lilas'],
  postcode: '69003',
  city: 'Lyon',
  country: 'FR',
  ...more,
})
const child = (id: string, className = '6e A'): Concerned => ({
  ...{ id, title: '', surname: 'Martin', givenName: id, gender: 'm', birthDate: '2014-05-02' },
  ...{ className, level: '6e', language: 'fr' as const },
})
const link = (one: Contact, concerned: Concerned | null = null): AudienceLink => ({
  contact: one,
  concerned,
  legal: 1,
  livesWith: true,
})
const choose = (more: Record<string, unknown> = {}) =>
  dispatchChoice.parse({
    kind: 'letter',
    list: 'guardian',
    scope: { type: 'selected', ids: ['01a213f8-aecf-7443-8b49-59dbe5522ad7'] },
    ...more,
  })

describe('one recipient', () => {
  const good = { missing: false, fits: true, refused: false }
  const none = { missing: true, fits: false, refused: false }
  const wide = { missing: false, fits: false, refused: false }
  const refused = { ...good, refused: true }
  const yes = { reach: 'ok' as Reach, email: true }
  const no = { reach: 'missing' as Reach, email: false }
  const letter = (printCopy: 'none' | 'all' | 'without-email', output: 'email' | 'print' = 'email') =>
    ({ kind: 'letter', output, printCopy }) as const
  const email = { kind: 'email', output: 'email', printCopy: 'all' } as const

  test.each([
    [yes, good, letter('none'), 'email', 'has-email'],
    [yes, good, letter('without-email'), 'email', 'has-email'],
    [yes, good, letter('all'), 'both', 'copy-for-all'],
    [yes, none, letter('all'), 'email', 'has-email'],
    [yes, wide, letter('all'), 'email', 'has-email'],
    [yes, refused, letter('all'), 'email', 'has-email'],
    [no, good, letter('none'), 'unreachable', 'no-email'],
    [no, good, letter('without-email'), 'paper', 'no-email'],
    [no, good, letter('all'), 'paper', 'no-email'],
    [no, none, letter('without-email'), 'unreachable', 'no-postal-address'],
    [no, wide, letter('without-email'), 'unreachable', 'address-does-not-fit'],
    [no, refused, letter('without-email'), 'unreachable', 'refuses-paper'],
    [no, { ...none, refused: true }, letter('all'), 'unreachable', 'refuses-paper'],
    [yes, good, letter('none', 'print'), 'paper', 'chosen-paper'],
    [yes, none, letter('none', 'print'), 'unreachable', 'no-postal-address'],
    [yes, refused, letter('all', 'print'), 'unreachable', 'refuses-paper'],
    [yes, good, email, 'email', 'has-email'],
    [no, good, email, 'unreachable', 'no-email'],
    [yes, good, { ...email, output: 'print' as const }, 'email', 'has-email'],
  ] as const)('%o %o %o → %s, %s', (person, paper, choice, outcome, reason) => {
    expect(decideOutcome(person, paper, choice)).toEqual({ outcome, reason })
  })

  test.each([
    ['paper', 'prefers-paper'],
    ['refused', 'refuses-email'],
    ['missing', 'no-email'],
    ['invalid', 'invalid-email'],
    ['bounced', 'bounced-email'],
  ] as const)('%s, hence on paper: %s', (reach, reason) => {
    expect(decideOutcome({ reach, email: false }, good, letter('without-email'))).toEqual({ outcome: 'paper', reason })
  })
})

describe('who belongs on one letter', () => {
  const [lea, tom] = [child('Léa'), child('Tom', '3e B')]
  const mother = contact('mother')
  const father = contact('father')
  const apart = contact('apart', { addressLines: ['9 quai Rambaud'] })
  const family = [link(mother, lea), link(mother, tom), link(father, lea), link(father, tom), link(apart, lea)]
  const names = (per: 'person' | 'household', kind: 'letter' | 'email' = 'letter') =>
    groupAudience(family, { kind, per }).map(group => [
      group.contacts.map(one => one.id).join('+'),
      group.concerned.map(one => one.id).join('+'),
    ])

  test('per person: a letter for each child; a written e-mail once', () => {
    expect(names('person')).toEqual([
      ['mother', 'Léa'],
      ['mother', 'Tom'],
      ['father', 'Léa'],
      ['father', 'Tom'],
      ['apart', 'Léa'],
    ])
    expect(names('person', 'email')).toEqual([
      ['mother', 'Léa+Tom'],
      ['father', 'Léa+Tom'],
      ['apart', 'Léa'],
    ])
  })

  test('per household: one for those at one address, one for the parent who lives apart', () => {
    expect(names('household')).toEqual([
      ['mother+father', 'Léa+Tom'],
      ['apart', 'Léa'],
    ])
  })

  test('an address is the same in other letters; no address is nobody’s home', () => {
    const same = contact('same', { addressLines: ['1 RUE DES LILAS'], city: 'LYON' })
    const [one] = [groupAudience([link(mother, lea), link(same, lea)], { kind: 'letter', per: 'household' })]
    expect(one).toHaveLength(1)
    const homeless = ['a', 'b'].map(id => link(contact(id, { addressLines: [], city: '', postcode: '' }), lea))
    expect(groupAudience(homeless, { kind: 'letter', per: 'household' })).toHaveLength(2)
  })

  test('neighbours without a child in common are no household', () => {
    expect(groupAudience([link(mother, lea), link(father, tom)], { kind: 'letter', per: 'household' })).toHaveLength(2)
  })
})

describe('the plan', () => {
  const lea = child('Léa')
  const plan = (links: AudienceLink[], more: Record<string, unknown> = {}) => planDispatch(links, choose(more), 'FR')

  test('everybody once, by name; who was unticked is gone', () => {
    const links = [link(contact('zoe'), lea), link(contact('élise'), lea), link(contact('bob'), lea)]
    expect(plan(links).map(one => one.personIds[0])).toEqual(['bob', 'élise', 'zoe'])
    const [, elise] = links
    expect(
      planDispatch(links, { ...choose(), excluded: [elise?.contact.id ?? ''] }, 'FR').map(one => one.personIds[0]),
    ).toEqual(['bob', 'zoe'])
  })

  test('a household is written to at the first address that accepts e-mail', () => {
    const links = [
      link(contact('a', { reach: 'refused' }), lea),
      link(contact('b', { reach: 'unverified' }), lea),
      link(contact('c'), lea),
    ]
    const [only, ...others] = plan(links, { per: 'household' })
    expect(others).toEqual([])
    expect(only).toMatchObject({ outcome: 'email', address: 'b@mail.example' })
  })

  test('an address that bounced, is refused or not valid is never written to', () => {
    for (const reach of ['bounced', 'invalid', 'refused', 'paper', 'missing'] as const) {
      const [one] = plan([link(contact('a', { reach }), lea)])
      expect(one).toMatchObject({ outcome: 'paper', address: null })
    }
  })

  test('paper goes to a household where one accepts it, and to nobody who does not', () => {
    const refuses = { reach: 'missing', email: null, acceptsPaper: false } as const
    const both = [link(contact('a', refuses), lea), link(contact('b', { ...refuses, acceptsPaper: true }), lea)]
    expect(plan(both, { per: 'household' })[0]).toMatchObject({ outcome: 'paper', printable: true })
    expect(plan([link(contact('a', refuses), lea)])[0]).toMatchObject({
      outcome: 'unreachable',
      reason: 'refuses-paper',
      printable: false,
    })
  })

  test('two with one address: a written e-mail once, a letter each', () => {
    const links = [
      link(contact('a', { email: 'home@mail.example' }), lea),
      link(contact('b', { email: 'home@mail.example' }), lea),
    ]
    const email = plan(links, { kind: 'email' })
    expect(email.map(one => [one.outcome, one.reason])).toEqual([
      ['email', 'has-email'],
      ['unreachable', 'duplicate'],
    ])
    expect(plan(links).map(one => one.outcome)).toEqual(['email', 'email'])
  })

  test('the counts are those of the plan, and the worst comes first', () => {
    const links = [
      link(contact('a'), lea),
      link(contact('b', { reach: 'missing', email: null }), lea),
      link(contact('c', { reach: 'missing', email: null, addressLines: [], city: '', postcode: '' }), lea),
    ]
    const planned = plan(links)
    expect(countPlan(planned)).toEqual({ email: 1, paper: 1, both: 0, unreachable: 1 })
    expect(worstFirst(planned).map(one => one.outcome)).toEqual(['unreachable', 'paper', 'email'])
  })
})

describe('attachments', () => {
  const pdf = Buffer.from('%PDF-1.7 …')
  test.each([
    ['report.pdf', pdf, { ok: true, name: 'report.pdf', type: 'application/pdf' }],
    ['../../etc/report.pdf', pdf, { ok: true, name: 'report.pdf', type: 'application/pdf' }],
    ['page.html', Buffer.from('<p>'), { ok: false, why: 'forbidden', detail: '.html' }],
    ['setup.pdf', Buffer.from('MZ…'), { ok: false, why: 'forbidden', detail: '.pdf' }],
    ['letter.pdf', Buffer.from('<!doctype html><p>'), { ok: false, why: 'disguised', detail: 'HTML' }],
    ['photo.png', pdf, { ok: false, why: 'disguised', detail: '.png' }],
    ['notes.txt', Buffer.from('hello'), { ok: true, name: 'notes.txt', type: 'text/plain' }],
  ] as const)('%s', (name, bytes, expected) => expect(inspectAttachment(name, bytes)).toEqual(expected))

  test('bytes are counted as they travel', () => {
    expect(encodedBytes(57)).toBe(78)
    expect(encodedBytes(58)).toBe(156)
  })
})

test('a Message-ID is the row at the sender’s domain', () => {
  expect(headerId('abc', 'secretariat@tilleuls.example')).toBe('<abc@tilleuls.example>')
})
