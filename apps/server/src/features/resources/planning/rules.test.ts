import { expect, test } from 'vitest'
import type { Directory, Known, KnownPerson, PersonDraft } from '../directory/rules.ts'
import type { EmailFact } from '../rules.ts'
import { matchByIdentifier, mergeEmails, planDirectory } from './rules.ts'

const mail = (...addresses: string[]): EmailFact[] => addresses.map(address => ({ address, state: 'ok' }))
const draft = (more: Partial<PersonDraft> = {}): PersonDraft => ({
  key: 's1',
  kind: 'student',
  source: 'x',
  identifier: '1',
  surname: 'Petit',
  givenName: 'Zoé',
  ...more,
})
const known = (more: Partial<KnownPerson> = {}): KnownPerson => ({
  id: 'id1',
  kind: 'student',
  source: 'x',
  identifier: '1',
  surname: 'Petit',
  givenName: 'Zoé',
  title: '',
  gender: '',
  birthDate: '',
  language: 'fr',
  phone: '',
  level: '',
  postal: { lines: [], postcode: '', city: '', country: '' },
  emails: [],
  acceptsEmail: true,
  acceptsPaper: true,
  preferences: [],
  retired: false,
  ...more,
})
const lists = (more: Partial<Known> = {}): Known => ({
  people: [known()],
  classes: [],
  enrolments: [],
  guardianships: [],
  ...more,
})
const directory = (more: Partial<Directory> = {}): Directory => ({
  people: [draft()],
  classes: [],
  enrolments: [],
  guardianships: [],
  replaceEnrolments: false,
  ...more,
})
const plan = (given: Directory, today: Known) => planDirectory(given, today, matchByIdentifier(given, today))
const outcome = (given: Partial<PersonDraft>, today: Partial<KnownPerson> = {}) =>
  plan(directory({ people: [draft(given)] }), lists({ people: [known(today)] })).people[0]

test('what a source does not say stays; what it says differently is told', () => {
  expect(outcome({})?.outcome).toBe('unchanged')
  expect(outcome({ phone: '', title: undefined }, { phone: '1' })?.outcome).toBe('unchanged')
  expect(outcome({ phone: '2' }, { phone: '1' })).toMatchObject({
    outcome: 'updated',
    changes: [{ field: 'phone', from: '1', to: '2' }],
  })
  expect(plan(directory(), lists({ people: [] })).people[0]).toMatchObject({ outcome: 'created', id: null })
})

test('a retired person leaves, and comes back when named again', () => {
  expect(outcome({ retired: true })).toMatchObject({ outcome: 'retired', record: { retired: true, surname: 'Petit' } })
  expect(outcome({ retired: true }, { retired: true })).toBeUndefined()
  expect(outcome({}, { retired: true })).toMatchObject({ outcome: 'updated', changes: [{ field: 'retired' }] })
})

test('a new address takes the place of the old; one put first by hand stays first', () => {
  expect(mergeEmails(mail('a'), mail('b'))).toEqual(mail('b'))
  expect(mergeEmails(mail('hand', 'a'), mail('a'))).toEqual(mail('hand', 'a'))
  expect(mergeEmails(mail('a', 'second'), mail('b'))).toEqual(mail('b', 'second'))
  expect(mergeEmails([], mail('a', 'b'))).toEqual(mail('a', 'b'))
  expect(mergeEmails([{ address: 'a', state: 'bounced' }], mail('a'))).toEqual([{ address: 'a', state: 'bounced' }])
})

test('classes: a move is one change; classes of other sources and courses stay', () => {
  const group = (id: string, source = 'x') => ({
    id,
    source,
    identifier: id,
    name: `class ${id}`,
    level: '',
    retired: false,
  })
  const today = lists({
    classes: [group('a'), group('hand', 'hand'), group('m', 'x-course')],
    enrolments: ['a', 'hand', 'm'].map(classId => ({ personId: 'id1', classId, role: 'student' })),
  })
  const moved = (replaceEnrolments: Directory['replaceEnrolments']) =>
    plan(
      directory({
        replaceEnrolments,
        classes: [{ key: 'b', source: 'x', identifier: 'b', name: 'class b' }],
        enrolments: [{ person: 's1', class: 'b', role: 'student' }],
      }),
      today,
    )
  expect(moved('same-source').enrolments.remove.map(one => one.classId)).toEqual(['a', 'm'])
  expect(moved('proper').enrolments.remove.map(one => one.classId)).toEqual(['a', 'hand'])
  expect(moved(false).enrolments.remove).toEqual([])
  expect(moved('proper').people[0]?.changes).toEqual([{ field: 'class', from: 'class a, class hand', to: 'class b' }])
})

test('the class says the level of a student, so that two sources of it do not quarrel', () => {
  const classes = [{ id: 'a', source: 'x', identifier: 'a', name: '5e A', level: '5e', retired: false }]
  const today = lists({
    people: [known({ level: '5e' })],
    classes,
    enrolments: [{ personId: 'id1', classId: 'a', role: 'student' }],
  })
  expect(plan(directory({ people: [draft({ level: '09' })] }), today).people[0]?.outcome).toBe('unchanged')
})

test('a guardian link that is new makes the student an updated one; the same again does not', () => {
  const people = [draft(), draft({ key: 'g1', kind: 'guardian', identifier: 'g' })]
  const guardianships = [{ student: 's1', guardian: 'g1', legal: 1 }]
  const family = [known(), known({ id: 'id2', kind: 'guardian', identifier: 'g', givenName: 'Anne' })]
  expect(plan(directory({ people, guardianships }), lists({ people: family })).people[0]).toMatchObject({
    outcome: 'updated',
    changes: [{ field: 'guardian' }],
  })
  const linked = lists({
    people: family,
    guardianships: [{ studentId: 'id1', guardianId: 'id2', legal: 1, relation: 'mother', livesWith: false }],
  })
  expect(
    plan(
      directory({
        people: [draft(), draft({ key: 'g1', kind: 'guardian', identifier: 'g', givenName: 'Anne' })],
        guardianships,
      }),
      linked,
    ).guardianships,
  ).toEqual([])
})
