import type { Language } from '@mailroom/contract'
import type { Deps } from '../../../deps.ts'
import type { Transaction } from '../../../platform/database.ts'
import { AppError } from '../../../platform/errors.ts'
import type { Right } from '../../../platform/rights.ts'
import { audit, strictAddress } from '../../users/commands.ts'
import { sendCode } from '../code/commands.ts'
import { finalStates, planGrants } from './rules.ts'

type Manage = Right<'accounts.manage'>

/** Two supervisors adding the same address at the same moment: the second one waits here, then finds the first. */
const refuseTaken = async (tx: Transaction, address: string, except?: string) => {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(7204520)`
  const taken = await tx.account.findFirst({
    where: { kind: 'institution', address, deletedAt: null, ...(except ? { id: { not: except } } : {}) },
  })
  if (taken) throw new AppError('ACCOUNT_EXISTS', 'address')
}

/** Creates a pending account and sends the code to its address. Returns its id. */
export const createAccount = async (
  deps: Deps,
  right: Manage,
  input: { designation: string; address: string },
  language: Language,
): Promise<string> => {
  const address = strictAddress(input.address, 'address')
  return deps.database.prisma.$transaction(async tx => {
    await refuseTaken(tx, address)
    const account = await tx.account.create({ data: { kind: 'institution', designation: input.designation, address } })
    await sendCode(deps, tx, right.actor, { account, language })
    await audit(tx, right.actor, 'account.created', account.id)
    return account.id
  })
}

/** Locks the account at `version` and raises it; CHANGED_MEANWHILE names who came first, NOT_FOUND if it is none. */
const claimVersion = async (tx: Transaction, id: string, version: number) => {
  const { count } = await tx.account.updateMany({
    where: { id, version, kind: 'institution', deletedAt: null },
    data: { version: { increment: 1 } },
  })
  const account = await tx.account.findFirst({ where: { id, kind: 'institution', deletedAt: null } })
  if (!account) throw new AppError('NOT_FOUND')
  if (count === 1) return account
  const last = await tx.auditEntry.findFirst({ where: { subject: id }, orderBy: { id: 'desc' } })
  throw new AppError('CHANGED_MEANWHILE', undefined, { by: last?.actorName ?? '?' })
}

export type AccountForm = { version: number; designation: string; address: string }

/** Changes designation or address; a new address has to be proven again by a code sent to it. */
export const updateAccount = async (
  deps: Deps,
  right: Manage,
  input: AccountForm & { id: string },
  language: Language,
): Promise<void> => {
  const { id, version, designation } = input
  const address = strictAddress(input.address, 'address')
  await deps.database.prisma.$transaction(async tx => {
    const before = await claimVersion(tx, id, version)
    const moved = before.address !== address
    if (moved) await refuseTaken(tx, address, id)
    const account = await tx.account.update({ where: { id }, data: { designation, address } })
    if (moved) await sendCode(deps, tx, right.actor, { account, language })
    await audit(tx, right.actor, moved ? 'account.address-changed' : 'account.changed', id)
  })
}

/** Deletes an account, softly: its history stays. ACCOUNT_BUSY while letters wait in it. */
export const deleteAccount = async (deps: Deps, right: Manage, id: string): Promise<void> => {
  await deps.database.prisma.$transaction(async tx => {
    // Waits for dispatches being written at this moment: they hold the row by their foreign key.
    await tx.$queryRaw`SELECT id FROM account WHERE id = ${id}::uuid FOR UPDATE`
    const count = await tx.message.count({
      where: { recipient: { dispatch: { accountId: id } }, state: { notIn: [...finalStates] } },
    })
    const account = await tx.account.findFirst({ where: { id, kind: 'institution', deletedAt: null } })
    if (!account) throw new AppError('NOT_FOUND')
    if (count > 0) throw new AppError('ACCOUNT_BUSY', undefined, { count })
    await tx.account.update({ where: { id }, data: { deletedAt: new Date(), version: { increment: 1 } } })
    await audit(tx, right.actor, 'account.deleted', id)
  })
}

const refuseUnknownUsers = async (tx: Transaction, wanted: readonly string[], added: readonly string[]) => {
  const found = await tx.user.findMany({
    where: { id: { in: [...added] }, status: { not: 'disabled' } },
    select: { id: true },
  })
  const known = new Set(found.map(user => user.id))
  const unknown = added.find(id => !known.has(id))
  if (unknown) throw new AppError('NOT_FOUND', `userIds.${wanted.indexOf(unknown)}`)
}

/**
 * Sets who may send from the account. Removed users keep their row (`revokedAt`), so that the log stays true and they
 * find their settings when they come back; their queued mail still goes, since messages do not ask again.
 */
export const authoriseUsers = async (
  deps: Deps,
  right: Manage,
  input: { id: string; version: number; userIds: string[] },
): Promise<void> => {
  const { id: accountId, version, userIds } = input
  await deps.database.prisma.$transaction(async tx => {
    await claimVersion(tx, accountId, version)
    const rows = await tx.accountUser.findMany({ where: { accountId } })
    const grants = rows.map(row => ({ userId: row.userId, revoked: row.revokedAt !== null }))
    const { added, restored, revoked } = planGrants(grants, userIds)
    await refuseUnknownUsers(tx, userIds, [...added, ...restored])
    await tx.accountUser.createMany({ data: added.map(userId => ({ accountId, userId })) })
    const setRevoked = (ids: string[], revokedAt: Date | null) =>
      tx.accountUser.updateMany({ where: { accountId, userId: { in: ids } }, data: { revokedAt } })
    await setRevoked(restored, null)
    await setRevoked(revoked, new Date())
    await audit(tx, right.actor, 'account.users-changed', accountId, { added: [...added, ...restored], revoked })
  })
}
