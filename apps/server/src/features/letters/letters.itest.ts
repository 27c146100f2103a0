import {
  archiveLetter,
  createLetter,
  duplicateLetter,
  getInstitution,
  getLetter,
  getLetterVersion,
  listLetters,
  listLetterVersions,
  saveInstitution,
  saveLetter,
} from '@mailroom/contract'
import { suppliedLetters } from '@mailroom/letter/supplied'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, startTestApp, type TestApp } from '../../testing/app.ts'
import { installSuppliedLetters } from './commands.ts'
import { frozenFacts, getLetterForDispatch } from './queries.ts'

let t: TestApp
let office: Client & { userId: string }
let admin: Client & { userId: string }
let teacher: Client & { userId: string }
beforeAll(async () => {
  t = await startTestApp()
  admin = await t.as('supervisor', 'Julien Roche')
  office = await t.as('secretary', 'Helene Marchand')
  teacher = await t.as('teacher', 'Marc Delmas')
})
afterAll(() => t.close())

const nobody = '00000000-0000-4000-8000-000000000000'
const prisma = () => t.deps.database.prisma
const document = (text: string, ...more: { type: string }[]) => ({
  type: 'doc' as const,
  content: [{ type: 'paragraph', content: [{ type: 'text', text }] }, ...more],
})
const chip = (field: string) => ({ type: 'paragraph', content: [{ type: 'mergeField', attrs: { field } }] })
const form = (text = 'Bonjour') => ({
  designation: 'Absences du mois',
  category: 'absences' as const,
  recipientKinds: ['guardian' as const],
  contents: { fr: { subject: 'Absences', document: document(text) } },
})

test('the supplied letters are installed once, in the institution’s language; edited ones are left alone', async () => {
  await installSuppliedLetters(t.deps)
  await installSuppliedLetters(t.deps)
  const { letters } = (await teacher.call(listLetters, { query: {} })).body
  expect(letters).toHaveLength(suppliedLetters.length)
  expect(letters[0]).toMatchObject({
    designation: 'Absences injustifiées',
    supplied: true,
    version: 1,
    savedBy: null,
    languages: ['en', 'fr'],
  })
  const edited = (await office.call(getLetter, { params: { id: letters[0].id } })).body
  const { id, version, designation, category, recipientKinds, contents, fileName } = edited
  const saved = await office.call(saveLetter, {
    params: { id },
    body: { version, designation: 'La nôtre', category, recipientKinds, contents, fileName },
  })
  expect(saved.body).toMatchObject({ version: 2, savedBy: 'Helene Marchand' })
  expect(designation).toBe('Absences injustifiées')
  const [other] = letters.slice(1)
  await prisma().letterVersion.updateMany({
    where: { letterId: other.id },
    data: { contents: { fr: { subject: 'old', document: document('old release') } } },
  })
  await prisma().institution.update({ where: { id: 1 }, data: { language: 'en' } })
  await Promise.all([installSuppliedLetters(t.deps), installSuppliedLetters(t.deps)])
  await prisma().institution.update({ where: { id: 1 }, data: { language: 'fr' } })
  const after = (await teacher.call(listLetters, { query: {} })).body.letters
  expect(after).toHaveLength(suppliedLetters.length)
  expect(after.find((one: { id: string }) => one.id === id)).toMatchObject({ designation: 'La nôtre', version: 2 })
  expect(after.find((one: { id: string }) => one.id === other.id)).toMatchObject({ version: 2, savedBy: null })
  expect(after.map((one: { designation: string }) => one.designation)).toContain('School outing')
})

test('every supplied letter may be saved as it is', async () => {
  for (const { id } of (await office.call(listLetters, { query: {} })).body.letters) {
    const { designation, category, recipientKinds, contents, version } = (
      await office.call(getLetter, { params: { id } })
    ).body
    const saved = await office.call(saveLetter, {
      params: { id },
      body: { version, designation, category, recipientKinds, contents },
    })
    expect([designation, saved.status]).toEqual([designation, 200])
  }
})

test('each save is a version; a stale one is refused with the name of who saved', async () => {
  const made = await office.call(createLetter, { body: form('un') })
  expect(made).toMatchObject({ status: 201, body: { version: 1, supplied: false, archived: false, fileName: '' } })
  const { id } = made.body
  const second = await office.call(saveLetter, { params: { id }, body: { ...form('deux'), version: 1 } })
  expect(second.body.version).toBe(2)
  const stale = await admin.call(
    saveLetter,
    { params: { id }, body: { ...form('trois'), version: 1 } },
    { language: 'fr' },
  )
  expect(stale).toMatchObject({
    status: 409,
    body: {
      error: { code: 'CHANGED_MEANWHILE', message: 'Helene Marchand a modifié ceci depuis que vous l’avez ouvert.' },
    },
  })
  const burst = await Promise.all(
    [1, 2, 3].map(n => admin.call(saveLetter, { params: { id }, body: { ...form(String(n)), version: 2 } })),
  )
  expect(burst.map(one => one.status).sort()).toEqual([200, 409, 409])
  const { versions } = (await teacher.call(listLetterVersions, { params: { id } })).body
  expect(versions.map((one: { number: number; savedBy: string }) => [one.number, one.savedBy])).toEqual([
    [3, 'Julien Roche'],
    [2, 'Helene Marchand'],
    [1, 'Helene Marchand'],
  ])
  const first = (await teacher.call(getLetterVersion, { params: { id, number: 1 } })).body
  expect(first.contents.fr.document).toEqual(document('un'))
  expect((await teacher.call(getLetterVersion, { params: { id, number: 9 } })).status).toBe(404)
})

test('an unknown field is named with what was meant; the other faults come along, in the user’s language', async () => {
  const contents = { fr: { subject: '', document: document('a', chip('student.givenNam'), chip('meeting.date')) } }
  const refused = await office.call(createLetter, { body: { ...form(), contents } }, { language: 'fr' })
  expect(refused.status).toBe(400)
  expect(refused.body.error.fields).toMatchObject([
    { field: 'contents.fr.subject', code: 'REQUIRED' },
    {
      field: 'contents.fr.document',
      code: 'FIELD_UNKNOWN',
      message: 'Le champ « student.givenNam » n’existe pas ici.',
      hint: 'Vouliez-vous dire « student.givenName » ?',
    },
    { field: 'contents.fr.document', code: 'FIELD_UNKNOWN', message: 'Le champ « meeting.date » n’existe pas ici.' },
  ])
  const image = { type: 'image', attrs: { src: 'https://tracker.example/x.gif' } }
  const unsafe = await office.call(createLetter, {
    body: { ...form(), contents: { fr: { subject: 'x', document: document('a', image) } } },
  })
  expect(unsafe.body.error).toMatchObject({
    code: 'LETTER_PROBLEM',
    field: 'contents.fr.document',
    message: expect.stringContaining('neither inside the letter nor a stored file'),
  })
  const script = { type: 'script', content: [] }
  expect(
    (
      await office.call(createLetter, {
        body: { ...form(), contents: { fr: { subject: 'x', document: document('a', script) } } },
      })
    ).body.error.code,
  ).toBe('LETTER_PROBLEM')
})

test('empty letters, languages nobody wrote, recipients that the category is not for', async () => {
  const blank = { subject: '', document: { type: 'doc' as const, content: [{ type: 'paragraph' }] } }
  const empty = await office.call(createLetter, { body: { ...form(), contents: { fr: blank } } }, { language: 'fr' })
  expect(empty.body.error).toMatchObject({
    code: 'LETTER_EMPTY',
    field: 'contents',
    message: 'La lettre n’a pas de texte.',
  })
  const one = await office.call(createLetter, { body: { ...form(), contents: { ...form().contents, en: blank } } })
  expect(one.body.languages).toEqual(['fr'])
  const kinds = await office.call(createLetter, { body: { ...form(), recipientKinds: ['teacher'] } })
  expect(kinds.body.error).toMatchObject({ code: 'UNKNOWN_CHOICE', field: 'recipientKinds.0' })
})

test('duplicate, archive, and what each list offers', async () => {
  const { id } = (
    await office.call(createLetter, { body: { ...form(), designation: 'Original', fileName: '{{ student.surname }}' } })
  ).body
  const copy = (await office.call(duplicateLetter, { params: { id }, body: { designation: 'Copie' } })).body
  expect(copy).toMatchObject({ designation: 'Copie', version: 1, fileName: '{{ student.surname }}', supplied: false })
  expect(copy.id).not.toBe(id)
  const offered = async (list: string, archived = 'false') =>
    (
      await teacher.call(listLetters, { query: { list: list as 'student', archived: archived as 'false' } })
    ).body.letters.map((one: { designation: string }) => one.designation)
  expect(await offered('student')).toContain('Copie')
  expect(await offered('guardian')).toContain('Copie')
  expect(await offered('teacher')).not.toContain('Copie')
  expect((await office.call(archiveLetter, { params: { id: copy.id }, body: { archived: true } })).body.archived).toBe(
    true,
  )
  expect(await offered('guardian')).not.toContain('Copie')
  expect(await offered('', 'true')).toEqual(['Copie'])
  const refused = await office.call(
    saveLetter,
    { params: { id: copy.id }, body: { ...form(), version: 1 } },
    { language: 'fr' },
  )
  expect(refused.body.error).toMatchObject({ code: 'LETTER_ARCHIVED', hint: 'Rétablissez-la d’abord.' })
  expect((await office.call(archiveLetter, { params: { id: copy.id }, body: { archived: false } })).body.archived).toBe(
    false,
  )
})

test('teachers read, secretaries write, strangers do neither; unknown ids are 404', async () => {
  expect((await teacher.call(createLetter, { body: form() })).status).toBe(403)
  expect((await office.call(saveInstitution, { body: (await admin.call(getInstitution)).body })).status).toBe(403)
  expect((await t.visitor().call(listLetters, { query: {} })).status).toBe(401)
  for (const call of [
    teacher.call(getLetter, { params: { id: nobody } }),
    teacher.call(listLetterVersions, { params: { id: nobody } }),
    office.call(saveLetter, { params: { id: nobody }, body: { ...form(), version: 1 } }),
    office.call(duplicateLetter, { params: { id: nobody }, body: { designation: 'x' } }),
    office.call(archiveLetter, { params: { id: nobody }, body: { archived: true } }),
  ])
    expect((await call).status).toBe(404)
})

test('what a dispatch freezes does not follow later edits, and goes through JSON unharmed', async () => {
  const { id } = (await office.call(createLetter, { body: form('avant') })).body
  const letter = await getLetterForDispatch(t.deps, id)
  await prisma().institution.update({
    where: { id: 1 },
    data: { name: 'Lycée des Tilleuls', accent: '#22452f', headName: 'Isabelle Vasseur' },
  })
  const values = { 'absences.month': '2026-11-01', 'student.givenName': 'Eve', other: 1 }
  const frozen = await frozenFacts(
    t.deps,
    { name: 'Helene Marchand', email: 'helene@tilleuls.example' },
    { letter, values },
  )
  await office.call(saveLetter, { params: { id }, body: { ...form('après'), version: 1 } })
  expect(frozen).toMatchObject({
    category: 'absences',
    contents: form('avant').contents,
    school: { name: 'Lycée des Tilleuls', country: 'FR', headName: 'Isabelle Vasseur' },
    letterhead: { schoolName: 'Lycée des Tilleuls', footer: null, colour: '#22452f' },
    accent: '#22452f',
    sender: { name: 'Helene Marchand', email: 'helene@tilleuls.example' },
    asked: { 'absences.month': '2026-11-01' },
    language: 'fr',
  })
  expect(frozen.asked).not.toHaveProperty(['student.givenName'])
  expect(JSON.parse(JSON.stringify(frozen))).toEqual(frozen)
  expect((await getLetterForDispatch(t.deps, id)).version).toBe(2)
  await expect(getLetterForDispatch(t.deps, nobody)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(await frozenFacts(t.deps, { name: 'x', email: 'x@y.example' }, { letter: null, values: {} })).toMatchObject({
    category: null,
    contents: {},
    asked: {},
  })
})
