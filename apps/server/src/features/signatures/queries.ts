import type { Language, SignatureView } from '@mailroom/contract'
import { sanitiseUserHtml } from '@mailroom/letter/email'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../platform/errors.ts'
import type { Right } from '../../platform/rights.ts'
import { sayRemoved } from './rules.ts'

type May = Right<'dispatches.create'>

const viewSignature = (row: { id: string; name: string; html: string }, language: Language): SignatureView => {
  // Sanitised again although it was on saving: rules get stricter, old rows stay.
  const { html, removed } = sanitiseUserHtml(row.html)
  return { id: row.id, name: row.name, html, removed: sayRemoved(removed, language) }
}

/** My signatures by name. */
export const listSignatures = async ({ database }: Deps, right: May, language: Language): Promise<SignatureView[]> => {
  const rows = await database.prisma.signature.findMany({
    where: { userId: right.actor.userId },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  })
  return rows.map(row => viewSignature(row, language))
}

/** The sanitised HTML of one of my signatures, for a message; NOT_FOUND for anybody else's. */
export const getSignatureHtml = async ({ database }: Deps, right: May, id: string): Promise<string> => {
  const row = await database.prisma.signature.findFirst({ where: { id, userId: right.actor.userId } })
  if (!row) throw new AppError('NOT_FOUND', 'signatureId')
  return sanitiseUserHtml(row.html).html
}
