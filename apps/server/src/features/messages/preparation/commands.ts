import type { Database } from '../../../platform/database.ts'
import type { Frozen, LetterRecipient } from '../../letters/rules.ts'

/** A message to prepare, with what its letter is made of. */
export type ToPrepare = {
  id: string
  token: string
  dispatchId: string
  failures: number
  recipientId: string
  recipient: LetterRecipient
}

/**
 * Takes up to `limit` messages whose content is not made yet, urgent ones first, under a lease of 3 minutes. They stay
 * `preparing`: a dead worker's messages are taken again when the lease is over.
 */
export const takePreparing = async ({ pool }: Database, limit: number): Promise<ToPrepare[]> => {
  const { rows } = await pool.query<
    Omit<ToPrepare, 'recipient'> & { language: string; data: unknown; addressLines: string[] }
  >({
    name: 'take-preparing',
    text: `WITH picked AS (SELECT id FROM message WHERE state = 'preparing' AND (lease_until IS NULL OR lease_until < now()) ORDER BY priority, fair_rank, id LIMIT $1 FOR UPDATE SKIP LOCKED)
      UPDATE message m SET lease_token = uuidv4(), lease_until = now() + interval '3 min' FROM picked, dispatch_recipient r WHERE m.id = picked.id AND r.id = m.recipient_id
      RETURNING m.id, m.lease_token AS token, m.dispatch_id AS "dispatchId", m.prepare_failures AS failures, r.id AS "recipientId", r.language, r.data, r.address_lines AS "addressLines"`,
    values: [limit],
  })
  return rows.map(({ language, data, addressLines, ...row }) => ({
    ...row,
    recipient: { language: language === 'en' ? 'en' : 'fr', data: data as LetterRecipient['data'], addressLines },
  }))
}

export type PrepareFacts = { frozen: Frozen; kind: string; attachPdf: boolean; integrate: boolean }
/** What a dispatch froze; never changes, so a worker may keep it. */
export const getPrepareFacts = async ({ prisma }: Database, dispatchId: string): Promise<PrepareFacts> => {
  const row = await prisma.dispatch.findUniqueOrThrow({
    where: { id: dispatchId },
    select: { frozen: true, kind: true, attachPdf: true, integrate: true },
  })
  return { frozen: row.frozen as unknown as Frozen, kind: row.kind, attachPdf: row.attachPdf, integrate: row.integrate }
}

export type Made = {
  id: string
  token: string
  recipientId: string
  subject: string
  html: string
  text: string
  pdfSha: string | null
  pdfName: string | null
  state: 'ready'
}
export type NotMade = {
  id: string
  token: string
  recipientId: string
  reason: string
  final: boolean
  /** The letter's own fault; false when Chromium did not start or Postgres did not answer. */
  charged: boolean
  state: 'failed'
}

/** Stores contents and moves their messages on, fenced by the lease; one transaction for a whole batch. */
export const storePrepared = async ({ pool }: Database, made: Made[]): Promise<void> => {
  if (made.length === 0) return
  await pool.query({
    name: 'store-prepared',
    text: `WITH given AS (SELECT *, uuidv7() AS content_id FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[]) AS f(id, token, subject, html, text, pdf_sha, pdf_name)),
      stored AS (INSERT INTO content (id, html, text) SELECT content_id, html, text FROM given RETURNING id)
      UPDATE message m SET state = 'ready', content_id = stored.id, subject = given.subject, pdf_sha = given.pdf_sha, pdf_name = given.pdf_name, lease_token = NULL, lease_until = NULL, changed_at = now()
      FROM given JOIN stored ON stored.id = given.content_id WHERE m.id = given.id AND m.lease_token = given.token AND m.state = 'preparing'`,
    values: [
      made.map(m => m.id),
      made.map(m => m.token),
      made.map(m => m.subject),
      made.map(m => m.html),
      made.map(m => m.text),
      made.map(m => m.pdfSha),
      made.map(m => m.pdfName),
    ],
  })
}

/**
 * A letter that cannot be made: once more later, the second time it fails alone, with its reason (RELIABILITY G15). What
 * is not its own fault is tried again for as long as it takes.
 */
export const storeFailure = async ({ pool }: Database, failure: NotMade): Promise<void> => {
  await pool.query(
    `UPDATE message SET prepare_failures = prepare_failures + $5::int, reason = $3, lease_token = NULL, changed_at = now(),
       state = CASE WHEN $4 OR prepare_failures + $5::int >= 2 THEN 'prepare_failed' ELSE 'preparing' END, lease_until = CASE WHEN $4 OR prepare_failures + $5::int >= 2 THEN NULL ELSE now() + interval '2 s' END
     WHERE id = $1 AND lease_token = $2 AND state = 'preparing'`,
    [failure.id, failure.token, failure.reason, failure.final, Number(failure.charged)],
  )
  if (failure.reason === 'field-missing')
    await pool.query(`UPDATE dispatch_recipient SET reason = 'required-field-empty' WHERE id = $1`, [
      failure.recipientId,
    ])
}
