import type { MailAddress } from '@mailroom/mailer'
import type { Deps } from '../../../deps.ts'
import type { MessageHint } from '../../../jobs.ts'
import { settingsVersion } from './rules.ts'

/** A hinted message with all that is needed to compose and judge it; `now` is the database's. */
export type Hinted = {
  id: string
  epoch: number
  dispatchId: string
  serverId: string
  toName: string
  toAddress: string
  headerId: string
  headerDate: Date
  subject: string
  contentId: string
  pdfSha: string | null
  pdfName: string | null
  attempts: number
  resends: number
  expiresAt: Date | null
  other: boolean
  now: Date
}

const hintedSql = `
  SELECT m.id, m.epoch, m.dispatch_id AS "dispatchId", m.server_id AS "serverId", m.to_name AS "toName", m.to_address AS "toAddress",
    m.header_id AS "headerId", m.header_date AS "headerDate", m.subject, m.content_id AS "contentId", m.pdf_sha AS "pdfSha", m.pdf_name AS "pdfName",
    m.attempts, m.resends, m.expires_at AS "expiresAt", m.other, now() AS now
  FROM unnest($1::uuid[], $2::int[]) AS hint(id, epoch) JOIN message m ON m.id = hint.id AND m.epoch = hint.epoch
  WHERE m.state = 'sending' AND m.phase IS NULL`

/** What the hints point at; stale ones (another epoch, or past the gate in another hand) give nothing. Reading claims
 * nothing: the gate alone decides who sends. */
export const getHinted = async ({ database }: Deps, hints: MessageHint[]): Promise<Hinted[]> => {
  const { rows } = await database.pool.query<Hinted>({
    name: 'hinted',
    text: hintedSql,
    values: [hints.map(hint => hint.id), hints.map(hint => hint.epoch)],
  })
  return rows
}

/** What all messages of a dispatch share: frozen at the click, so it may be kept in memory for good. */
export type Envelope = {
  from: MailAddress
  replyTo: MailAddress | null
  envelopeFrom: string
  attachments: { name: string; type: string; sha: string }[]
  automatic: boolean
  copies: MailAddress[]
}

export const getEnvelope = async ({ database }: Deps, dispatchId: string): Promise<Envelope> => {
  const d = await database.prisma.dispatch.findUniqueOrThrow({
    where: { id: dispatchId },
    select: {
      fromName: true,
      fromAddress: true,
      replyToName: true,
      replyToAddress: true,
      envelopeFrom: true,
      attachments: true,
      kind: true,
      maskCopies: true,
      others: true,
    },
  })
  return {
    from: { name: d.fromName, address: d.fromAddress },
    replyTo: d.replyToAddress ? { name: d.replyToName ?? '', address: d.replyToAddress } : null,
    envelopeFrom: d.envelopeFrom,
    attachments: d.attachments as Envelope['attachments'],
    automatic: d.kind === 'system',
    // Masked, nobody sees who else got it (SPEC row 20); each of the Others has a message of their own either way.
    copies: d.maskCopies ? [] : d.others.map(address => ({ name: '', address })),
  }
}

/** Workers with a heartbeat: the connections that a server allows are shared among them. */
export const countWorkers = async ({ database }: Deps): Promise<number> => {
  const { rows } = await database.pool.query<{ n: number }>({
    name: 'count-workers',
    text: "SELECT count(*)::int AS n FROM worker_beat WHERE seen_at > now() - interval '30 s'",
  })
  return Math.max(1, rows[0]?.n ?? 1)
}

/** HTML and text of several contents at once. */
export const getContents = async (
  { database }: Deps,
  ids: string[],
): Promise<Map<string, { html: string | null; text: string }>> => {
  const { rows } = await database.pool.query<{ id: string; html: string | null; text: string }>({
    name: 'contents',
    text: 'SELECT id, html, text FROM content WHERE id = ANY($1::uuid[])',
    values: [ids],
  })
  return new Map(rows.map(row => [row.id, row]))
}

/** Bytes of several files at once. */
export const getFiles = async ({ database }: Deps, shas: string[]): Promise<Map<string, Buffer>> => {
  const { rows } = await database.pool.query<{ sha: string; bytes: Buffer }>({
    name: 'files',
    text: 'SELECT sha, bytes FROM file WHERE sha = ANY($1::text[])',
    values: [shas],
  })
  return new Map(rows.map(row => [row.sha, row.bytes]))
}

/** The fingerprint of a server's settings now: a pool opened with older ones is closed. */
export const getServerVersion = async ({ database }: Deps, serverId: string): Promise<string> => {
  const { rows } = await database.pool.query<{ version: string }>({
    name: 'server-version',
    text: `SELECT ${settingsVersion} AS version FROM smtp_server WHERE id = $1`,
    values: [serverId],
  })
  return rows[0]?.version ?? ''
}
