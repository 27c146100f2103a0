import type { Deps } from '../../../deps.ts'
import { AppError } from '../../../platform/errors.ts'
import type { Right } from '../../../platform/rights.ts'
import { encodedBytes, inspectAttachment, maximumEmailBytes, maximumUploadBytes } from '../rules.ts'

/** Stores a file to attach, after looking at its first bytes. */
export const uploadAttachment = async (
  deps: Deps,
  right: Right<'dispatches.create'>,
  file: { name: string; bytes: Buffer },
) => {
  const seen = inspectAttachment(file.name, file.bytes)
  if (!seen.ok)
    throw new AppError(seen.why === 'forbidden' ? 'FILE_FORBIDDEN' : 'FILE_DISGUISED', 'file', { detail: seen.detail })
  if (file.bytes.length > maximumUploadBytes)
    throw new AppError('FILE_TOO_LARGE', 'file', { maximum: maximumUploadBytes / 1_000_000 })
  const sha = await deps.files.put(file.bytes, seen.type)
  const row = await deps.database.prisma.upload.create({
    data: { userId: right.actor.userId, sha, name: seen.name, type: seen.type, size: file.bytes.length },
  })
  return { id: row.id, name: row.name, type: row.type, bytes: row.size, encodedBytes: encodedBytes(row.size) }
}

/** The uploads of one draft, in its order; refuses what is not the actor’s own or too much for one e-mail. */
export const findAttachments = async (deps: Deps, right: Right<'dispatches.create'>, ids: string[]) => {
  const rows = await deps.database.prisma.upload.findMany({ where: { id: { in: ids }, userId: right.actor.userId } })
  if (rows.length !== new Set(ids).size) throw new AppError('NOT_FOUND', 'attachmentIds')
  const size = rows.reduce((sum, row) => sum + encodedBytes(row.size), 0)
  if (size > maximumEmailBytes)
    throw new AppError('ATTACHMENTS_TOO_LARGE', 'attachmentIds', {
      size: Math.ceil(size / 1_000_000),
      maximum: maximumEmailBytes / 1_000_000,
    })
  return ids
    .map(id => rows.find(row => row.id === id))
    .flatMap(row => (row ? [{ id: row.id, name: row.name, type: row.type, size: row.size, sha: row.sha }] : []))
}
