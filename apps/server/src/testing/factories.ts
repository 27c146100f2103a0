import { randomUUID } from 'node:crypto'
import type { Database } from '../platform/database.ts'

/** A delegated SMTP server on loopback, saved as the supervisor would. Returns its id. */
export const makeServer = async (
  { prisma }: Database,
  port: number,
  more: Record<string, unknown> = {},
): Promise<string> => {
  const server = await prisma.smtpServer.create({
    data: { host: '127.0.0.1', port, security: 'none', connections: 5, waitingSeconds: 5, ...more },
  })
  await prisma.sendingSettings.upsert({
    where: { id: 1 },
    create: {
      id: 1,
      delegated: true,
      serverId: server.id,
      senderName: 'Lycée des Tilleuls',
      defaultSenderAddress: 'secretariat@tilleuls.example',
    },
    update: {
      delegated: true,
      serverId: server.id,
      senderName: 'Lycée des Tilleuls',
      defaultSenderAddress: 'secretariat@tilleuls.example',
    },
  })
  return server.id
}

/** A dispatch of `count` ready e-mails with one content for all, written in one go. Returns its id. */
export const makeMail = async (
  { prisma, pool }: Database,
  serverId: string,
  count: number,
  more: { subject?: string; priority?: number; prefix?: string; pdfSha?: string } = {},
): Promise<string> => {
  const subject = more.subject ?? 'Hello'
  const content = await prisma.content.create({
    data: { html: '<p>Hello from the school.</p>', text: 'Hello from the school.' },
  })
  const dispatch = await prisma.dispatch.create({
    data: {
      idempotencyKey: randomUUID(),
      authorName: 'Test',
      serverId,
      kind: 'email',
      state: 'sending',
      subject,
      bodyHtml: '<p>Hello</p>',
      searchText: subject.toLowerCase(),
      fromName: 'Lycée des Tilleuls',
      fromAddress: 'secretariat@tilleuls.example',
      envelopeFrom: 'secretariat@tilleuls.example',
    },
  })
  const prefix = more.prefix ?? 'person'
  await pool.query(
    `INSERT INTO dispatch_recipient (dispatch_id, position, person_ids, name, sort_name, language, outcome, reason, address)
     SELECT $1, n, '{}', 'Person ' || n, 'person ' || lpad(n::text, 6, '0'), 'en', 'email', 'has-email', $3 || n || '@family.example' FROM generate_series(1, $2::int) n`,
    [dispatch.id, count, prefix],
  )
  await pool.query(
    `INSERT INTO message (id, dispatch_id, recipient_id, server_id, to_name, to_address, state, priority, fair_rank, header_id, subject, content_id, pdf_sha, pdf_name)
     SELECT fresh.id, $1, r.id, $2, r.name, r.address, 'ready', $3, r.position, '<' || fresh.id || '@tilleuls.example>', $4, $5, $6, CASE WHEN $6::text IS NULL THEN NULL ELSE 'letter.pdf' END
     FROM dispatch_recipient r CROSS JOIN LATERAL (SELECT uuidv7() AS id WHERE r.id IS NOT NULL) fresh WHERE r.dispatch_id = $1`,
    [dispatch.id, serverId, more.priority ?? 5, subject, content.id, more.pdfSha ?? null],
  )
  return dispatch.id
}

/** Message states of a dispatch, counted. */
export const countStates = async ({ pool }: Database, dispatchId: string): Promise<Record<string, number>> => {
  const { rows } = await pool.query<{ state: string; n: number }>(
    'SELECT state, count(*)::int AS n FROM message WHERE dispatch_id = $1 GROUP BY 1',
    [dispatchId],
  )
  return Object.fromEntries(rows.map(row => [row.state, row.n]))
}

/** Waits until `probe` is true, looking every 50 ms. */
export const until = async (
  probe: () => Promise<boolean> | boolean,
  timeoutMs: number,
  what = 'the condition',
): Promise<void> => {
  const deadline = Date.now() + timeoutMs
  while (!(await probe())) {
    if (Date.now() > deadline) throw new Error(`${what} did not come within ${timeoutMs} ms`)
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}
