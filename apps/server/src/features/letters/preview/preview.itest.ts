import { type Call, previewLetter, previewLetterPdf } from '@mailroom/contract'
import { createRenderer, RenderError, type Renderer } from '@mailroom/pdf'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runOutbox } from '../../../platform/outbox.ts'
import { type Client, startTestApp, type TestApp } from '../../../testing/app.ts'
import { lettersJobs } from '../jobs.ts'

type Source = Call<typeof previewLetter>['body']
let t: TestApp
let office: Client
let guardianIds: string[]
let studentId: string
beforeAll(async () => {
  t = await startTestApp()
  office = await t.as('secretary', 'Helene Marchand')
  await t.deps.database.prisma.institution.update({
    where: { id: 1 },
    data: { name: 'Lycée des Tilleuls', city: 'Lyon', addressLines: ['27, avenue des Tilleuls', '69003 Lyon'] },
  })
})
afterAll(() => t.close())

const paragraph = (...content: unknown[]) => ({
  type: 'paragraph',
  content: content.map(one => (typeof one === 'string' ? { type: 'text', text: one } : one)),
})
const chip = (field: string, ifEmpty = 'blank') => ({ type: 'mergeField', attrs: { field, ifEmpty } })
const source = (more: Partial<Source> = {}): Source => ({
  category: 'meetings',
  list: 'student',
  contents: {
    fr: {
      subject: 'Réunion pour {{ student.givenName }}',
      document: {
        type: 'doc',
        content: [
          paragraph(chip('recipient.greeting'), ','),
          paragraph(chip('student.givenName'), ' le ', chip('meeting.date', 'hold'), ' ', chip('school.phone')),
        ],
      },
    },
  },
  ...more,
})
const preview = async (more: Partial<Source> = {}, language = 'fr') =>
  (await office.call(previewLetter, { body: source(more) }, { language })).body

const addFamily = async () => {
  const { prisma } = t.deps.database
  const person = (kind: string, givenName: string, more: object = {}) =>
    prisma.person.create({
      data: {
        kind,
        givenName,
        surname: 'Lefèvre',
        sortName: `lefevre ${givenName.toLowerCase()}`,
        searchText: 'lefevre',
        language: 'fr',
        ...more,
      },
    })
  const address = { addressLines: ['8 bis, rue de la Part-Dieu'], postcode: '69003', city: 'Lyon' }
  const lina = await person('student', 'Lina', { gender: 'f', classNames: ['4e B'] })
  const claire = await person('guardian', 'Claire', {
    title: 'Mme',
    email: 'claire@famille.example',
    reach: 'ok',
    ...address,
  })
  const antoine = await person('guardian', 'Antoine', { title: 'M.', language: 'en', ...address })
  for (const [guardian, legal] of [
    [claire, 1],
    [antoine, 2],
  ] as const)
    await prisma.guardianship.create({ data: { studentId: lina.id, guardianId: guardian.id, legal } })
  await prisma.emailAddress.create({
    data: { personId: claire.id, address: 'claire@famille.example', state: 'ok', rank: 0 },
  })
  guardianIds = [claire.id, antoine.id]
  studentId = lina.id
}

test('an empty list is shown with sample people, complete', async () => {
  const shown = await preview()
  expect(shown).toMatchObject({
    index: 0,
    total: 0,
    recipient: { name: 'Mme Claire et M. Antoine Lefèvre', words: 'Exemple : la liste est vide', language: 'fr' },
    subject: 'Réunion pour Lina',
    held: [],
    problems: [],
  })
  expect(shown.missing).toEqual([{ field: 'school.phone', label: 'Téléphone' }])
  expect(shown.page).toContain('Lycée des Tilleuls')
})

test('one recipient after the other: marked values, the page with the address, the e-mail, what is missing', async () => {
  await addFamily()
  const shown = await preview({ values: { 'meeting.date': '2026-12-08' }, index: 1 })
  expect(shown).toMatchObject({
    index: 1,
    total: 2,
    recipient: { name: 'Mme Claire Lefèvre', words: 'Lina, 4e B · Par e-mail, avec copie papier', language: 'fr' },
  })
  expect(shown.page).toContain('<span class="mf" data-field="student.givenName">Lina</span>')
  expect(shown.page).toContain('<address>Mme Claire Lefèvre<br>')
  expect(shown.email).toContain('.mf{')
  expect(shown.text).toMatch(/Lina le mardi 8\sdécembre/)
  expect(shown.held).toEqual([])
  const unasked = await preview({ index: 99 })
  expect(unasked).toMatchObject({ index: 1, held: [{ field: 'meeting.date', label: 'Date' }] })
  expect(unasked.page).toContain('mf-hold')
  const household = await preview({ per: 'household', values: { 'meeting.date': '2026-12-08' } })
  expect(household).toMatchObject({ total: 1, recipient: { name: expect.stringContaining('et') } })
  expect((await preview({ recipients: 'students', personIds: [studentId] })).recipient.name).toBe('Lina Lefèvre')
  expect((await preview({ list: 'guardian', personIds: guardianIds.slice(0, 1) })).total).toBe(1)
})

test('each condition says whom it concerns, in the order of the text, nested ones too', async () => {
  const when = (field: string, operator: string, value: string | null, ...content: unknown[]) => ({
    type: 'condition',
    attrs: { field, operator, value },
    content,
  })
  const document = {
    type: 'doc' as const,
    content: [
      when(
        'recipient.title',
        'filled',
        null,
        paragraph('outer'),
        when('recipient.title', 'is', 'M.', paragraph('inner')),
      ),
      when('student.className', 'empty', null, paragraph('nobody')),
    ],
  }
  const { counted } = await preview({ contents: { fr: { subject: 'x', document } } })
  expect(counted).toEqual({ people: 2, conditions: [2, 1, 0] })
  // Antoine reads English: he has a letter of his own, whose conditions are not these.
  const both = { fr: { subject: 'x', document }, en: { subject: 'x', document: { ...document, content: [] } } }
  expect((await preview({ contents: both, index: 1 })).counted).toEqual({ people: 1, conditions: [1, 0, 0] })
  expect((await preview()).counted).toEqual({ people: 0, conditions: [] })
})

test('an unfinished letter is shown as far as it goes, with its problems in words', async () => {
  const document = { type: 'doc' as const, content: [paragraph('Bonjour ', chip('student.givenNam'))] }
  const unknown = await preview({ contents: { fr: { subject: 'x {{ no.such }}', document } } }, 'en')
  expect(unknown).toMatchObject({ subject: 'x …', held: [{ field: 'student.givenNam' }] })
  expect(unknown.problems[0]).toContain('This category has no field “student.givenNam”')
  const script = { type: 'doc' as const, content: [{ type: 'script', content: [{ type: 'text', text: 'alert(1)' }] }] }
  const unsafe = await preview({ contents: { fr: { subject: 'x', document: script } } })
  expect(unsafe.problems[0]).toContain('script')
  expect(unsafe.page).not.toContain('alert(1)')
  expect((await preview({ contents: {} })).page).toContain('<main>')
})

test('a teacher sees only own families, a visitor nothing', async () => {
  const teacher = await t.as('teacher', 'Marc Delmas')
  const { body } = await teacher.call(previewLetter, { body: source({ personIds: [studentId] }) })
  expect(body.total).toBe(0)
  expect((await t.visitor().call(previewLetter, { body: source() })).status).toBe(401)
})

const withWorker = async (renderer: Renderer, work: () => Promise<void>) => {
  const { deps } = t
  const outbox = runOutbox(deps.database, deps.queue, deps.logger, lettersJobs(deps, renderer), {
    concurrency: 2,
    everyMs: 100,
  })
  try {
    await work()
  } finally {
    await outbox.stop()
    await renderer.close()
  }
}

test('the PDF comes from a worker, without marks, named after letter and student', async () => {
  await withWorker(createRenderer(), async () => {
    const made = await office.call(previewLetterPdf, { body: source({ values: { 'meeting.date': '2026-12-08' } }) })
    expect(made.status).toBe(200)
    expect(made.raw.subarray(0, 5).toString()).toBe('%PDF-')
  })
  const { rows } = await t.deps.database.pool.query(
    "SELECT convert_from(bytes, 'UTF8') AS html FROM file WHERE type = 'text/html'",
  )
  expect(rows[0].html).not.toContain('class="mf"')
  const { rows: jobs } = await t.deps.database.pool.query('SELECT payload, result FROM outbox_job')
  expect(Object.keys(jobs[0].payload).sort()).toEqual(['language', 'sha'])
  expect(jobs[0].result).toMatchObject({ sha: expect.stringMatching(/^[0-9a-f]{64}$/), pages: 1 })
})

test('a letter of too many pages is the letter’s fault; a missing renderer is ours', async () => {
  const failing = (code: ConstructorParameters<typeof RenderError>[0]): Renderer => ({
    render: () => Promise.reject(new RenderError(code, code)),
    health: () => Promise.reject(new Error('no')),
    close: async () => undefined,
  })
  const attempt = () => office.call(previewLetterPdf, { body: source() }, { language: 'fr' })
  await withWorker(failing('too-many-pages'), async () => {
    expect(await attempt()).toMatchObject({
      status: 400,
      body: { error: { code: 'LETTER_PROBLEM', message: 'La lettre n’est pas utilisable : elle dépasse 50 pages.' } },
    })
  })
  await withWorker(failing('chromium-missing'), async () => {
    expect(await attempt()).toMatchObject({
      status: 503,
      body: {
        error: { code: 'RENDER_FAILED', message: 'Le PDF n’a pas pu être fait : le moteur PDF ne démarre pas.' },
      },
    })
  })
})
