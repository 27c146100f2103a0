import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../../testing/app.ts'
import { makeMail, makeServer } from '../../../testing/factories.ts'
import { tellOfDelays } from './commands.ts'

let t: TestApp
let server: string
let author: string

beforeAll(async () => {
  t = await startTestApp()
  server = await makeServer(t.deps.database, 25)
  author = (await t.as('secretary', 'Hélène Marchand')).userId
})
afterAll(() => t.close())

const sql = (text: string, values: unknown[] = []) => t.deps.database.pool.query(text, values)
/** `count` e-mails of the author, put off `hours` ago for the first time. */
const makeDelayed = async (subject: string, count: number, hours: number) => {
  const id = await makeMail(t.deps.database, server, count + 1, { subject })
  await sql('UPDATE dispatch SET author_id = $2, idempotency_key = $3 WHERE id = $1', [id, author, randomUUID()])
  await sql(
    `UPDATE message SET state = 'deferred', reason = 'greylisted', due_at = now() + interval '1 hour', expires_at = now() + interval '5 days' - make_interval(hours => $2)
     WHERE dispatch_id = $1 AND id IN (SELECT id FROM message WHERE dispatch_id = $1 LIMIT $3)`,
    [id, hours, count],
  )
  return id
}
const notices = async () =>
  (
    await sql(
      `SELECT m.to_address AS "to", m.subject, m.state, m.priority, c.text FROM message m JOIN dispatch d ON d.id = m.dispatch_id JOIN content c ON c.id = m.content_id WHERE d.kind = 'system' ORDER BY m.created_at`,
    )
  ).rows

test('after four hours the author is told, once, of how many and until when; not before', async () => {
  await makeDelayed('Just now', 2, 3)
  expect(await tellOfDelays(t.deps)).toBe(0)
  const id = await makeDelayed('Parents’ evening', 3, 5)
  // Two workers look in the same minute.
  const told = await Promise.all([tellOfDelays(t.deps), tellOfDelays(t.deps)])
  expect(told[0] + told[1]).toBe(1)
  expect(await tellOfDelays(t.deps)).toBe(0)
  const [mail, ...others] = await notices()
  expect(others).toEqual([])
  expect(mail).toMatchObject({
    to: expect.stringContaining('@school.example'),
    subject: 'Still on its way: Parents’ evening',
    state: 'ready',
    priority: 0,
  })
  expect(mail.text).toContain('3 e-mails of “Parents’ evening” have been put off')
  expect(mail.text).toContain(`/sending?open=${id}`)
  const { rows } = await sql('SELECT what FROM dispatch_event WHERE dispatch_id = $1', [id])
  expect(rows).toEqual([{ what: 'delay-told' }])
})

test('in the author’s language; nobody is told who has been shut out', async () => {
  await sql(`UPDATE "user" SET language = 'fr' WHERE id = $1`, [author])
  await makeDelayed('Sortie', 1, 6)
  await sql(`UPDATE "user" SET status = 'disabled' WHERE id = $1`, [author])
  expect(await tellOfDelays(t.deps)).toBe(0)
  await sql(`UPDATE "user" SET status = 'active' WHERE id = $1`, [author])
  expect(await tellOfDelays(t.deps)).toBe(1)
  expect((await notices()).at(-1)).toMatchObject({ subject: 'Toujours en route : Sortie' })
})
