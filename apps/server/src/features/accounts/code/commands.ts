import { randomInt } from 'node:crypto'
import { type Language, roleMay } from '@mailroom/contract'
import type { Deps } from '../../../deps.ts'
import type { Transaction } from '../../../platform/database.ts'
import { AppError } from '../../../platform/errors.ts'
import type { Actor, Right } from '../../../platform/rights.ts'
import { keyedDigest, sameDigest } from '../../../platform/secrets.ts'
import { createNotification } from '../../dispatches/notices/commands.ts'
import { getSenderFacts } from '../../sending/queries.ts'
import { audit } from '../../users/commands.ts'
import { codeMail, codeTries, freshCode, noCode, readCode, resendSeconds, secondsToWait, writeCode } from './rules.ts'

type May = Right<'dispatches.create'>
export type Addressed = { id: string; kind: string; designation: string; address: string }

// Bound to the account, so that a code cannot be carried over to another one.
const hashCode = (deps: Deps, accountId: string, code: string) => keyedDigest(deps.config.secretKey, accountId + code)

/**
 * Makes an account wait for a fresh code and queues the e-mail that carries it, in the caller's transaction. Without a
 * mail server nothing is changed (SERVER_MISSING): nobody should wait for a code that cannot come.
 */
export const sendCode = async (
  deps: Deps,
  tx: Transaction,
  actor: Actor,
  { account, language }: { account: Addressed; language: Language },
): Promise<Date> => {
  const now = new Date()
  const code = writeCode(randomInt(1_000_000))
  const data = { state: 'pending', ...freshCode(hashCode(deps, account.id, code), now) }
  await tx.account.update({ where: { id: account.id }, data })
  const { institution, accent } = await getSenderFacts(deps)
  const shared = account.kind === 'institution'
  const { designation } = account
  // A personal designation is the user's own text: it would go to an address that nobody has proven yet.
  const head = { institution, accent, language }
  const mail = codeMail({ code, designation: shared ? designation : null, by: actor.name, ...head })
  const to = { name: shared ? designation : actor.name, address: account.address }
  const queued = await createNotification(deps, tx, { ...mail, to, language, author: actor })
  if (!queued) throw new AppError('SERVER_MISSING')
  return now
}

/** An institution account for a supervisor, a personal one for its owner; NOT_FOUND for everybody else. */
const findProvable = async (deps: Deps, { actor }: May, id: string) => {
  const account = await deps.database.prisma.account.findFirst({ where: { id, deletedAt: null } })
  const mine = account?.kind === 'personal' && account.ownerId === actor.userId
  const shared = account?.kind === 'institution' && roleMay(actor.role, 'accounts.manage')
  if (!account || !(mine || shared)) throw new AppError('NOT_FOUND')
  return account
}
type Provable = Awaited<ReturnType<typeof findProvable>>

/**
 * Takes one of the five tries, in one statement: guesses that arrive at the same moment are counted one after the other
 * by the row's lock, so that no burst gets a sixth.
 */
const takeTry = async ({ database }: Deps, id: string) => {
  const { rows } = await database.pool.query<{ hash: string; tries: number }>(
    `UPDATE account SET code_tries = code_tries + 1
     WHERE id = $1 AND state = 'pending' AND deleted_at IS NULL AND code_hash IS NOT NULL AND code_expires_at > now() AND code_tries < $2
     RETURNING code_hash AS hash, code_tries AS tries`,
    [id, codeTries],
  )
  return rows[0]
}

const refuse = (account: Provable): never => {
  if (account.state === 'active') throw new AppError('CODE_USED', 'code')
  const spent = account.codeTries >= codeTries && (account.codeExpiresAt?.getTime() ?? 0) > Date.now()
  throw new AppError(spent ? 'CODE_TRIES' : 'CODE_EXPIRED', 'code')
}

/** Types in the code: the right one makes the account active, once. */
export const confirmCode = async (deps: Deps, right: May, id: string, typed: string): Promise<void> => {
  await findProvable(deps, right, id)
  const attempt = await takeTry(deps, id)
  if (!attempt) return refuse(await findProvable(deps, right, id))
  if (!sameDigest(attempt.hash, hashCode(deps, id, readCode(typed)))) {
    const left = codeTries - attempt.tries
    throw left > 0 ? new AppError('CODE_WRONG', 'code', { left }) : new AppError('CODE_TRIES', 'code')
  }
  await deps.database.prisma.$transaction(async tx => {
    const { count } = await tx.account.updateMany({
      where: { id, state: 'pending', codeHash: attempt.hash },
      data: { state: 'active', ...noCode },
    })
    // A newer code was sent, or the same one typed twice, in this very moment.
    if (count === 0) throw new AppError('CODE_EXPIRED', 'code')
    await audit(tx, right.actor, 'account.proven', id)
  })
}

/** Sends a new code, at most one a minute; the one before stops working. */
export const resendCode = async (deps: Deps, right: May, id: string, language: Language) => {
  const account = await findProvable(deps, right, id)
  if (account.state === 'active') throw new AppError('CODE_USED')
  const seconds = secondsToWait(account.codeSentAt, new Date())
  if (seconds > 0) throw new AppError('CODE_TOO_SOON', undefined, { seconds })
  const sentAt = await deps.database.prisma.$transaction(async tx => {
    const claimed = await tx.account.updateMany({
      where: { id, state: 'pending', codeSentAt: account.codeSentAt },
      data: { codeSentAt: new Date() },
    })
    if (claimed.count === 0) throw new AppError('CODE_TOO_SOON', undefined, { seconds: resendSeconds })
    return sendCode(deps, tx, right.actor, { account, language })
  })
  return { sentAt: sentAt.toISOString(), resendAt: new Date(sentAt.getTime() + resendSeconds * 1000).toISOString() }
}
