import {
  applyImport,
  countPeople,
  createImport,
  discardImport,
  getImport,
  getPerson,
  listImportRows,
  listPeople,
  mapImport,
} from '@mailroom/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../../testing/app.ts'
import { makeOneRoster, type OneRosterOptions } from '../../../testing/oneroster-zip.ts'
import { resourcesJobs } from '../jobs.ts'

type Client = Awaited<ReturnType<TestApp['as']>>
let t: TestApp
let client: Client
const say = (text: string) => process.stdout.write(`${text}\n`)
beforeAll(async () => {
  t = await startTestApp()
  client = await t.as('secretary')
})
afterAll(() => t.close())

const upload = async (name: string, bytes: Uint8Array | string, fields: Record<string, string> = {}) =>
  client.upload(
    createImport,
    { name, type: 'application/octet-stream', bytes: typeof bytes === 'string' ? Buffer.from(bytes) : bytes },
    fields,
  )
const job = (name: 'resources.check' | 'resources.apply', runId: string, attempt = 9) =>
  resourcesJobs(t.deps)[name]({ runId }, attempt)
const view = async (id: string, language = 'en') =>
  (await client.call(getImport, { params: { id } }, { language })).body
const rows = async (id: string, query: object = {}, language = 'en') =>
  (await client.call(listImportRows, { params: { id }, query }, { language })).body.rows as {
    line: number
    file: string
    name: string
    outcome: string
    reason: string | null
    changes: string[]
  }[]
/** Uploads, checks (in the job when large), applies; answers with the applied view. */
const importAll = async (name: string, bytes: Uint8Array | string, fields: Record<string, string> = {}) => {
  const { body, status } = await upload(name, bytes, fields)
  expect(status, JSON.stringify(body)).toBe(201)
  if (body.state === 'checking') await job('resources.check', body.id)
  const applied = await client.call(applyImport, { params: { id: body.id } })
  expect(applied.status, JSON.stringify(applied.body)).toBe(202)
  await job('resources.apply', body.id)
  return view(body.id)
}
const find = async (kind: string, search: string) =>
  (await client.call(listPeople, { params: { kind: kind as 'student' }, query: { search } })).body.rows
const detail = async (kind: string, search: string) =>
  (await client.call(getPerson, { params: { id: (await find(kind, search))[0].id } })).body
const roster = (options: Partial<OneRosterOptions> = {}) => makeOneRoster({ students: 60, ...options })

describe('OneRoster', () => {
  test('1.1: previewed at once, applied whole, and the same file again changes nothing', async () => {
    const made = roster()
    const { body } = await upload('export.zip', made.zip)
    expect(body).toMatchObject({
      state: 'ready',
      format: 'oneroster-1.1',
      encoding: 'utf-8',
      counts: { created: made.users, refused: 0 },
    })
    expect(body.perKind).toContainEqual({ kind: 'guardian', created: made.guardians, updated: 0, unchanged: 0 })
    expect((await client.call(countPeople)).body.kinds.student.all).toBe(0)
    expect(await importAll('export.zip', made.zip)).toMatchObject({ state: 'applied', counts: { created: made.users } })
    expect((await find('student', 's-0'))[0]).toMatchObject({
      classes: ['6e A'],
      related: expect.arrayContaining([expect.stringContaining('Claire')]),
    })
    expect((await detail('student', 's-1')).relations).toHaveLength(2)
    expect(await importAll('export.zip', made.zip)).toMatchObject({
      counts: { created: 0, updated: 0, retired: 0, unchanged: made.users, refused: 0 },
    })
    // The stored upload held a password column: it is gone once it is applied.
    const { rows: files } = await t.deps.database.pool.query(
      "SELECT count(*)::int AS n FROM file WHERE encode(bytes, 'escape') LIKE '%never-read%'",
    )
    expect(files[0].n).toBe(0)
  })

  test('1.2: the same people, with roles and dates of birth; a delta retires and changes classes', async () => {
    const made = roster({ version: '1.2' })
    const bulk = await importAll('export12.zip', made.zip)
    expect(bulk).toMatchObject({ format: 'oneroster-1.2', counts: { created: 0, updated: 60, refused: 0 } })
    expect((await detail('student', 's-0')).birthDate).toBe('2013-01-10')
    const delta = makeOneRoster({
      students: 60,
      version: '1.2',
      mode: 'delta',
      change: (file, all) => {
        if (file === 'users.csv')
          return [
            { ...all.find(one => one.sourcedId === 's-0'), status: 'tobedeleted' },
            { ...all.find(one => one.sourcedId === 'g-1-1'), email: 'new@famille.example' },
          ]
        if (file === 'roles.csv') return all.filter(one => one.userSourcedId === 'g-1-1')
        if (file === 'enrollments.csv')
          return [
            { ...all.find(one => one.userSourcedId === 's-1'), status: 'tobedeleted' },
            { sourcedId: 'new', status: 'active', classSourcedId: 'c-2', userSourcedId: 's-1', role: 'student' },
            { sourcedId: 'bad', status: 'active', classSourcedId: 'c-99', userSourcedId: 's-2', role: 'student' },
            { sourcedId: 'bad2', status: 'active', classSourcedId: 'c-1', userSourcedId: 'nobody', role: 'student' },
          ]
        return file === 'classes.csv' ? [] : all
      },
    })
    const { body } = await upload('delta.zip', delta.zip)
    expect(body.counts).toMatchObject({ retired: 1, updated: 2, created: 0, refused: 2 })
    const refused = await rows(body.id, { outcome: 'refused' }, 'fr')
    expect(refused.map(row => `${row.file} ${row.line} ${row.reason}`)).toEqual([
      'enrollments.csv 4 Aucune classe « c-99 » dans le fichier ni dans les listes',
      'enrollments.csv 5 Aucun utilisateur « nobody » dans le fichier ni dans les listes',
    ])
    expect((await rows(body.id, { outcome: 'updated' })).map(row => row.changes)).toEqual([
      ['Class: 5e A → 4e A'],
      ['E-mail: parent1.1@famille.example → new@famille.example'],
    ])
    await importAll('delta.zip', delta.zip)
    expect(await find('student', 's-0')).toHaveLength(0)
    expect((await find('student', 's1@eleves'))[0].classes).toEqual(['4e A'])
    expect((await find('guardian', 'new@famille.example'))[0].reach).toBe('ok')
    const back = await importAll('export12.zip', made.zip)
    expect(back.counts.updated).toBeGreaterThan(0)
    expect((await find('student', 's-0'))[0].surname).toBe('Lefèvre')
  })

  test('addresses come with a table of their own', async () => {
    const made = roster()
    const { body } = await upload('adresses.csv', made.addresses)
    expect(body).toMatchObject({ state: 'ready', format: 'addresses', counts: { created: 0, updated: made.guardians } })
    await importAll('adresses.csv', made.addresses)
    const person = await detail('guardian', 'g-3-1')
    expect(person).toMatchObject({ postal: { city: 'Lyon', postcode: '69003' }, envelope: { fits: true } })
    const byName =
      'Nom;Prénom;Classe;Adresse;Code postal;Ville\nInconnu;Jean;6e A;1 rue X;69001;Lyon\n' +
      `${person.surname};${person.givenName};${person.classes[0]};99 rue Neuve;69001;Lyon\n`
    const again = await upload('adresses2.csv', byName)
    const mapped = await client.call(mapImport, {
      params: { id: again.body.id },
      body: { kind: 'guardian', format: 'addresses', encoding: 'utf-8', separator: ';', columns: again.body.columns },
    })
    expect(mapped.body.counts).toMatchObject({ updated: 1, refused: 1 })
    expect((await rows(mapped.body.id, { outcome: 'refused' }))[0]).toMatchObject({
      line: 2,
      reason: 'Nobody called “Inconnu Jean” in the lists',
    })
    expect((await rows(mapped.body.id, { outcome: 'updated' }))[0]?.changes[0]).toContain('→ 99 rue Neuve, 69001 Lyon')
  })

  test('an incomplete export names the file it lacks', async () => {
    for (const [without, version] of [
      ['classes.csv', '1.1'],
      ['roles.csv', '1.2'],
      ['enrollments.csv', '1.2'],
      ['users.csv', '1.1'],
    ] as const)
      expect((await upload('x.zip', roster({ version, without: [without] }).zip)).body.error).toMatchObject({
        code: 'IMPORT_INCOMPLETE',
        field: 'file',
        message: `The import needs the file ${without}.`,
      })
    const lone = await upload('users.csv', 'sourcedId,status,givenName,familyName,role\n1,active,A,B,student\n')
    expect(lone.body.error).toMatchObject({ code: 'IMPORT_INCOMPLETE', values: { file: 'classes.csv' } })
  })

  test('lines at fault are refused one by one; the others come in', async () => {
    const made = roster({
      students: 4,
      change: (file, all): Record<string, string>[] =>
        file !== 'users.csv'
          ? all
          : ([
              ...all.map((row, at) =>
                at === 0
                  ? { ...row, sourcedId: 'z-1', email: 'jean@' }
                  : {
                      ...row,
                      sourcedId: `z${row.sourcedId}`,
                      agentSourcedIds: row.agentSourcedIds?.replace(/[sg]-/g, 'z$&') ?? '',
                    },
              ),
              { sourcedId: 'z-1', role: 'student', familyName: 'Twice' },
              { sourcedId: 'z-2', role: 'student', familyName: '' },
              { sourcedId: 'z-3', role: 'wizard', familyName: 'X' },
              { sourcedId: 'z-4', role: 'guardian', familyName: '=cmd()', agentSourcedIds: 'nobody' },
            ] as Record<string, string>[]),
    })
    const { body } = await upload('faults.zip', made.zip)
    const reasons = (await rows(body.id, { outcome: 'refused' }))
      .filter(row => row.file === 'users.csv')
      .map(row => row.reason)
    expect(reasons).toEqual(
      expect.arrayContaining([
        'The identifier “z-1” is already on line 2',
        'The name is missing',
        'The role “wizard” is not known',
        'No student “nobody”: this guardian is not linked',
      ]),
    )
    expect((await rows(body.id, { outcome: 'created' })).find(row => row.line === 2)?.changes[0]).toBe(
      '“jean@” is not an e-mail address: kept to be corrected, not used',
    )
    await importAll('faults.zip', made.zip)
    expect((await find('student', 'z-1'))[0]).toMatchObject({ reach: 'invalid', email: 'jean@' })
    expect((await find('guardian', '=cmd()'))[0].surname).toBe('=cmd()')
  })
})

describe('tables', () => {
  const students = [
    'Nom;Prénom;Classe;Né(e) le;Courriel;Mot de passe;Adresse;Code postal;Ville;Responsable 1 nom;Responsable 1 prénom;Responsable 1 courriel;Responsable 2 nom;Responsable 2 prénom;Responsable 2 courriel;Responsable 2 adresse;Responsable 2 code postal;Responsable 2 ville',
    'Cœur;Zoé;5e C;01/02/2014;zoe@eleves.example;secret1;"12 rue des Lilas\nBât. B";69003;Lyon;Cœur;Anne;anne.coeur@maison.example;Petit;Luc;luc.petit@ailleurs.example;5 rue Neuve;69001;Lyon',
    'Cœur;Léon;6e C;03/04/2015;;secret2;12 rue des Lilas;69003;Lyon;Cœur;Anne;anne.coeur@maison.example;;;;;;',
    'Sans;Adresse;6e C;99/99/2015;pas une adresse;x;;;;;;;;;;;;',
    ';;6e C;;;;;;;;;;;;;;;',
  ].join('\r\n')

  test('students with their parents, in Windows-1252; one mother of two is one guardian', async () => {
    const latin = Buffer.from(students.replaceAll('œ', '\u009c'), 'latin1')
    const { body } = await upload('élèves.csv', latin)
    expect(body).toMatchObject({
      state: 'ready',
      format: 'table',
      kind: 'student',
      encoding: 'windows-1252',
      separator: ';',
      counts: { created: 5, refused: 1 },
    })
    const password = body.columns.find((column: { header: string }) => column.header === 'Mot de passe')
    expect(password).toEqual({ header: 'Mot de passe', target: 'ignore', locked: true, sample: [] })
    expect((await rows(body.id, { outcome: 'refused' }, 'fr'))[0]).toMatchObject({ reason: 'Le nom manque', line: 6 })
    expect((await rows(body.id)).find(row => row.name === 'Sans Adresse')?.changes).toEqual([
      '“pas une adresse” is not an e-mail address: kept to be corrected, not used',
      'Date “99/99/2015” not understood, left out',
    ])
    await importAll('élèves.csv', latin)
    const mother = await detail('guardian', 'coeur anne')
    expect(mother.relations.map((one: { words: string }) => one.words)).toEqual([
      '5e C, lives with them',
      '6e C, lives with them',
      'Guardian, own address',
    ])
    expect(mother.postal).toMatchObject({ lines: ['12 rue des Lilas', 'Bât. B'], city: 'Lyon' })
    expect((await detail('guardian', 'petit luc')).postal).toMatchObject({ lines: ['5 rue Neuve'], postcode: '69001' })
    expect((await importAll('élèves.csv', latin)).counts).toMatchObject({
      created: 0,
      updated: 0,
      unchanged: 5,
      refused: 1,
    })
  })

  test('a moved student changes class; the mapping of the same headers is remembered', async () => {
    const text = 'Colonne A;Colonne B;Colonne C\nCœur;Zoé;4e C\n'
    const first = await upload('inconnu.csv', text, { kind: 'student' })
    expect(first.body).toMatchObject({ state: 'mapping', counts: null })
    const none = await client.call(
      mapImport,
      { params: { id: first.body.id }, body: { kind: 'student', encoding: 'utf-8', separator: ';', columns: [] } },
      { language: 'fr' },
    )
    expect(none.body.error).toMatchObject({
      code: 'IMPORT_COLUMNS',
      message: 'Aucune colonne ne donne un nom ou un identifiant.',
    })
    const columns = [
      { header: 'Colonne A', target: 'surname' as const },
      { header: 'Colonne B', target: 'givenName' as const },
      { header: 'Colonne C', target: 'class' as const },
    ]
    const mapped = await client.call(mapImport, {
      params: { id: first.body.id },
      body: { kind: 'student', encoding: 'utf-8', separator: ';', columns },
    })
    expect(mapped.body).toMatchObject({ state: 'ready', counts: { updated: 1, created: 0 } })
    expect((await rows(first.body.id))[0]?.changes).toEqual(['Class: 5e C → 4e C'])
    const second = await upload('inconnu.csv', text)
    expect(second.body).toMatchObject({ state: 'ready', kind: 'student' })
    await importAll('inconnu.csv', text)
    expect((await find('student', 'coeur zoe'))[0].classes).toEqual(['4e C'])
    for (const body of [
      { encoding: 'klingon', separator: ';' },
      { encoding: 'utf-8', separator: 'x' },
    ])
      expect(
        (await client.call(mapImport, { params: { id: second.body.id }, body: { kind: 'student', columns, ...body } }))
          .body.error.code,
      ).toBe('UNKNOWN_CHOICE')
  })

  test('what is no list is refused by name', async () => {
    const codes = async (name: string, bytes: Uint8Array | string) => (await upload(name, bytes)).body.error?.code
    expect(await codes('a.csv', '')).toBe('FILE_EMPTY')
    expect(await codes('a.csv', ' \n\n ')).toBe('FILE_EMPTY')
    expect(await codes('a.csv', '%PDF-1.7 ...')).toBe('FILE_DISGUISED')
    expect(await codes('a.csv', '<!DOCTYPE html><html>')).toBe('FILE_DISGUISED')
    expect(await codes('a.csv', Buffer.from('MZ\u0090\u0000binary'))).toBe('FILE_DISGUISED')
    expect(await codes('a.pdf', '%PDF-1.7')).toBe('FILE_UNKNOWN')
    expect(await codes('a.xml', '<?xml version="1.0"?><BEE_ELEVES/>')).toBe('FILE_UNKNOWN')
    expect(await codes('a.zip', Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), Buffer.alloc(40, 7)]))).toBe(
      'FILE_UNREADABLE',
    )
    expect((await t.as('teacher')).userId).toBeDefined()
    const teacher = await t.as('teacher')
    expect(
      (await teacher.upload(createImport, { name: 'a.csv', type: 'text/csv', bytes: Buffer.from('Nom\nX') })).body.error
        .code,
    ).toBe('NOT_ALLOWED')
  })
})

describe('an import', () => {
  test('belongs to its author, is applied once, and can be thrown away before', async () => {
    const { body } = await upload('staff.csv', 'Surname,First name,E-mail\nDoe,Jane,jane@staff.example\n', {
      kind: 'staff',
    })
    const other = await t.as('secretary', 'Other Secretary')
    expect((await other.call(getImport, { params: { id: body.id } })).status).toBe(404)
    expect((await other.call(applyImport, { params: { id: body.id } })).status).toBe(404)
    expect((await client.call(discardImport, { params: { id: body.id } })).body).toEqual({ ok: true })
    expect((await client.call(getImport, { params: { id: body.id } })).status).toBe(404)
    const again = await upload('staff.csv', 'Surname,First name,E-mail\nDoe,Jane,jane@staff.example\n', {
      kind: 'staff',
    })
    const twice = await Promise.all([1, 2].map(() => client.call(applyImport, { params: { id: again.body.id } })))
    expect(twice.map(one => one.status).sort()).toEqual([202, 409])
    await job('resources.apply', again.body.id)
    await job('resources.apply', again.body.id)
    expect(await find('staff', 'jane@staff.example')).toHaveLength(1)
    expect(
      (await client.call(applyImport, { params: { id: again.body.id } }, { language: 'fr' })).body.error,
    ).toMatchObject({ code: 'IMPORT_STATE', message: 'Cet import est déjà appliqué.' })
  })

  test('is rolled back whole when it fails half-way, says so, and can be tried again', async () => {
    const { pool } = t.deps.database
    await pool.query(
      `CREATE FUNCTION boom() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.given_name = 'Boom' THEN RAISE EXCEPTION 'boom'; END IF; RETURN NEW; END $$`,
    )
    await pool.query('CREATE TRIGGER boom BEFORE INSERT ON person FOR EACH ROW EXECUTE FUNCTION boom()')
    const many = [
      'Surname,First name',
      ...Array.from({ length: 3000 }, (_, at) => `Half${at},${at === 2500 ? 'Boom' : 'Fine'}`),
    ].join('\n')
    const { body } = await upload('half.csv', many, { kind: 'staff' })
    expect(body).toMatchObject({ state: 'checking', progress: { total: 3000 } })
    await job('resources.check', body.id)
    await client.call(applyImport, { params: { id: body.id } })
    await expect(job('resources.apply', body.id, 1)).rejects.toThrow(/boom/)
    expect((await view(body.id)).state).toBe('applying')
    await expect(job('resources.apply', body.id, 3)).rejects.toThrow('IMPORT_FAILED')
    expect(await view(body.id)).toMatchObject({ state: 'failed', problem: 'Something went wrong on our side.' })
    expect(await find('staff', 'Half1')).toHaveLength(0)
    await pool.query('DROP TRIGGER boom ON person')
    const mapped = await client.call(mapImport, {
      params: { id: body.id },
      body: { kind: 'staff', encoding: 'utf-8', separator: ',', columns: body.columns },
    })
    expect(mapped.body).toMatchObject({ state: 'checking', progress: { total: 3000 } })
    await job('resources.check', body.id)
    await client.call(applyImport, { params: { id: body.id } })
    await job('resources.apply', body.id)
    expect(await view(body.id)).toMatchObject({ state: 'applied', counts: { created: 3000 } })
  })
})

describe('size', () => {
  test('ten thousand users come in within seconds', async () => {
    const made = makeOneRoster({
      students: 3700,
      version: '1.2',
      change: (file, all) => (file === 'users.csv' ? all.map(row => ({ ...row })) : all),
    })
    const time = async <T>(work: Promise<T>): Promise<[T, number]> => {
      const started = performance.now()
      const result = await work
      return [result, Math.round(performance.now() - started)]
    }
    const [{ body }, uploading] = await time(upload('big.zip', made.zip))
    const [, checking] = await time(job('resources.check', body.id))
    await client.call(applyImport, { params: { id: body.id } })
    const [, applying] = await time(job('resources.apply', body.id))
    const done = await view(body.id)
    const again = await upload('big.zip', made.zip)
    const [, rechecking] = await time(job('resources.check', again.body.id))
    say(`import of ${made.users} users, ms: ${JSON.stringify({ uploading, checking, applying, rechecking })}`)
    expect(done).toMatchObject({ state: 'applied', counts: { refused: 0 } })
    expect((await view(again.body.id)).counts).toMatchObject({ created: 0, updated: 0, refused: 0 })
    expect(applying).toBeLessThan(30_000)
  })

  test('a table of 100,000 lines is checked', async () => {
    const lines = Array.from({ length: 100_000 }, (_, at) => `Nom${at},Prénom${at},n${at}@big.example`)
    const { body } = await upload('big.csv', `Surname,First name,E-mail\n${lines.join('\n')}\n`, { kind: 'staff' })
    const started = performance.now()
    await job('resources.check', body.id)
    say(`check of 100,000 lines: ${Math.round(performance.now() - started)} ms`)
    expect((await view(body.id)).counts.created).toBe(100_000)
  })
})
