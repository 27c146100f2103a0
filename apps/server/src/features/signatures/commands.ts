import type { Language, SignatureView } from '@mailroom/contract'
import { sanitiseUserHtml } from '@mailroom/letter/email'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../platform/errors.ts'
import type { Right } from '../../platform/rights.ts'
import { isBlank, sayRemoved } from './rules.ts'

type May = Right<'dispatches.create'>
export type SignatureForm = { name: string; html: string }

const cleanForm = (form: SignatureForm) => {
  const { html, removed } = sanitiseUserHtml(form.html)
  if (isBlank(html)) throw new AppError('REQUIRED', 'html')
  return { data: { name: form.name, html }, removed }
}

/** Adds a signature of mine; `removed` says what could not stay. */
export const createSignature = async (
  deps: Deps,
  right: May,
  form: SignatureForm,
  language: Language,
): Promise<SignatureView> => {
  const { data, removed } = cleanForm(form)
  const { id } = await deps.database.prisma.signature.create({ data: { ...data, userId: right.actor.userId } })
  return { id, ...data, removed: sayRemoved(removed, language) }
}

/** Changes a signature of mine; NOT_FOUND for anybody else's. */
export const updateSignature = async (
  deps: Deps,
  right: May,
  input: SignatureForm & { id: string },
  language: Language,
): Promise<SignatureView> => {
  const { data, removed } = cleanForm(input)
  const { id } = input
  const { count } = await deps.database.prisma.signature.updateMany({ where: { id, userId: right.actor.userId }, data })
  if (count === 0) throw new AppError('NOT_FOUND')
  return { id, ...data, removed: sayRemoved(removed, language) }
}

/** Deletes a signature of mine; accounts that inserted it insert none. What was sent keeps it. */
export const deleteSignature = async ({ database }: Deps, right: May, id: string): Promise<void> => {
  const { userId } = right.actor
  await database.prisma.$transaction(async tx => {
    const { count } = await tx.signature.deleteMany({ where: { id, userId } })
    if (count === 0) throw new AppError('NOT_FOUND')
    await tx.accountUser.updateMany({ where: { userId, defaultSignatureId: id }, data: { defaultSignatureId: null } })
  })
}
