import {
  acceptInvitation,
  createAdministrator,
  getInvitation,
  getSession,
  getSetup,
  inviteUser,
  listAudit,
  listUsers,
  signIn,
  updateUser,
} from '@mailroom/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp, testPassword } from '../../testing/app.ts'

let t: TestApp
beforeAll(async () => {
  t = await startTestApp()
})
afterAll(() => t.close())

const admin = { name: 'Julien Roche', email: 'julien@school.example', password: testPassword, language: 'fr' as const }

test('the first supervisor needs the printed token, and setup then closes for good', async () => {
  const visitor = t.visitor()
  const open = await visitor.call(getSetup, { query: { token: 'wrong' } })
  expect(open.body).toMatchObject({ open: true, tokenValid: false })
  expect(open.body.selfTest.find((part: { part: string }) => part.part === 'database')).toMatchObject({
    state: 'ok',
    code: 'database-ready',
    words: 'PostgreSQL 18',
  })
  const refused = await visitor.call(createAdministrator, { body: { ...admin, token: 'wrong' } })
  expect(refused).toMatchObject({ status: 403, body: { error: { code: 'SETUP_TOKEN' } } })
  const token = t.setupToken ?? ''
  const made = await visitor.call(createAdministrator, { body: { ...admin, token } })
  expect(made).toMatchObject({ status: 201, body: { user: { role: 'supervisor', email: 'julien@school.example' } } })
  expect((await visitor.call(getSession)).body).toMatchObject({
    user: { name: 'Julien Roche' },
    setup: { open: false, next: 'institution' },
  })
  const again = await t
    .visitor()
    .call(createAdministrator, { body: { ...admin, email: 'other@school.example', token } })
  expect(again.body.error.code).toBe('SETUP_CLOSED')
})

test('a wrong password and an unknown address get the same answer; too many attempts close the door', async () => {
  const wrong = await t.visitor().call(signIn, { body: { email: admin.email, password: 'not this one' } })
  const unknown = await t.visitor().call(signIn, { body: { email: 'nobody@school.example', password: 'not this one' } })
  const { requestId: _, ...first } = wrong.body.error
  const { requestId: __, ...second } = unknown.body.error
  expect(first).toEqual(second)
  expect(first.code).toBe('SIGN_IN_FAILED')
  for (let i = 0; i < 7; i++) await t.visitor().call(signIn, { body: { email: admin.email, password: 'not this one' } })
  const closed = await t
    .visitor()
    .call(signIn, { body: { email: admin.email, password: testPassword } }, { language: 'fr' })
  expect(closed).toMatchObject({ status: 429, body: { error: { code: 'THROTTLED', message: 'Trop de tentatives.' } } })
})

test('the session id changes at sign-in, and changes need the CSRF token and our own origin', async () => {
  const client = await t.as('supervisor', 'Second Supervisor')
  const without = await client.inject({
    method: 'POST',
    url: '/api/users',
    payload: { name: 'x' },
    headers: { 'accept-language': 'en' },
  })
  expect(without.json().error.code).toBe('CSRF')
  const foreign = await client.call(
    inviteUser,
    { body: { name: 'x', email: 'x@school.example', role: 'teacher', language: 'fr' } },
    { headers: { origin: 'https://evil.example' } },
  )
  expect(foreign.body.error.code).toBe('ORIGIN')
})

test('invitation, acceptance, and the last supervisor stays', async () => {
  const client = await t.as('supervisor', 'Second Supervisor')
  const bad = await client.call(inviteUser, { body: { name: '', email: 'jean@', role: 'teacher', language: 'fr' } })
  expect(bad.body.error).toMatchObject({ code: 'REQUIRED', field: 'name', message: 'This field is empty.' })
  const badAddress = await client.call(inviteUser, {
    body: { name: 'Jean', email: 'jean@', role: 'teacher', language: 'fr' },
  })
  expect(badAddress.body.error).toMatchObject({ code: 'ADDRESS_INVALID', field: 'email' })
  const invited = await client.call(inviteUser, {
    body: { name: 'Jeanne', email: 'Jeanne@School.example', role: 'teacher', language: 'fr' },
  })
  expect(invited).toMatchObject({ status: 201, body: { user: { status: 'invited', email: 'jeanne@school.example' } } })
  const token = invited.body.link.split('/').at(-1)
  const visitor = t.visitor()
  expect((await visitor.call(getInvitation, { params: { token } })).body.name).toBe('Jeanne')
  const accepted = await visitor.call(acceptInvitation, {
    params: { token },
    body: { name: 'Jeanne Petit', password: testPassword },
  })
  expect(accepted.body.user).toMatchObject({ role: 'teacher', name: 'Jeanne Petit' })
  expect(
    (await t.visitor().call(acceptInvitation, { params: { token }, body: { name: 'Twice', password: testPassword } }))
      .status,
  ).toBe(404)
  const { users } = (await client.call(listUsers)).body
  const supervisors = users.filter((user: { role: string }) => user.role === 'supervisor')
  const first = supervisors.find((user: { name: string }) => user.name === 'Julien Roche')
  expect(
    (
      await client.call(updateUser, {
        params: { id: first.id },
        body: { name: first.name, role: 'teacher', status: 'active' },
      })
    ).status,
  ).toBe(200)
  const last = await client.call(updateUser, {
    params: { id: client.userId },
    body: { name: 'Second Supervisor', role: 'teacher', status: 'active' },
  })
  expect(last).toMatchObject({ status: 409, body: { error: { code: 'LAST_SUPERVISOR' } } })
})

test('the audit log is a chain that shows when somebody broke it, and the database refuses changes', async () => {
  const client = await t.as('supervisor', 'Second Supervisor')
  const before = await client.call(listAudit, { query: {} })
  expect(before.body).toMatchObject({ intact: true })
  expect(before.body.total).toBeGreaterThan(3)
  await expect(t.deps.database.pool.query("UPDATE audit_entry SET action = 'nothing'")).rejects.toThrow(/append-only/)
  await t.deps.database.pool.query('ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_append_only')
  await t.deps.database.pool.query(
    "UPDATE audit_entry SET action = 'nothing' WHERE id = (SELECT max(id) - 1 FROM audit_entry)",
  )
  expect((await client.call(listAudit, { query: {} })).body.intact).toBe(false)
})
