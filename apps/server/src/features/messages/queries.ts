import type { MessageView } from '@mailroom/contract'
import { type Language, sayReason } from '@mailroom/contract'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../platform/errors.ts'
import type { Actor } from '../../platform/rights.ts'
import type { FileAnswer } from '../../platform/serve.ts'
import { visible } from '../dispatches/progress/queries.ts'

/** A message that the actor may see, or 404. */
export const requireMessage = async ({ database }: Deps, actor: Actor, id: string) => {
  const { rows } = await database.pool.query<{ dispatchId: string }>(
    `SELECT m.dispatch_id AS "dispatchId" FROM message m JOIN dispatch d ON d.id = m.dispatch_id WHERE m.id = $2::uuid AND ${visible}`,
    [actor.userId, id],
  )
  if (!rows[0]) throw new AppError('NOT_FOUND')
  return rows[0]
}

const loadMessage = ({ database }: Deps, id: string) =>
  database.prisma.message.findUniqueOrThrow({
    where: { id },
    include: {
      content: true,
      history: { orderBy: { id: 'asc' } },
      recipient: {
        select: {
          dispatch: {
            select: {
              fromName: true,
              fromAddress: true,
              replyToName: true,
              replyToAddress: true,
              attachments: true,
              others: true,
              maskCopies: true,
              authorId: true,
            },
          },
        },
      },
    },
  })
type Loaded = Awaited<ReturnType<typeof loadMessage>>

type Part = { name: string; type: string; bytes: number; sha: string }
/** Attachments in the order in which they were sent: the letter first. */
const partsOf = async (deps: Deps, message: Loaded): Promise<Part[]> => {
  const shared = (
    message.recipient.dispatch.attachments as { name: string; type: string; size: number; sha: string }[]
  ).map(one => ({ name: one.name, type: one.type, bytes: one.size, sha: one.sha }))
  if (!message.pdfSha) return shared
  const file = await deps.database.prisma.file.findUnique({ where: { sha: message.pdfSha }, select: { size: true } })
  return [
    { name: message.pdfName ?? 'letter.pdf', type: 'application/pdf', bytes: file?.size ?? 0, sha: message.pdfSha },
    ...shared,
  ]
}

const positionOf = async (
  { database }: Deps,
  message: Pick<Loaded, 'id' | 'dispatchId'>,
): Promise<MessageView['position']> => {
  const { rows } = await database.pool.query<{
    index: number
    total: number
    previous: string | null
    next: string | null
  }>(
    `SELECT * FROM (SELECT m.id, (row_number() OVER w - 1)::int AS index, count(*) OVER ()::int AS total, lag(m.id) OVER w AS previous, lead(m.id) OVER w AS next
       FROM message m JOIN dispatch_recipient r ON r.id = m.recipient_id WHERE m.dispatch_id = $1 WINDOW w AS (ORDER BY r.position)) x WHERE x.id = $2`,
    [message.dispatchId, message.id],
  )
  return rows[0] ?? { index: 0, total: 1, previous: null, next: null }
}

/** What went wrong stands in the history; the one success is the message's own (it costs the engine no second row). */
const attemptsOf = (message: Loaded, actor: Actor, language: Language): MessageView['attempts'] => {
  const told = (at: Date, reason: string, reply: string | null) => ({
    at: at.toISOString(),
    words: sayReason(reason, language),
    reply: actor.role === 'supervisor' ? reply : null,
  })
  const failed = message.history.map(one => told(one.at, one.reason, one.reply))
  return message.acceptedAt ? [...failed, told(message.acceptedAt, 'accepted', message.reply)] : failed
}

/** Exactly what was sent to one recipient, with its attempts in plain words; the server's own words for supervisors. */
export const getMessage = async (deps: Deps, actor: Actor, id: string, language: Language): Promise<MessageView> => {
  await requireMessage(deps, actor, id)
  const message = await loadMessage(deps, id)
  const { dispatch } = message.recipient
  const [parts, position] = await Promise.all([partsOf(deps, message), positionOf(deps, message)])
  return {
    id,
    dispatchId: message.dispatchId,
    subject: message.subject,
    from: { name: dispatch.fromName, address: dispatch.fromAddress },
    replyTo: dispatch.replyToAddress ? { name: dispatch.replyToName ?? '', address: dispatch.replyToAddress } : null,
    to: { name: message.toName, address: message.toAddress },
    cc: dispatch.maskCopies || message.other ? [] : dispatch.others.map(address => ({ name: '', address })),
    bcc:
      dispatch.maskCopies && (dispatch.authorId === actor.userId || actor.role === 'supervisor')
        ? dispatch.others.map(address => ({ name: '', address }))
        : [],
    html: message.content?.html ?? null,
    text: message.content?.text ?? '',
    prepared: message.content !== null,
    attachments: parts.map((part, index) => ({ index, name: part.name, type: part.type, bytes: part.bytes })),
    attempts: attemptsOf(message, actor, language),
    position,
  }
}

export const getMessageFile = async (deps: Deps, actor: Actor, id: string, index: number): Promise<FileAnswer> => {
  await requireMessage(deps, actor, id)
  const part = (await partsOf(deps, await loadMessage(deps, id)))[index]
  const file = part ? await deps.files.get(part.sha) : undefined
  if (!part || !file) throw new AppError('NOT_FOUND')
  return { bytes: file.bytes, type: part.type, name: part.name, inline: true }
}
