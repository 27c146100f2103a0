import { getInstitution, listLetters, saveInstitution } from '@mailroom/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, startTestApp, type TestApp } from '../../../testing/app.ts'
import { installSuppliedLetters } from '../commands.ts'

let t: TestApp
let admin: Client & { userId: string }
let teacher: Client & { userId: string }
beforeAll(async () => {
  t = await startTestApp()
  admin = await t.as('supervisor', 'Julien Roche')
  teacher = await t.as('teacher', 'Marc Delmas')
})
afterAll(() => t.close())

test('the institution is checked and versioned', async () => {
  const before = (await teacher.call(getInstitution)).body
  const png = `data:image/png;base64,${Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1]).toString('base64')}`
  const given = {
    ...before,
    name: 'Lycée des Tilleuls',
    addressLines: ['27, avenue des Tilleuls', '', '69003 Lyon'],
    city: 'Lyon',
    country: 'france',
    email: 'Office@Tilleuls.example',
    logo: png,
    accent: '#22452F',
    headName: 'Isabelle Vasseur',
    headTitle: 'La proviseure',
  }
  const save = (more: object, language = 'en') =>
    admin.call(saveInstitution, { body: { ...given, ...more } }, { language })
  const svg = `data:image/svg+xml;base64,${Buffer.from('<svg onload="alert(1)"/>').toString('base64')}`
  expect((await save({ logo: svg }, 'fr')).body.error).toMatchObject({
    code: 'LOGO_INVALID',
    field: 'logo',
    message: 'Le logo est un PNG ou JPEG de 200 ko au plus.',
  })
  expect((await save({ logo: png.replace('png', 'jpeg') })).body.error.code).toBe('LOGO_INVALID')
  expect((await save({ country: 'Atlantis' })).body.error).toMatchObject({ code: 'UNKNOWN_CHOICE', field: 'country' })
  expect((await save({ email: 'jean@' })).body.error).toMatchObject({ code: 'ADDRESS_INVALID', field: 'email' })
  expect((await save({ accent: 'green' })).body.error).toMatchObject({ code: 'COLOUR_INVALID', field: 'accent' })
  expect((await save({ accent: '#ffd700' }, 'fr')).body.error).toMatchObject({
    code: 'COLOUR_TOO_LIGHT',
    field: 'accent',
    message: 'Cette couleur est trop claire pour être lue sur du papier blanc.',
  })
  expect((await save({ name: ' ' })).body.error).toMatchObject({ code: 'REQUIRED', field: 'name' })
  const saved = await save({})
  expect(saved.body).toMatchObject({
    version: before.version + 1,
    country: 'FR',
    email: 'office@tilleuls.example',
    addressLines: ['27, avenue des Tilleuls', '69003 Lyon'],
    accent: '#22452f',
    headName: 'Isabelle Vasseur',
    headTitle: 'La proviseure',
  })
  expect((await save({ version: saved.body.version, accent: '' })).body).toMatchObject({ accent: '' })
  expect(await save({}, 'fr')).toMatchObject({
    status: 409,
    body: { error: { code: 'CHANGED_MEANWHILE', values: { by: 'Julien Roche' } } },
  })
  expect(saved.body).not.toHaveProperty('setupTokenHash')
})

test('a new language carries over to the supplied letters that nobody edited', async () => {
  const names = async () =>
    (await teacher.call(listLetters, { query: {} })).body.letters.map((one: { designation: string }) => one.designation)
  await installSuppliedLetters(t.deps)
  expect(await names()).toContain('Absences injustifiées')
  const body = { ...(await admin.call(getInstitution)).body, name: 'Oakfield', language: 'en' }
  expect((await admin.call(saveInstitution, { body })).status).toBe(200)
  expect(await names()).toContain('Unjustified absences')
})
