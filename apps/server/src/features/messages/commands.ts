import type { Deps } from '../../deps.ts'
import type { Transaction } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import type { Right } from '../../platform/rights.ts'
import { renewPrintFile } from '../dispatches/progress/commands.ts'
import { replaceAddress } from '../resources/directory/commands.ts'
import { audit, strictAddress } from '../users/commands.ts'
import { requireMessage } from './queries.ts'

type May = Right<'dispatches.create'>

/** Before its message: in the order of pausing and cancelling, and so that nothing closes the dispatch meanwhile. */
const lockDispatch = (tx: Transaction, id: string) =>
  tx.$queryRaw`SELECT id FROM dispatch WHERE id = ${id}::uuid FOR UPDATE`

/**
 * Sends one failed or deferred message again now, or one that nobody knows the end of: then a person has decided that
 * a second copy is better than none. MESSAGE_NOT_FAILED for any other.
 */
export const retryMessage = async (deps: Deps, right: May, id: string): Promise<void> => {
  const { dispatchId } = await requireMessage(deps, right.actor, id)
  await deps.database.prisma.$transaction(async tx => {
    await lockDispatch(tx, dispatchId)
    const count =
      await tx.$executeRaw`UPDATE message SET state = 'scheduled', reason = NULL, due_at = now(), prepare_failures = 0, attempts = CASE WHEN state = 'deferred' THEN attempts ELSE 0 END,
      expires_at = CASE WHEN state = 'deferred' THEN expires_at END, changed_at = now() WHERE id = ${id}::uuid AND state IN ('failed','prepare_failed','deferred','needs_decision','bounced','unknown')`
    if (count === 0) throw new AppError('MESSAGE_NOT_FAILED')
    await tx.$executeRaw`UPDATE dispatch SET state = 'sending' WHERE id = ${dispatchId}::uuid AND state = 'done'`
  })
}

/** Corrects the address of a failed recipient and sends only that one; the person keeps the new address if asked. */
export const correctMessage = async (
  deps: Deps,
  right: May,
  id: string,
  input: { address: string; keepForPerson: boolean },
): Promise<void> => {
  const { dispatchId } = await requireMessage(deps, right.actor, id)
  const address = strictAddress(input.address, 'address')
  await deps.database.prisma.$transaction(async tx => {
    await lockDispatch(tx, dispatchId)
    const [row] = await tx.$queryRaw<{ recipientId: string; old: string; personId: string | null }[]>`
      SELECT m.recipient_id AS "recipientId", m.to_address AS old, r.person_ids[1] AS "personId" FROM message m JOIN dispatch_recipient r ON r.id = m.recipient_id
      WHERE m.id = ${id}::uuid AND m.state IN ('failed','bounced','needs_decision','deferred') FOR UPDATE OF m`
    if (!row) throw new AppError('MESSAGE_NOT_FAILED')
    await tx.$executeRaw`UPDATE message SET to_address = ${address}, state = 'scheduled', reason = NULL, attempts = 0, expires_at = NULL, due_at = now(), changed_at = now() WHERE id = ${id}::uuid`
    await tx.dispatchRecipient.update({ where: { id: row.recipientId }, data: { address } })
    await tx.$executeRaw`UPDATE dispatch SET state = 'sending' WHERE id = ${dispatchId}::uuid AND state = 'done'`
    await tx.dispatchEvent.create({ data: { dispatchId, actorName: right.actor.name, what: 'corrected' } })
    if (input.keepForPerson && row.personId) {
      await replaceAddress(tx, row.personId, row.old, address)
      await audit(tx, right.actor, 'person.address-corrected', row.personId)
    }
  })
}

/**
 * Stops trying one message for good: the third choice of a letter that waits for a decision. What may have arrived is left
 * as `unknown`.
 */
export const giveUpMessage = async (deps: Deps, right: May, id: string): Promise<void> => {
  const { dispatchId } = await requireMessage(deps, right.actor, id)
  await deps.database.prisma.$transaction(async tx => {
    const count =
      await tx.$executeRaw`UPDATE message SET state = CASE WHEN resends > 0 THEN 'unknown' ELSE 'cancelled' END, reason = CASE WHEN resends > 0 THEN 'left-uncertain' ELSE 'given-up' END, changed_at = now() WHERE id = ${id}::uuid AND state IN ('failed','prepare_failed','deferred','needs_decision','bounced')`
    if (count === 0) throw new AppError('MESSAGE_NOT_FAILED')
    await tx.dispatchEvent.create({ data: { dispatchId, actorName: right.actor.name, what: 'given-up' } })
  })
}

/** Moves a failed recipient to the paper pile: the print file is made again with their letter. */
export const printInstead = async (deps: Deps, right: May, id: string): Promise<void> => {
  const { dispatchId } = await requireMessage(deps, right.actor, id)
  await deps.database.prisma.$transaction(async tx => {
    await lockDispatch(tx, dispatchId)
    const [row] = await tx.$queryRaw<{ recipientId: string; lines: number; kind: string }[]>`
      SELECT m.recipient_id AS "recipientId", cardinality(r.address_lines) AS lines, d.kind FROM message m JOIN dispatch_recipient r ON r.id = m.recipient_id JOIN dispatch d ON d.id = m.dispatch_id
      WHERE m.id = ${id}::uuid AND m.state IN ('failed','bounced','needs_decision','deferred','prepare_failed','unknown') FOR UPDATE OF m`
    if (!row) throw new AppError('MESSAGE_NOT_FAILED')
    if (row.lines === 0 || row.kind !== 'letter') throw new AppError('NO_RECIPIENT', undefined, { detail: '1 ∅' })
    await tx.dispatchRecipient.update({ where: { id: row.recipientId }, data: { outcome: 'paper' } })
    await tx.message.update({
      where: { id },
      data: { state: 'cancelled', reason: 'moved-to-paper', changedAt: new Date() },
    })
    await renewPrintFile(tx, dispatchId)
  })
}
