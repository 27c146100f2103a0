import type { MailAddress } from '@mailroom/mailer'
import type { Deps } from '../../../deps.ts'
import { settingsVersion } from './rules.ts'

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
