import { unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { makeOneRoster } from '../../../testing/oneroster-zip.ts'
import type { Known } from '../directory/rules.ts'
import { mapHeaders } from './columns.ts'
import { compareImport } from './compare.ts'
import { loneOneRosterFile, oneRosterVersion, readOneRoster } from './oneroster.ts'
import { readDate, readEmails, readFlag, readLanguage, readPostal } from './rules.ts'
import { readText } from './table.ts'
import { sayNote } from './words.ts'

const nobody: Known = { people: [], classes: [], enrolments: [], guardianships: [] }
const filesOf = (zip: Uint8Array) =>
  new Map(Object.entries(unzipSync(zip)).map(([name, bytes]) => [name.toLowerCase(), new TextDecoder().decode(bytes)]))
const compareTable = (text: string, kind: 'student' | 'teacher' = 'student', known = nobody) => {
  const table = readText(text, ';')
  return compareImport(
    { type: 'table', encoding: 'utf-8', separator: ';', table, lines: table.rows.length },
    { format: 'table', kind, columns: mapHeaders(table, kind), file: 'x.csv', language: 'fr' },
    known,
  )
}
const said = (text: string, kind: 'student' | 'teacher' = 'student') =>
  compareTable(text, kind).preview.rows.map(
    row => `${row.line} ${row.name} ${row.outcome}${row.reason ? `: ${sayNote(row.reason, 'en')}` : ''}`,
  )

test('OneRoster: guardians are tied in either direction, once; the password is nowhere', () => {
  for (const version of ['1.1', '1.2'] as const) {
    const made = makeOneRoster({ students: 30, version })
    const files = filesOf(made.zip)
    expect(oneRosterVersion(files)).toBe(version)
    const { directory, refusals } = readOneRoster(files)
    expect(refusals).toEqual([])
    expect(directory.people).toHaveLength(made.users)
    expect(directory.guardianships).toHaveLength(made.guardians)
    expect(directory.guardianships.filter(one => one.student === 'student:s-1').map(one => one.legal)).toEqual([1, 2])
    expect(JSON.stringify(directory)).not.toContain('never-read')
  }
})

test('OneRoster: columns in any order, one person in two roles, timetabled groups apart', () => {
  const files = new Map([
    [
      'users.csv',
      'familyName,agentSourcedIds,givenName,sourcedId,status,email\nPetit,"c1,c1",Anne,u1,active,anne@x.example\nPetit,,Zoé,c1,active,\n',
    ],
    [
      'roles.csv',
      'sourcedId,status,userSourcedId,roleType,role\n1,active,u1,primary,teacher\n2,active,u1,secondary,parent\n3,active,c1,primary,student\n',
    ],
    ['classes.csv', 'sourcedId,status,title,classType\nk1,active,6e A,homeroom\nk2,active,Maths 6e A,scheduled\n'],
    [
      'enrollments.csv',
      'sourcedId,status,classSourcedId,userSourcedId,role\n1,active,k1,c1,student\n2,active,k2,c1,student\n3,active,k2,u1,teacher\n',
    ],
  ])
  const { directory } = readOneRoster(files)
  expect(directory.people.map(one => one.key)).toEqual(['teacher:u1', 'guardian:u1', 'student:c1'])
  expect(directory.guardianships).toMatchObject([
    { student: 'student:c1', guardian: 'guardian:u1', relation: 'parent' },
  ])
  expect(directory.classes.map(one => one.source)).toEqual(['oneroster', 'oneroster-course'])
})

test('a lone file of an export is known by its columns', () => {
  expect(loneOneRosterFile(['sourcedId', 'classSourcedId', 'userSourcedId'])).toBe('enrollments.csv')
  expect(loneOneRosterFile(['SOURCEDID', 'givenName', 'familyName', 'role'])).toBe('users.csv')
  expect(loneOneRosterFile(['Nom', 'Prénom'])).toBe(null)
})

test('tables: duplicates, missing names, long names', () => {
  const twice = said('Identifiant;Nom;Prénom\n7;Petit;Zoé\n7;Autre;Luc\n;;\n;Petit;Zoé\n')
  expect(twice).toEqual([
    '2 Petit Zoé created',
    '3 Autre Luc refused: The identifier “7” is already on line 2',
    '5 Petit Zoé created',
  ])
  expect(said(`Nom;Prénom\n${'x'.repeat(101)};A\nDUPONT Marie;\n`)).toEqual([
    `2 ${'x'.repeat(101)} A refused: The name is longer than 100 characters`,
    '3 DUPONT Marie created',
  ])
  expect(said('Nom;Prénom;Courriel\nPetit;Zoé;a@x.example\nPetit;Zoé;a@x.example\n', 'teacher')[1]).toBe(
    '3 Petit Zoé refused: “Petit Zoé” is there already',
  )
  expect(said('Identifiant;Nom\n99;\n')[0]).toBe('2 99 refused: The name is missing')
})

test('tables: one parent of two children is one guardian, by address; namesakes are two', () => {
  const head = 'Nom;Prénom;Classe;Parent 1 nom;Parent 1 prénom;Parent 1 mail'
  const shared = compareTable(
    `${head}\nPetit;Zoé;6e A;Petit;Anne;anne@x.example\nPetit;Léo;5e A;PETIT;Anne;ANNE@x.example\n`,
  ).plan
  expect(shared.people.filter(one => one.record.kind === 'guardian')).toHaveLength(1)
  expect(shared.guardianships).toHaveLength(2)
  const namesakes = compareTable(`${head}\nMartin;Zoé;6e A;Martin;Anne;\nMartin;Léo;5e A;Martin;Anne;\n`).plan
  expect(namesakes.people.filter(one => one.record.kind === 'guardian')).toHaveLength(2)
  const perParent = compareTable(
    `${head}\nPetit;Zoé;6e A;Petit;Anne;anne@x.example\nPetit;Zoé;6e A;Petit;Luc;luc@x.example\n`,
  )
  expect(perParent.plan.people.map(one => one.record.givenName)).toEqual(['Zoé', 'Anne', 'Luc'])
  expect(perParent.preview.counts).toMatchObject({ created: 3, refused: 0 })
})

test('tables: somebody who could be one of two people is refused, not guessed', () => {
  const person = compareTable('Nom;Prénom\nPetit;Zoé\n').plan.people[0]?.record
  if (!person) throw new Error('nobody planned')
  const two = {
    ...nobody,
    people: [
      { ...person, id: 'a' },
      { ...person, id: 'b' },
    ],
  }
  expect(compareTable('Nom;Prénom\nPetit;Zoé\n', 'student', two).preview.rows).toMatchObject([
    { outcome: 'refused', reason: { code: 'PERSON_AMBIGUOUS' } },
  ])
  expect(
    compareTable('Nom;Prénom\nPetit;Zoé\n', 'student', { ...nobody, people: [{ ...person, id: 'a' }] }).preview.counts
      .unchanged,
  ).toBe(1)
})

test('cells: dates, languages, flags, addresses', () => {
  expect(['2014-02-01', '1/2/2014', '01.02.2014', '31/02/2014', '99', '2014-02-01T00:00:00Z'].map(readDate)).toEqual([
    '2014-02-01',
    '2014-02-01',
    '2014-02-01',
    null,
    null,
    '2014-02-01',
  ])
  expect(['Français', 'FR', 'anglais', 'English', 'deutsch'].map(readLanguage)).toEqual(['fr', 'fr', 'en', 'en', null])
  expect(['Oui', 'no', '1', 'peut-être'].map(readFlag)).toEqual([true, false, true, null])
  expect(readEmails(['A@X.example; b@x.example', 'n/a', 'jean@']).emails).toEqual([
    { address: 'a@x.example', state: 'ok' },
    { address: 'b@x.example', state: 'ok' },
    { address: 'jean@', state: 'invalid' },
  ])
  expect(readPostal({ lines: ['1 rue X\r\nBât. B', 'néant'], city: ' Lyon ', country: 'france' })).toEqual({
    lines: ['1 rue X', 'Bât. B'],
    postcode: '',
    city: 'Lyon',
    country: 'FR',
  })
  expect(readPostal({ lines: ['', '-'] })).toBeUndefined()
})
