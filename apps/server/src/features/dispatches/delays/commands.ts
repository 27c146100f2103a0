import type { Deps } from '../../../deps.ts'
import { getSenderFacts, type SenderFacts } from '../../sending/queries.ts'
import { createNotification } from '../notices/commands.ts'
import { delayMail, tellAfterHours } from './rules.ts'

/** In the history of a dispatch: its author knows. Once is enough. */
const told = 'delay-told'
const untold = `NOT EXISTS (SELECT 1 FROM dispatch_event e WHERE e.dispatch_id = d.id AND e.what = '${told}')`

// A first try is charged and sets the end of the tries, five days later; the partial index of what is due finds the few.
const delayed = `
  SELECT d.id, d.subject, u.id AS "userId", u.name, u.email, u.language, count(*)::int AS count, min(m.expires_at) AS until
  FROM message m JOIN dispatch d ON d.id = m.dispatch_id JOIN "user" u ON u.id = d.author_id
  WHERE m.state = 'deferred' AND m.expires_at < now() + interval '5 days' - interval '${tellAfterHours} hours'
    AND d.kind <> 'system' AND u.status = 'active' AND ${untold}
  GROUP BY d.id, u.id`

type Delayed = {
  id: string
  subject: string
  userId: string
  name: string
  email: string
  language: string
  count: number
  until: Date
}

/**
 * Tells the author of a dispatch, once, that some of its e-mails have been put off for four hours by their recipients'
 * servers. A mail server of our own that is away delays nothing in this sense: the interface tells everybody of it.
 * Returns how many were told.
 */
export const tellOfDelays = async (deps: Deps): Promise<number> => {
  const { rows } = await deps.database.pool.query<Delayed>({ name: 'delayed', text: delayed })
  if (rows.length === 0) return 0
  const head = await getSenderFacts(deps)
  const done: boolean[] = []
  for (const row of rows) done.push(await tell(deps, row, head))
  return done.filter(Boolean).length
}

const tell = async (deps: Deps, row: Delayed, { institution, accent }: SenderFacts): Promise<boolean> => {
  const language = row.language === 'fr' ? 'fr' : 'en'
  const link = new URL(`/sending?open=${row.id}`, deps.config.publicUrl).href
  const mail = delayMail({ ...row, link }, { institution, accent, language })
  return deps.database.prisma.$transaction(async tx => {
    // Of several workers that look at the same minute, one tells.
    await tx.$queryRaw`SELECT 1 FROM dispatch WHERE id = ${row.id}::uuid FOR UPDATE`
    if ((await tx.dispatchEvent.count({ where: { dispatchId: row.id, what: told } })) > 0) return false
    const to = { name: row.name, address: row.email }
    const author = { userId: row.userId, name: row.name }
    if (!(await createNotification(deps, tx, { ...mail, to, language, author }))) return false
    await tx.dispatchEvent.create({ data: { dispatchId: row.id, actorName: row.name, what: told } })
    return true
  })
}
