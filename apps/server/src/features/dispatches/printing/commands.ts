import type { Database } from '../../../platform/database.ts'
import { analyseGrown } from '../../../platform/statistics.ts'
import type { LetterRecipient } from '../../letters/rules.ts'
import type { Reason } from '../rules.ts'

/** A letter on paper, in print order; `pdfSha` when it was made before. */
export type ToPrint = { id: string; pdfSha: string | null; recipient: LetterRecipient }

const orders: Record<string, string> = {
  name: 'sort_name, position',
  class: 'sort_class, sort_name, position',
  postcode: 'postcode, sort_name, position',
}

/** Everything that goes on paper in a dispatch; null when there is nothing to make (undone meanwhile). */
export const listToPrint = async (
  { prisma, pool }: Database,
  dispatchId: string,
): Promise<{ letters: ToPrint[]; duplex: boolean } | null> => {
  const dispatch = await prisma.dispatch.findUnique({
    where: { id: dispatchId },
    select: { printOrder: true, duplex: true, printState: true },
  })
  if (dispatch?.printState !== 'preparing') return null
  const { rows } = await pool.query<{
    id: string
    pdfSha: string | null
    language: string
    data: unknown
    addressLines: string[]
  }>(
    `SELECT id, pdf_sha AS "pdfSha", language, data, address_lines AS "addressLines" FROM dispatch_recipient WHERE dispatch_id = $1 AND outcome IN ('paper','both') ORDER BY ${orders[dispatch.printOrder] ?? orders.name}`,
    [dispatchId],
  )
  return {
    duplex: dispatch.duplex,
    letters: rows.map(row => ({
      id: row.id,
      pdfSha: row.pdfSha,
      recipient: {
        language: row.language === 'en' ? 'en' : 'fr',
        data: row.data as LetterRecipient['data'],
        addressLines: row.addressLines,
      },
    })),
  }
}

/** Remembers a letter's PDF, so that making the print file again costs nothing. */
export const keepLetter = async ({ pool }: Database, id: string, sha: string): Promise<void> => {
  await pool.query('UPDATE dispatch_recipient SET pdf_sha = $2 WHERE id = $1', [id, sha])
}

/** A letter that cannot be made does not hold the others up: it is shown as unreachable, and why. */
export const markUnprintable = async ({ pool }: Database, id: string, reason: Reason): Promise<void> => {
  await pool.query(
    `UPDATE dispatch_recipient SET outcome = CASE outcome WHEN 'both' THEN 'email' ELSE 'unreachable' END, reason = $2 WHERE id = $1`,
    [id, reason],
  )
}

/**
 * The print file is there: its bytes, its pages, and where each letter starts. Not when somebody was moved to the pile
 * while it was made: then the job of that click makes it with them, and would find nothing left to do if this one counted.
 */
export const storePrintFile = async (
  { pool }: Database,
  dispatchId: string,
  file: { sha: string | null; pages: number },
  starts: { id: string; page: number }[],
): Promise<void> => {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    // Who moves somebody to the pile holds this row; what they did is seen by a statement that begins after them.
    await client.query('SELECT 1 FROM dispatch WHERE id = $1 FOR UPDATE', [dispatchId])
    const ids = starts.map(one => one.id)
    const stored = await client.query(
      `UPDATE dispatch SET print_sha = $2, print_pages = $3, print_state = CASE WHEN $2::text IS NULL THEN 'none' ELSE 'ready' END WHERE id = $1 AND print_state = 'preparing'
         AND NOT EXISTS (SELECT 1 FROM dispatch_recipient WHERE dispatch_id = $1 AND outcome IN ('paper','both') AND id <> ALL($4::uuid[]))`,
      [dispatchId, file.sha, file.pages, ids],
    )
    if (stored.rowCount)
      await client.query(
        'UPDATE dispatch_recipient r SET page_start = s.page FROM unnest($1::uuid[], $2::int[]) AS s(id, page) WHERE r.id = s.id',
        [ids, starts.map(one => one.page)],
      )
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined)
    throw error
  } finally {
    client.release()
  }
}

/** A large dispatch must not be sent by plans that were made for a small database. */
export const noteGrowth = async (database: Database, dispatchId: string): Promise<void> => {
  const { rows } = await database.pool.query<{ n: number }>(
    'SELECT count(*)::int AS n FROM message WHERE dispatch_id = $1',
    [dispatchId],
  )
  await analyseGrown(database, ['message', 'dispatch_recipient', 'dispatch'], rows[0]?.n ?? 0)
}

/** "Last letter" in the lists of people. */
export const noteLastMail = async ({ pool }: Database, dispatchId: string): Promise<void> => {
  await pool.query(
    `UPDATE person SET last_mail_at = GREATEST(last_mail_at, d.created_at) FROM dispatch d
     WHERE d.id = $1 AND d.state <> 'cancelled' AND person.id IN (SELECT unnest(person_ids) FROM dispatch_recipient WHERE dispatch_id = $1 AND outcome <> 'unreachable')`,
    [dispatchId],
  )
}
