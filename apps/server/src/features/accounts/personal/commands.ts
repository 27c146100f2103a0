import type { Language } from '@mailroom/contract'
import type { Deps } from '../../../deps.ts'
import type { Transaction } from '../../../platform/database.ts'
import { AppError } from '../../../platform/errors.ts'
import type { Right } from '../../../platform/rights.ts'
import { audit, strictAddress } from '../../users/commands.ts'
import { sendCode } from '../code/commands.ts'
import { secondsToWait } from '../code/rules.ts'

/**
 * The user's pending account takes the new name and address: a mistyped one is mended by typing it again. The minute
 * between two codes counts here too, or strangers could be sent codes without end.
 */
const reusePending = async (tx: Transaction, id: string, input: { designation: string; address: string }) => {
  const pending = await tx.account.findUniqueOrThrow({ where: { id } })
  const seconds = secondsToWait(pending.codeSentAt, new Date())
  if (seconds > 0) throw new AppError('CODE_TOO_SOON', 'address', { seconds })
  return tx.account.update({ where: { id }, data: { ...input, version: { increment: 1 } } })
}

/** Sets up my personal account, pending until the code sent to its address is typed in. Returns its id. */
export const createPersonalAccount = async (
  deps: Deps,
  right: Right<'dispatches.create'>,
  input: { designation: string; address: string },
  language: Language,
): Promise<string> => {
  const address = strictAddress(input.address, 'address')
  const ownerId = right.actor.userId
  const data = { designation: input.designation, address }
  return deps.database.prisma.$transaction(async tx => {
    await tx.$queryRaw`SELECT id FROM "user" WHERE id = ${ownerId}::uuid FOR UPDATE`
    const mine = await tx.account.findMany({ where: { kind: 'personal', ownerId, deletedAt: null } })
    if (mine.some(one => one.state === 'active' && one.address === address))
      throw new AppError('ACCOUNT_EXISTS', 'address')
    const pending = mine.find(one => one.state === 'pending')
    const account = pending
      ? await reusePending(tx, pending.id, data)
      : await tx.account.create({
          data: { kind: 'personal', ownerId, ...data, users: { create: { userId: ownerId } } },
        })
    await sendCode(deps, tx, right.actor, { account, language })
    await audit(tx, right.actor, 'account.personal-created', account.id)
    return account.id
  })
}
