import { createSignature, deleteSignature, listSignatures, updateSignature } from '@mailroom/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../testing/app.ts'

let t: TestApp
beforeAll(async () => {
  t = await startTestApp()
})
afterAll(() => t.close())

const nobody = '00000000-0000-4000-8000-000000000000'

test('a signature is sanitised on saving, and what went is said in the user’s language', async () => {
  const client = await t.as('teacher')
  const html =
    '<p onclick="x()">Marc <b>Delmas</b></p><script>alert(1)</script><a href="javascript:x">y</a><img src="https://t.example/p.gif">'
  const made = await client.call(createSignature, { body: { name: 'Cours', html } }, { language: 'fr' })
  expect(made.status).toBe(201)
  expect(made.body.html).toBe('<p>Marc <b>Delmas</b></p><a>y</a>')
  expect(made.body.removed).toEqual(
    expect.arrayContaining(['un script', 'une action (onclick)', 'un lien de type javascript:']),
  )
  const { id } = made.body
  const changed = await client.call(updateSignature, {
    params: { id },
    body: { name: 'Cours', html: '<p>Marc</p><iframe></iframe>' },
  })
  expect(changed.body).toEqual({ id, name: 'Cours', html: '<p>Marc</p>', removed: ['a frame with another page'] })
  expect((await client.call(listSignatures)).body.signatures).toEqual([
    { id, name: 'Cours', html: '<p>Marc</p>', removed: [] },
  ])
})

test('a row that an older release saved is sanitised when it is shown', async () => {
  const client = await t.as('teacher', 'Old Row')
  await t.deps.database.prisma.signature.create({
    data: { userId: client.userId, name: 'old', html: '<p>a<script>x</script></p>' },
  })
  const { signatures } = (await client.call(listSignatures)).body
  expect(signatures).toMatchObject([{ html: '<p>a</p>', removed: ['a script'] }])
})

test('empty ones are refused, and nobody reaches anybody else’s', async () => {
  const owner = await t.as('secretary', 'Owner')
  const other = await t.as('supervisor', 'Other')
  for (const html of ['', '<p>&nbsp;</p>', '<script>x</script>']) {
    const refused = await owner.call(createSignature, { body: { name: 'x', html } }, { language: 'fr' })
    expect(refused).toMatchObject({
      status: 400,
      body: { error: { code: 'REQUIRED', field: 'html', message: 'Ce champ est vide.' } },
    })
  }
  const { id } = (await owner.call(createSignature, { body: { name: 'x', html: '<p>a</p>' } })).body
  const body = { name: 'y', html: '<p>b</p>' }
  expect((await other.call(updateSignature, { params: { id }, body })).status).toBe(404)
  expect((await other.call(deleteSignature, { params: { id } })).status).toBe(404)
  expect((await other.call(listSignatures)).body.signatures).toEqual([])
  expect((await owner.call(updateSignature, { params: { id: nobody }, body })).status).toBe(404)
  expect((await t.visitor().call(listSignatures)).status).toBe(401)
  expect((await owner.call(deleteSignature, { params: { id } })).body).toEqual({ ok: true })
  expect((await owner.call(deleteSignature, { params: { id } })).status).toBe(404)
})

test('accounts that inserted a deleted signature insert none', async () => {
  const client = await t.as('teacher', 'With Account')
  const { prisma } = t.deps.database
  const { id } = (await client.call(createSignature, { body: { name: 'x', html: '<p>a</p>' } })).body
  const account = await prisma.account.create({
    data: { kind: 'personal', designation: 'x', address: 'x@y.example', ownerId: client.userId },
  })
  await prisma.accountUser.create({ data: { accountId: account.id, userId: client.userId, defaultSignatureId: id } })
  await client.call(deleteSignature, { params: { id } })
  expect(await prisma.accountUser.findFirst({ where: { accountId: account.id } })).toMatchObject({
    defaultSignatureId: null,
  })
})
