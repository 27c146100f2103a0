import type { Deps } from '../../deps.ts'
import type { Transaction } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import type { Right } from '../../platform/rights.ts'
import { strictAddress } from '../users/commands.ts'
import { getMyAccount } from './queries.ts'

/** Remembers that a user sent from an account: next time it is the default one. Part of the caller's transaction. */
export const noteAccountUsed = async (tx: Transaction, accountId: string, userId: string): Promise<void> => {
  await tx.accountUser.updateMany({ where: { accountId, userId }, data: { lastUsedAt: new Date() } })
}

export type AccountSettings = {
  responseAddress: string | null
  maskCopies: boolean
  defaultSignatureId: string | null
  isDefault: boolean
}

/** My own settings for one of my accounts. An empty response address means none; a foreign signature is NOT_FOUND. */
export const saveAccountSettings = async (
  deps: Deps,
  right: Right<'dispatches.create'>,
  accountId: string,
  input: AccountSettings,
): Promise<void> => {
  const { userId } = right.actor
  await getMyAccount(deps, right, accountId, right.actor.language)
  const responseAddress = input.responseAddress ? strictAddress(input.responseAddress, 'responseAddress') : null
  const { maskCopies, defaultSignatureId } = input
  const settings = { responseAddress, maskCopies, defaultSignatureId }
  await deps.database.prisma.$transaction(async tx => {
    if (defaultSignatureId && !(await tx.signature.findFirst({ where: { id: defaultSignatureId, userId } })))
      throw new AppError('NOT_FOUND', 'defaultSignatureId')
    await tx.accountUser.upsert({
      where: { accountId_userId: { accountId, userId } },
      create: { accountId, userId, ...settings },
      update: settings,
    })
    if (input.isDefault) await noteAccountUsed(tx, accountId, userId)
  })
}
