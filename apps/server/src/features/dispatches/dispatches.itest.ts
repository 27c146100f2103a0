import { randomUUID } from 'node:crypto'
import * as contract from '@mailroom/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, startTestApp, type TestApp } from '../../testing/app.ts'
import { loadDemoSchool } from '../../testing/demo.ts'
import { demoSignIns } from '../users/rules.ts'

let t: TestApp
let secretary: Client
let supervisor: Client
let teacher: Client
let letterId: string
let classId: string

const signInAs = async (index: number, app = t): Promise<Client> => {
  const client = app.visitor()
  const { status } = await client.call(contract.signIn, {
    body: { email: demoSignIns[index]?.email ?? '', password: demoSignIns[index]?.password ?? '' },
  })
  expect(status).toBe(200)
  return client
}

beforeAll(async () => {
  t = await startTestApp()
  await loadDemoSchool(t.deps, { host: '127.0.0.1', port: 9 })
  ;[supervisor, secretary, teacher] = await Promise.all([signInAs(0), signInAs(1), signInAs(2)])
  const letters = await secretary.call(contract.listLetters, { query: { list: 'guardian' } })
  letterId = letters.body.letters.find((one: { category: string }) => one.category === 'meetings').id
  const counts = await secretary.call(contract.countPeople)
  classId = counts.body.classes.find((one: { name: string }) => one.name === '4e B').id
})
afterAll(() => t.close())

const choiceOf = (more: Record<string, unknown> = {}) =>
  contract.dispatchChoice.parse({
    kind: 'letter',
    list: 'guardian',
    scope: { type: 'filtered', filters: contract.personFilters.parse({ classId }) },
    letterId,
    values: { 'meeting.date': '2026-12-08' },
    ...more,
  })
const bodyOf = (more: Record<string, unknown> = {}, choice = choiceOf()) => ({
  idempotencyKey: randomUUID(),
  choice,
  subject: 'Parents’ evening',
  body: '<p>Dear parents</p>',
  ...more,
})
const send = (client: Client, body: ReturnType<typeof bodyOf>, language = 'en') =>
  client.call(contract.createDispatch, { body }, { language })

test('two hundred identical clicks make one dispatch, also when they come to two processes', async () => {
  const body = bodyOf()
  const second = await startTestApp({ beside: t })
  const there = await signInAs(1, second)
  for (const client of [secretary, there]) await client.call(contract.planDispatch, { body: body.choice })
  const answers = await Promise.all(Array.from({ length: 200 }, (_, n) => send(n % 2 ? secretary : there, body)))
  await second.close()
  expect([...new Set(answers.map(answer => answer.body.error ?? answer.status))]).toEqual([202])
  expect(new Set(answers.map(answer => answer.body.id)).size).toBe(1)
  expect(answers.filter(answer => !answer.body.repeated)).toHaveLength(1)
  const { rows } = await t.deps.database.pool.query(
    'SELECT count(*)::int AS n FROM message m JOIN dispatch d ON d.id = m.dispatch_id WHERE d.idempotency_key = $1',
    [body.idempotencyKey],
  )
  expect(rows[0].n).toBe(answers[0]?.body.email)
})

test('Others alone by e-mail: they can be undone, the dispatch is not done before them, a second click counts the same', async () => {
  const wide = choiceOf({ printCopy: 'without-email' })
  const rows: contract.PlanRow[] = (await secretary.call(contract.planDispatch, { body: wide })).body.rows
  const excluded = rows.filter(row => row.outcome !== 'paper').flatMap(row => row.personIds[0] ?? [])
  const body = bodyOf({ others: ['head@elsewhere.example'] }, { ...wide, excluded })
  const first = (await send(secretary, body)).body
  expect(first).toMatchObject({ email: 0, undoUntil: expect.any(String) })
  expect(first.paper).toBeGreaterThan(0)
  expect((await send(secretary, body)).body).toEqual({ ...first, repeated: true })
  const view = (await secretary.call(contract.getDispatch, { params: { id: first.id } })).body
  expect(view).toMatchObject({ state: 'undoable', counts: { waiting: 1 } })
})

test('the subject in the lists is written in one language, whatever the sender’s own is', async () => {
  const letter = (await secretary.call(contract.getLetter, { params: { id: letterId } })).body
  const { id } = (await send(secretary, bodyOf({ subject: letter.contents.fr.subject }), 'en')).body
  const { subject } = (await secretary.call(contract.getDispatch, { params: { id } })).body
  expect(subject).toMatch(/^Réunion parents-professeurs du mardi\s8\sdécembre/)
})

test('the check-up accounts for everybody, with a reason each', async () => {
  const plan = (await secretary.call(contract.planDispatch, { body: choiceOf() })).body
  expect(plan.email + plan.paper + plan.both + plan.unreachable).toBe(plan.recipients)
  expect(plan.unreachable).toBeGreaterThan(0)
  expect(plan.rows[0]).toMatchObject({ outcome: 'unreachable' })
  expect(plan.rows.every((row: { words: string }) => row.words.length > 3)).toBe(true)
  const french = (await secretary.call(contract.planDispatch, { body: choiceOf() }, { language: 'fr' })).body
  expect(french.rows[0].words).not.toBe(plan.rows[0].words)
})

test('the number of the check-up is that of the people reached; with anybody more or fewer nothing is sent', async () => {
  const { email, paper, both, recipients, unreachable } = (
    await secretary.call(contract.planDispatch, { body: choiceOf() })
  ).body
  expect(unreachable).toBeGreaterThan(0)
  const reached = email + paper + both
  for (const wrong of [recipients, reached - 1]) {
    const { status, body } = await send(secretary, bodyOf({ expectedRecipients: wrong }))
    expect(status).toBe(409)
    expect(body.error.message).toContain(`${reached} instead of ${wrong}`)
  }
  expect((await send(secretary, bodyOf({ expectedRecipients: reached }))).body).toMatchObject({ email, unreachable })
})

test('undo within the delay leaves nothing to send, and is refused afterwards', async () => {
  const { body } = await send(secretary, bodyOf())
  expect(body.undoUntil).not.toBeNull()
  const undone = await secretary.call(contract.undoDispatch, { params: { id: body.id } })
  expect(undone.body).toMatchObject({ state: 'cancelled', counts: { cancelled: body.email, waiting: 0 } })
  const again = await secretary.call(contract.undoDispatch, { params: { id: body.id } })
  expect(again).toMatchObject({ status: 409, body: { error: { code: 'UNDO_OVER' } } })
})

test('what was sent is frozen: a later edit of letter and person changes nothing', async () => {
  const { body } = await send(secretary, bodyOf())
  const before = await t.deps.database.pool.query(
    'SELECT data, address FROM dispatch_recipient WHERE dispatch_id = $1 ORDER BY position LIMIT 1',
    [body.id],
  )
  await t.deps.database.pool.query("UPDATE person SET surname = 'Changed', email = 'changed@mail.example'")
  await t.deps.database.pool.query("UPDATE letter_version SET contents = '{}'")
  const after = await t.deps.database.pool.query(
    'SELECT data, address FROM dispatch_recipient WHERE dispatch_id = $1 ORDER BY position LIMIT 1',
    [body.id],
  )
  expect(after.rows).toEqual(before.rows)
  const { rows } = await t.deps.database.pool.query('SELECT frozen FROM dispatch WHERE id = $1', [body.id])
  expect(Object.keys(rows[0].frozen.contents).length).toBeGreaterThan(0)
})

test('colleagues of the account see it, others do not; a revoked grant hides it at once', async () => {
  const { body } = await send(secretary, bodyOf({}, choiceOf({ kind: 'email', letterId: null, values: {} })))
  expect(body.id).toBeDefined()
  expect((await teacher.call(contract.getDispatch, { params: { id: body.id } })).status).toBe(200)
  expect((await supervisor.call(contract.getDispatch, { params: { id: body.id } })).status).toBe(404)
  await t.deps.database.pool.query(
    `UPDATE account_user SET revoked_at = now() WHERE user_id = (SELECT id FROM "user" WHERE role = 'teacher' LIMIT 1)`,
  )
  expect((await teacher.call(contract.getDispatch, { params: { id: body.id } })).status).toBe(404)
  const list = await teacher.call(contract.listDispatches, { query: {} })
  expect(list.body.total).toBe(0)
})

test('bad input is refused on its field, in both languages, and nothing is half saved', async () => {
  const count = async () => (await t.deps.database.pool.query('SELECT count(*)::int AS n FROM dispatch')).rows[0].n
  const before = await count()
  const email = choiceOf({ kind: 'email', letterId: null, values: {} })
  const cases: [body: Record<string, unknown>, choice: ReturnType<typeof choiceOf>, code: string, field: string][] = [
    [{ subject: '' }, email, 'REQUIRED', 'subject'],
    [{ body: '<p>&nbsp;</p>' }, email, 'REQUIRED', 'body'],
    [{ subject: 'x'.repeat(5000) }, email, 'TOO_LONG', 'subject'],
    [{ subject: 'Hello {{ student.nmae }}' }, email, 'FIELD_UNKNOWN', 'subject'],
    [{ subject: `lone \ud800` }, email, 'NOT_UNICODE', 'subject'],
    [{ others: ['jean@'] }, email, 'ADDRESS_INVALID', 'others.0'],
    [{ others: ['a@b.example', 'A@b.example'] }, email, 'ADDRESS_DUPLICATE', 'others.1'],
    [{ others: ['"x y"@b.example'] }, email, 'ADDRESS_QUOTED', 'others.0'],
    [{ others: ['a@b.example, c@d.example'] }, email, 'ADDRESS_SEVERAL', 'others.0'],
    [{ others: ['é@ecole.fr'] }, email, 'ADDRESS_NOT_ASCII', 'others.0'],
    [{ others: Array.from({ length: 11 }, (_, n) => `o${n}@b.example`) }, email, 'OTHERS_TOO_MANY', 'others'],
    [{ attachmentIds: [randomUUID()] }, email, 'NOT_FOUND', 'attachmentIds'],
    [{ sendAt: '2020-01-01T00:00:00Z' }, email, 'SEND_AT_PAST', 'sendAt'],
    [{ expectedRecipients: 3 }, email, 'RECIPIENTS_CHANGED', 'choice.scope'],
  ]
  for (const [more, choice, code, field] of cases) {
    const english = await send(secretary, bodyOf(more, choice))
    const french = await send(secretary, bodyOf(more, choice), 'fr')
    expect(english.body.error, JSON.stringify(more).slice(0, 60)).toMatchObject({ code, field })
    expect(english.body.error.message.length).toBeGreaterThan(5)
    expect(french.body.error.message).not.toBe(english.body.error.message)
  }
  expect(await count()).toBe(before)
})

test('nobody left to write to is said with its numbers', async () => {
  await t.deps.database.pool.query("UPDATE person SET reach = 'missing', email = NULL, address_lines = '{}', city = ''")
  const answer = await send(secretary, bodyOf({}, choiceOf({ kind: 'email', letterId: null, values: {} })))
  expect(answer.body.error).toMatchObject({ code: 'NO_RECIPIENT', field: 'choice.scope' })
})

test('attachments are known by their bytes, not by their names', async () => {
  const upload = (name: string, bytes: Uint8Array, type = 'application/pdf') =>
    secretary.upload(contract.uploadAttachment, { name, type, bytes })
  const text = (value: string) => new TextEncoder().encode(value)
  expect((await upload('empty.pdf', new Uint8Array())).body.error.code).toBe('FILE_EMPTY')
  expect((await upload('setup.exe', text('MZ\u0090'))).body.error.code).toBe('FILE_FORBIDDEN')
  expect((await upload('letter.pdf', text('<html><script>'))).body.error.code).toBe('FILE_DISGUISED')
  const fine = await upload('../../etc/report.pdf', text('%PDF-1.7 …'))
  expect(fine).toMatchObject({ status: 201, body: { name: 'report.pdf', type: 'application/pdf' } })
})
