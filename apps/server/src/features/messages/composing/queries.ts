import { type EncodedFile, type MailAddress, toEncodedFile } from '@mailroom/mailer'
import type { Deps } from '../../../deps.ts'

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

/**
 * Several files at once as they stand in a mail, but none larger than `largest` bytes. Postgres writes the base64: what
 * it sends then needs no decoding and no second encoding, and is smaller than its own hexadecimal form. (The driver's
 * binary mode reads every value as text, which spoils bytes.)
 */
export const getFiles = async (
  { database }: Deps,
  shas: string[],
  largest = 2 ** 31 - 1,
): Promise<Map<string, EncodedFile>> => {
  const { rows } = await database.pool.query<{ sha: string; lines: string }>({
    name: 'files',
    text: "SELECT sha, encode(bytes, 'base64') AS lines FROM file WHERE sha = ANY($1::text[]) AND size <= $2",
    values: [shas, largest],
  })
  return new Map(rows.map(row => [row.sha, toEncodedFile(row.lines)]))
}
