import { randomUUID } from 'node:crypto'
import * as contract from '@mailroom/contract'
import { installSuppliedLetters } from '../apps/server/src/features/letters/commands.ts'
import { addDemoUser } from '../apps/server/src/features/users/commands.ts'
import { makeServer } from '../apps/server/src/testing/factories.ts'
import { signInAt } from '../scripts/client.ts'
import { startProcess } from '../scripts/processes.ts'
import type { Stage } from './stage.ts'
import { openStage, percentile } from './stage.ts'

const password = 'correct horse battery'

/** A school of `students` with one guardian each, written directly. */
export const enrol = async ({ deps }: Stage, students: number): Promise<void> => {
  await deps.database.pool.query(
    `WITH s AS (INSERT INTO person (kind, source, identifier, surname, given_name, title, language, sort_name, search_text, reach, class_names) SELECT 'student', 'bench', 's' || n, 'Student' || n, 'Ada', '', 'fr', 'student' || lpad(n::text, 6, '0'), 'student' || n, 'missing', ARRAY['4e B'] FROM generate_series(1, $1::int) n RETURNING id, identifier),
       g AS (INSERT INTO person (kind, source, identifier, surname, given_name, title, language, sort_name, search_text, reach, email, address_lines, postcode, city, country, class_names, related_names) SELECT 'guardian', 'bench', 'g' || n, 'Parent' || n, 'Claire', 'mrs', 'fr', 'parent' || lpad(n::text, 6, '0') || ' claire', 'parent' || n || ' claire', 'ok', 'parent' || n || '@family.example', ARRAY['8 rue de la Part-Dieu'], '69003', 'Lyon', 'FR', ARRAY['4e B'], ARRAY['Ada'] FROM generate_series(1, $1::int) n RETURNING id, identifier),
       e AS (INSERT INTO email_address (person_id, rank, address, state) SELECT id, 0, 'parent' || substr(identifier, 2) || '@family.example', 'ok' FROM g)
     INSERT INTO guardianship (student_id, guardian_id) SELECT s.id, g.id FROM s JOIN g ON substr(s.identifier, 2) = substr(g.identifier, 2)`,
    [students],
  )
  await deps.database.pool.query('ANALYZE')
}

/** A running API with a secretary signed in, a mail server that does not exist, and an account to send from. */
export const openOffice = async (stage: Stage) => {
  const { deps } = stage
  const api = startProcess('api', stage.env, { quiet: true })
  const { address } = await api.ready
  const origin = `http://127.0.0.1:${new URL(address ?? '').port}`
  const userId = await addDemoUser(deps, {
    name: 'Hélène Marchand',
    email: 'helene@tilleuls.example',
    role: 'supervisor',
    language: 'en',
    password,
  })
  await makeServer(deps.database, 9)
  await installSuppliedLetters(deps)
  await deps.database.prisma.institution.update({
    where: { id: 1 },
    data: {
      name: 'Lycée des Tilleuls',
      city: 'Lyon',
      setupDone: ['administrator', 'institution', 'sending', 'domains', 'people'],
    },
  })
  await deps.database.prisma.authorisedDomain.create({ data: { domain: 'tilleuls.example' } })
  await deps.database.prisma.account.create({
    data: {
      kind: 'institution',
      designation: 'Secrétariat',
      address: 'secretariat@tilleuls.example',
      state: 'active',
      users: { create: { userId } },
    },
  })
  return { api, origin, client: await signInAt(origin, 'helene@tilleuls.example', password), password }
}

/** Accepting a letter to 5,000 recipients, with the queue and SMTP off: time of the POST, p95. */
export const benchAccept = async () => {
  const stage = await openStage()
  await enrol(stage, 5000)
  const { api, client } = await openOffice(stage)
  try {
    const { letters } = await client.call(contract.listLetters, { query: { list: 'guardian' } })
    const letterId = letters.find(one => one.category === 'meetings')?.id ?? null
    const choice = contract.dispatchChoice.parse({
      kind: 'letter',
      list: 'guardian',
      scope: { type: 'filtered', filters: contract.personFilters.parse({}) },
      letterId,
      values: { 'meeting.date': '2026-12-08' },
    })
    const times: number[] = []
    for (let n = 0; n < 22; n++) {
      const began = performance.now()
      const answer = await client.call(contract.createDispatch, {
        body: { idempotencyKey: randomUUID(), choice, subject: 'Parents’ evening', body: '<p>Hello</p>' },
      })
      // The first two warm caches and connections up.
      if (n >= 2) times.push(performance.now() - began)
      if (answer.email !== 5000) throw new Error(`accepted ${answer.email} of 5000`)
    }
    const p95 = Math.round(percentile(times, 0.95))
    return {
      rows: [
        ['5,000 recipients accepted, median', `${percentile(times, 0.5).toFixed(0)} ms`, ''],
        ['5,000 recipients accepted, p95', `${p95} ms`, ''],
      ],
      figures: { accept5000P95Ms: p95 },
    }
  } finally {
    await api.stop()
    await stage.close()
  }
}
