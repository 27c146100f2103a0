import {
  bulkPreferences,
  countPeople,
  createPerson,
  getPerson,
  listPeople,
  listPeopleIds,
  savePreferences,
  summarisePeople,
  updatePerson,
} from '@mailroom/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoPeople, loadDemoSchool } from '../../../../../prisma/demo-school.ts'
import { startTestApp, type TestApp } from '../../testing/app.ts'
import { flagAddress, replaceAddress } from './directory/commands.ts'
import { findPersonId } from './queries.ts'
import { fold } from './rules.ts'

type Client = Awaited<ReturnType<TestApp['as']>>
let t: TestApp
let secretary: Client
let teacher: Client
beforeAll(async () => {
  t = await startTestApp()
  const started = performance.now()
  const counts = await loadDemoSchool(t.deps)
  const took = performance.now() - started
  expect(counts).toMatchObject({ updated: 0, unchanged: 0, retired: 0 })
  process.stdout.write(`demo school written in ${Math.round(took)} ms\n`)
  expect(took).toBeLessThan(10_000)
  secretary = await t.as('secretary')
  teacher = await t.as('teacher')
  const marc = await findPersonId(t.deps, demoPeople.marcDelmas)
  await t.deps.database.prisma.user.update({ where: { id: teacher.userId }, data: { personId: marc } })
})
afterAll(() => t.close())

const list = (client: Client, kind: string, query: Record<string, unknown> = {}) =>
  client.call(listPeople, { params: { kind: kind as 'student' }, query })
const findOne = async (client: Client, kind: string, search: string) =>
  (await list(client, kind, { search })).body.rows[0]

describe('the demo school', () => {
  test('is whole, and loading it again changes nothing', async () => {
    const again = await loadDemoSchool(t.deps)
    expect(again).toMatchObject({ created: 0, updated: 0, retired: 0 })
    const { body } = await secretary.call(countPeople)
    expect(body.kinds.student.all).toBeGreaterThanOrEqual(400)
    expect(body.kinds.teacher.all).toBe(40)
    expect(body.kinds.staff.all).toBe(15)
    expect(body.classes).toHaveLength(16)
    expect(body.classes[0]).toMatchObject({ name: '6e A', level: '6e' })
    expect(body.levels).toEqual(['6e', '5e', '4e', '3e', '2nde'])
    expect(body.kinds.guardian.incomplete).toBeGreaterThan(10)
    expect(body.kinds.guardian.paper).toBeGreaterThan(body.kinds.guardian.incomplete / 2)
  })
})

describe('lists', () => {
  test('search ignores accents and case, and takes % _ \\ as they are', async () => {
    for (const search of ['lefevre claire', 'LEFÈVRE', 'Lefe', 'claire.lefevre@courriel'])
      expect((await findOne(secretary, 'guardian', search)).surname).toBe('Lefèvre')
    for (const search of ['%', '_', '\\', 'a%b', "'; DROP TABLE person; --", '\u0000', '\ud800'])
      expect(await list(secretary, 'guardian', { search })).toMatchObject({ status: 200 })
    expect((await list(secretary, 'guardian', { search: '%' })).body.total).toBe(0)
    expect((await list(secretary, 'guardian', { search: '_' })).body.total).toBe(0)
  })

  test('guardians show their students and classes; siblings in order of age', async () => {
    const row = await findOne(secretary, 'guardian', 'adeyemi folake')
    expect(row).toMatchObject({ related: ['Tobi', 'Simi'], classes: ['2nde B', '6e A'], language: 'en', reach: 'ok' })
    const student = await findOne(secretary, 'student', 'aubert lucas')
    expect(student).toMatchObject({ classes: ['2nde B'], related: ['Nathalie Aubert', 'Marc Aubert'] })
  })

  test('filters, sorting and paging happen on the server', async () => {
    const { classes } = (await secretary.call(countPeople)).body
    const fourB = classes.find((one: { name: string }) => one.name === '4e B')
    const inClass = await list(secretary, 'guardian', { classId: fourB.id, limit: 500 })
    expect(inClass.body.rows.every((row: { classes: string[] }) => row.classes.includes('4e B'))).toBe(true)
    const level = await list(secretary, 'student', { level: '2nde', limit: 500 })
    expect(level.body.total).toBe(78)
    const worst = await list(secretary, 'guardian', { sort: 'email' })
    expect(worst.body.rows[0].reach).toBe('bounced')
    const missing = await list(secretary, 'guardian', { reach: 'missing,bounced,nonsense', limit: 500 })
    expect(new Set(missing.body.rows.map((row: { reach: string }) => row.reach))).toEqual(
      new Set(['missing', 'bounced']),
    )
    const ids = (
      await secretary.call(listPeopleIds, {
        params: { kind: 'guardian' },
        query: { sort: 'lastMail', direction: 'desc' },
      })
    ).body.ids
    const pages = await Promise.all(
      [0, 100, 200].map(offset =>
        list(secretary, 'guardian', { sort: 'lastMail', direction: 'desc', offset, limit: 100 }),
      ),
    )
    expect(pages.flatMap(page => page.body.rows.map((row: { id: string }) => row.id))).toEqual(ids.slice(0, 300))
    expect((await list(secretary, 'guardian', { classId: 'nonsense' })).body.total).toBe(0)
    expect((await list(secretary, 'guardian', { legal: 'true' })).body.total).toBeLessThan(ids.length)
    expect((await list(secretary, 'student', { sort: 'nonsense' })).status).toBe(400)
    for (const sort of ['name', 'class', 'related', 'language'])
      expect((await list(secretary, 'student', { sort })).status).toBe(200)
  })

  test('a selection says how it can be reached', async () => {
    const ids = (await secretary.call(listPeopleIds, { params: { kind: 'guardian' }, query: { search: '4e b' } })).body
      .ids
    const { body } = await secretary.call(summarisePeople, { params: { kind: 'guardian' }, body: { ids } })
    expect(body.selected).toBe(ids.length)
    expect(body.email + body.paper + body.unreachable).toBe(ids.length)
    expect(body.unreachable).toBeGreaterThanOrEqual(2)
  })
})

describe('a teacher', () => {
  test('sees only the families of the own classes, and every colleague', async () => {
    const { body } = await teacher.call(countPeople)
    expect(body.kinds.student.all).toBe(78)
    expect(body.classes.map((one: { name: string }) => one.name)).toEqual(['4e B', '2nde A', '2nde B'])
    expect(body.kinds.teacher.all).toBe(40)
    expect(await findOne(teacher, 'guardian', 'aubert nathalie')).toBeDefined()
    expect(await findOne(teacher, 'guardian', 'ashworth helen')).toBeUndefined()
    const foreign = await findOne(secretary, 'guardian', 'ashworth helen')
    expect(await teacher.call(getPerson, { params: { id: foreign.id } })).toMatchObject({
      status: 404,
      body: { error: { code: 'NOT_FOUND' } },
    })
    const { body: counted } = await teacher.call(summarisePeople, {
      params: { kind: 'guardian' },
      body: { ids: [foreign.id] },
    })
    expect(counted.selected).toBe(0)
  })

  test('without a person of their own sees no student at all, and may edit nobody', async () => {
    const other = await t.as('teacher', 'Other Teacher')
    expect((await list(other, 'student')).body.total).toBe(0)
    const person = await findOne(teacher, 'guardian', 'aubert nathalie')
    const refused = await teacher.call(savePreferences, { params: { id: person.id }, body: { acceptsEmail: false } })
    expect(refused).toMatchObject({ status: 403, body: { error: { code: 'NOT_ALLOWED' } } })
  })
})

describe('one person', () => {
  test('has addresses, relations in words and an envelope', async () => {
    const row = await findOne(secretary, 'guardian', 'aubert nathalie')
    const { body } = await secretary.call(getPerson, { params: { id: row.id } })
    expect(body).toMatchObject({
      reach: 'bounced',
      email: 'n.aubert@post.example',
      envelope: { fits: true, problem: null },
    })
    expect(body.emails.map((one: { state: string }) => one.state)).toEqual(['bounced', 'unverified'])
    expect(body.envelope.lines).toEqual(['Mme Nathalie Aubert', '14 rue des Glycines', '69003 Lyon'])
    expect(body.relations.map((one: { name: string; words: string }) => `${one.name}: ${one.words}`)).toEqual([
      'Lucas Aubert: 2nde B, lives with her',
      'Marc Aubert: Father, own address',
    ])
    const french = await secretary.call(getPerson, { params: { id: row.id } }, { language: 'fr' })
    expect(french.body.relations[1].words).toBe('Père, autre adresse')
  })

  const form = {
    surname: 'Aubert',
    givenName: 'Nathalie',
    title: 'Mme',
    language: 'fr' as const,
    phone: '06 39 98 41 27',
    postal: { lines: ['14 rue des Glycines', ''], postcode: '69003', city: 'Lyon', country: 'France' },
  }

  test('is edited with strict addresses and against the version read', async () => {
    const row = await findOne(secretary, 'guardian', 'aubert nathalie')
    const before = (await secretary.call(getPerson, { params: { id: row.id } })).body
    const emails = ['nathalie@atelier.example', 'n.aubert@post.example']
    const bad = await secretary.call(
      updatePerson,
      {
        params: { id: row.id },
        body: { ...form, emails: ['jean@', ...emails, 'Nathalie@atelier.example'], version: before.version },
      },
      { language: 'fr' },
    )
    expect(bad).toMatchObject({
      status: 400,
      body: {
        error: {
          fields: [
            { field: 'emails.0', code: 'ADDRESS_INVALID' },
            { field: 'emails.3', code: 'ADDRESS_DUPLICATE' },
          ],
        },
      },
    })
    expect(bad.body.error.message).toContain('n’est pas une adresse')
    const saved = await secretary.call(updatePerson, {
      params: { id: row.id },
      body: { ...form, emails, version: before.version },
    })
    expect(saved).toMatchObject({
      status: 200,
      body: {
        reach: 'unverified',
        email: 'nathalie@atelier.example',
        phone: '+33 6 39 98 41 27',
        postal: { country: 'FR', lines: ['14 rue des Glycines'] },
      },
    })
    expect(saved.body.emails.map((one: { state: string }) => one.state)).toEqual(['unverified', 'bounced'])
    const conflict = await secretary.call(updatePerson, {
      params: { id: row.id },
      body: { ...form, emails, version: before.version },
    })
    expect(conflict).toMatchObject({
      status: 409,
      body: { error: { code: 'CHANGED_MEANWHILE', values: { by: 'secretary test' } } },
    })
    expect(
      (
        await secretary.call(updatePerson, {
          params: { id: crypto.randomUUID() },
          body: { ...form, emails, version: 1 },
        })
      ).status,
    ).toBe(404)
  })

  test('refuses damaged text in any field', async () => {
    const refuse = async (change: Record<string, unknown>) =>
      (
        await secretary.call(createPerson, {
          params: { kind: 'staff' },
          body: { ...form, emails: [], ...change } as never,
        })
      ).body.error?.code
    expect(await refuse({ surname: 'a\u0000b' })).toBe('CONTROL_CHARACTERS')
    expect(await refuse({ surname: '   ' })).toBe('REQUIRED')
    expect(await refuse({ postal: { ...form.postal, city: 'Ly\u0000on' } })).toBe('CONTROL_CHARACTERS')
    expect(await refuse({ postal: { ...form.postal, lines: ['a\nb'] } })).toBe('CONTROL_CHARACTERS')
    expect(await refuse({ surname: 'x\ud800' })).toBe('NOT_UNICODE')
    expect(await refuse({ emails: ['a@b.example, c@d.example'] })).toBe('ADDRESS_SEVERAL')
    expect(await refuse({ classId: crypto.randomUUID() })).toBeUndefined()
  })

  test('is created by hand, in a class', async () => {
    const { classes } = (await secretary.call(countPeople)).body
    const made = await secretary.call(createPerson, {
      params: { kind: 'student' },
      body: { ...form, surname: 'Ünal', givenName: 'Œdipe', emails: ['o@unal.example'], classId: classes[3].id },
    })
    expect(made).toMatchObject({ status: 201, body: { reach: 'unverified', classes: [classes[3].name] } })
    expect((await findOne(secretary, 'student', 'unal oedipe')).id).toBe(made.body.id)
    expect(
      (
        await secretary.call(createPerson, {
          params: { kind: 'student' },
          body: { ...form, emails: [], classId: crypto.randomUUID() },
        })
      ).body.error,
    ).toMatchObject({ code: 'NOT_FOUND', field: 'classId' })
  })

  test('preferences decide the reach', async () => {
    const { id } = await findOne(secretary, 'guardian', 'abbott james')
    const save = async (body: Record<string, unknown>) =>
      (await secretary.call(savePreferences, { params: { id }, body })).body.reach
    expect(await save({ acceptsEmail: false })).toBe('refused')
    expect(await save({ acceptsEmail: true })).toBe('ok')
    const categories = ['absences', 'meetings', 'results', 'administration'] as const
    expect(await save({ preferences: categories.map(category => ({ category, email: false, paper: true })) })).toBe(
      'paper',
    )
    expect(await save({ preferences: categories.map(category => ({ category, email: true, paper: true })) })).toBe('ok')
  })

  test('preferences of many at once, counted by what really changed', async () => {
    const ids = (await secretary.call(listPeopleIds, { params: { kind: 'teacher' } })).body.ids
    const bulk = (body: object) =>
      secretary.call(bulkPreferences, { params: { kind: 'teacher' }, body: { ids, ...body } })
    expect((await bulk({ acceptsEmail: false })).body.changed).toBe(40)
    expect((await bulk({ acceptsEmail: false })).body.changed).toBe(0)
    expect((await list(secretary, 'teacher', { reach: 'refused' })).body.total).toBe(40)
    expect((await bulk({ acceptsEmail: true })).body.changed).toBe(40)
  })

  test('an address that failed is marked wherever it stands; corrected, it is taken again', async () => {
    const { id, email } = await findOne(secretary, 'guardian', 'boucher pascal')
    const { prisma } = t.deps.database
    const server = await prisma.smtpServer.create({ data: { host: 'x', port: 25, security: 'none' } })
    const dispatch = await prisma.dispatch.create({
      data: {
        idempotencyKey: crypto.randomUUID(),
        authorId: secretary.userId,
        authorName: 'x',
        kind: 'email',
        state: 'done',
        subject: 'Hello',
        bodyHtml: '',
        searchText: '',
        fromName: '',
        fromAddress: '',
        envelopeFrom: '',
      },
    })
    const recipient = await prisma.dispatchRecipient.create({
      data: {
        dispatchId: dispatch.id,
        position: 1,
        personIds: [id],
        name: 'x',
        sortName: 'x',
        language: 'fr',
        outcome: 'email',
        reason: 'has-email',
        address: email,
      },
    })
    const message = await prisma.message.create({
      data: {
        dispatchId: dispatch.id,
        recipientId: recipient.id,
        serverId: server.id,
        toName: 'x',
        toAddress: email,
        state: 'failed',
        headerId: 'x',
        subject: 'Hello',
        reason: 'mailbox-unknown',
      },
    })
    await flagAddress(t.deps, message.id, 'content-refused')
    expect((await findOne(secretary, 'guardian', 'boucher pascal')).reach).toBe('ok')
    await flagAddress(t.deps, message.id, 'mailbox-unknown')
    const { body } = await secretary.call(getPerson, { params: { id } })
    expect(body).toMatchObject({
      reach: 'bounced',
      mailTotal: 1,
      mail: [{ state: 'failed', subject: 'Hello', words: 'This address does not exist' }],
      emails: [{ reason: 'This address does not exist' }],
    })
    const stranger = await t.as('supervisor', 'Some Supervisor')
    expect((await stranger.call(getPerson, { params: { id } })).body.mailTotal).toBe(0)
    await prisma.$transaction(tx => replaceAddress(tx, id, email, 'pascal@new.example'))
    expect((await secretary.call(getPerson, { params: { id } })).body).toMatchObject({
      reach: 'unverified',
      email: 'pascal@new.example',
    })
  })
})

describe('ten thousand people', () => {
  test('the first page comes within 30 ms', async () => {
    await t.deps.database.pool.query(
      `INSERT INTO person (kind, surname, given_name, sort_name, search_text, reach, email) SELECT 'staff', 'Name' || n, 'Given', $1 || n, $1 || n || ' given some.address' || n || '@example.example', 'ok', 'x' FROM generate_series(1, 10000) n`,
      [fold('Name')],
    )
    await t.deps.database.pool.query('ANALYZE person')
    const time = async (query: Record<string, unknown>) => {
      const times: number[] = []
      for (let round = 0; round < 5; round++) {
        const started = performance.now()
        expect((await list(secretary, 'staff', query)).status).toBe(200)
        times.push(performance.now() - started)
      }
      return Math.min(...times)
    }
    const measured = {
      first: await time({}),
      search: await time({ search: 'address77 given' }),
      byMail: await time({ sort: 'email' }),
      deep: await time({ offset: 9000 }),
    }
    process.stdout.write(
      `list of 10,000, whole request, ms: ${JSON.stringify(Object.fromEntries(Object.entries(measured).map(([name, ms]) => [name, Math.round(ms)])))}\n`,
    )
    // The figure to reach is 30 ms; the limit is for what would read all of them, on a busy machine.
    expect(measured.first).toBeLessThan(2000)
  })
})
