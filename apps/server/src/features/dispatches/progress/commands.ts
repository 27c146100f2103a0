import type { Deps } from '../../../deps.ts'
import type { Transaction } from '../../../platform/database.ts'
import { despiteDeadlocks } from '../../../platform/deadlock.ts'
import { AppError } from '../../../platform/errors.ts'
import { addJob } from '../../../platform/outbox.ts'
import type { Right } from '../../../platform/rights.ts'
import { requireChangeable, resendable } from './queries.ts'

type May = Right<'dispatches.create'>

/** Thousands of rows, some of which the engine holds at the moment: Prisma's own five seconds are few on a busy machine. */
const patience = { timeout: 30_000, maxWait: 10_000 }

const change = async (
  deps: Deps,
  right: May,
  id: string,
  what: string,
  work: (tx: Transaction, state: string) => Promise<void>,
): Promise<void> => {
  await requireChangeable(deps, right, id)
  await despiteDeadlocks(() =>
    deps.database.prisma.$transaction(async tx => {
      const [row] = await tx.$queryRaw<
        { state: string }[]
      >`SELECT state FROM dispatch WHERE id = ${id}::uuid FOR UPDATE`
      if (!row) throw new AppError('NOT_FOUND')
      await work(tx, row.state)
      await tx.dispatchEvent.create({ data: { dispatchId: id, actorName: right.actor.name, what } })
    }, patience),
  )
}

/** What may still leave. The gate takes the same row lock, which makes a stop exact (RELIABILITY §3.3). */
const stoppable = {
  paused: `('scheduled','preparing','ready','deferred','sending')`,
  cancelled: `('scheduled','preparing','ready','deferred','sending','held','needs_decision')`,
}

/**
 * Stops what has not passed the final dot. What has passed completes; should it not arrive, it is not tried again
 * (`unlessStopped()`), and a cancelled one stays so. All in one statement: between two, a message whose try is just ending
 * is past the gate for the first and back among the waiting for the second.
 */
const stopMessages = (
  tx: Transaction,
  id: string,
  why: keyof typeof stoppable,
  next: { state: string; reason: string; held: string },
) => {
  const gone = `state = 'sending' AND phase = 'dot'`
  const unlessGone = (column: string, value: string) => `${column} = CASE WHEN ${gone} THEN ${column} ELSE ${value} END`
  return tx.$executeRawUnsafe(
    `UPDATE message SET ${unlessGone('state', next.state)}, ${unlessGone('reason', next.reason)}, ${unlessGone('phase', 'NULL')},
       ${unlessGone('lease_token', 'NULL')}, ${unlessGone('lease_until', 'NULL')}, ${unlessGone('changed_at', 'now()')},
       held_reason = CASE WHEN NOT coalesce(${gone}, false) THEN ${next.held} WHEN held_reason = 'cancelled' THEN held_reason ELSE '${why}' END
     WHERE dispatch_id = $1::uuid AND state IN ${stoppable[why]}`,
    id,
  )
}

/** "Cancelled" says that nothing arrived: a message with a try that had no answer is `unknown` instead. */
const cancelMessages = (tx: Transaction, id: string) =>
  stopMessages(tx, id, 'cancelled', {
    state: `CASE WHEN resends > 0 THEN 'unknown' ELSE 'cancelled' END`,
    reason: `CASE WHEN resends > 0 THEN 'left-uncertain' ELSE 'cancelled' END`,
    held: 'NULL',
  })

/** Undo within the delay held on the server: nothing has left, nothing will. UNDO_OVER afterwards. */
export const undoDispatch = (deps: Deps, right: May, id: string): Promise<void> =>
  change(deps, right, id, 'undone', async (tx, state) => {
    if (state !== 'undoable') throw new AppError('UNDO_OVER')
    await tx.dispatch.update({ where: { id }, data: { state: 'cancelled', printState: 'none' } })
    await cancelMessages(tx, id)
  })

/** Ends the undo delay or the schedule. */
export const sendNow = (deps: Deps, right: May, id: string): Promise<void> =>
  change(deps, right, id, 'sent-now', async (tx, state) => {
    if (state !== 'undoable' && state !== 'scheduled') throw new AppError('DISPATCH_OVER')
    await tx.$executeRaw`UPDATE dispatch SET state = 'sending', starts_at = now(), undo_until = NULL WHERE id = ${id}::uuid`
    await tx.$executeRaw`UPDATE message SET due_at = now() WHERE dispatch_id = ${id}::uuid AND state = 'scheduled'`
  })

/** Another time for what has not begun. */
export const rescheduleDispatch = async (deps: Deps, right: May, id: string, sendAt: Date): Promise<void> => {
  if (sendAt.getTime() < Date.now() - 60_000) throw new AppError('SEND_AT_PAST', 'sendAt')
  await change(deps, right, id, 'rescheduled', async (tx, state) => {
    if (state !== 'scheduled' && state !== 'undoable') throw new AppError('DISPATCH_OVER')
    await tx.dispatch.update({ where: { id }, data: { state: 'scheduled', startsAt: sendAt, undoUntil: null } })
    await tx.$executeRaw`UPDATE message SET due_at = ${sendAt} WHERE dispatch_id = ${id}::uuid AND state = 'scheduled'`
  })
}

/** What has not passed the final dot waits until somebody resumes; what has passed completes. */
export const pauseDispatch = (deps: Deps, right: May, id: string): Promise<void> =>
  change(deps, right, id, 'paused', async (tx, state) => {
    if (state !== 'sending' && state !== 'scheduled' && state !== 'undoable') throw new AppError('DISPATCH_OVER')
    await tx.$executeRaw`UPDATE dispatch SET state = 'paused', paused_at = now() WHERE id = ${id}::uuid`
    await stopMessages(tx, id, 'paused', { state: `'held'`, reason: `'paused'`, held: `'paused'` })
  })

export const resumeDispatch = (deps: Deps, right: May, id: string): Promise<void> =>
  change(deps, right, id, 'resumed', async (tx, state) => {
    if (state !== 'paused') throw new AppError('DISPATCH_OVER')
    // What had not begun when it was paused goes back there: its time can be changed, and the rights are looked at then.
    await tx.$executeRaw`UPDATE dispatch SET paused_at = NULL, state = CASE WHEN starts_at <= now() THEN 'sending' WHEN undo_until IS NOT NULL THEN 'undoable' ELSE 'scheduled' END WHERE id = ${id}::uuid`
    // In this order: a try that ends between the two is then held, and found by the second.
    await tx.$executeRaw`UPDATE message SET held_reason = NULL WHERE dispatch_id = ${id}::uuid AND state = 'sending' AND held_reason = 'paused'`
    // Through `scheduled`: time's work knows whether each is prepared, and whether its next try is due.
    await tx.$executeRaw`UPDATE message SET state = 'scheduled', held_reason = NULL, reason = NULL, changed_at = now() WHERE dispatch_id = ${id}::uuid AND state = 'held' AND held_reason = 'paused'`
  })

/** Cancels what has not gone: exact, since cancelled letters can no longer pass the gate. */
export const cancelDispatch = (deps: Deps, right: May, id: string): Promise<void> =>
  change(deps, right, id, 'cancelled', async (tx, state) => {
    if (state === 'done' || state === 'cancelled') throw new AppError('DISPATCH_OVER')
    await cancelMessages(tx, id)
    const [left] = await tx.$queryRaw<
      { gone: number; going: number }[]
    >`SELECT count(*) FILTER (WHERE state <> 'cancelled')::int AS gone, count(*) FILTER (WHERE state = 'sending')::int AS going FROM message WHERE dispatch_id = ${id}::uuid`
    await tx.dispatch.update({
      where: { id },
      data: { state: left?.going ? 'sending' : left?.gone ? 'done' : 'cancelled' },
    })
  })

/** The failed ones once more, and those held for their sender: their tries start afresh, their Message-ID stays. */
export const resendFailed = (deps: Deps, right: May, id: string): Promise<void> =>
  change(deps, right, id, 'resent', async (tx, state) => {
    const count = await tx.$executeRawUnsafe(
      `UPDATE message SET state = 'scheduled', reason = NULL, held_reason = NULL, due_at = now(), attempts = 0, expires_at = NULL, prepare_failures = 0, changed_at = now() WHERE dispatch_id = $1::uuid AND ${resendable}`,
      id,
    )
    if (count === 0) throw new AppError('MESSAGE_NOT_FAILED')
    // A pause goes on, and with it the others' waiting: only "resume" ends both.
    if (state !== 'paused') await tx.dispatch.update({ where: { id }, data: { state: 'sending' } })
  })

export const markPrinted = (deps: Deps, right: May, id: string): Promise<void> =>
  change(deps, right, id, 'printed', async tx => {
    const { count } = await tx.dispatch.updateMany({
      where: { id, printState: { in: ['ready', 'printed'] } },
      data: { printState: 'printed', printedAt: new Date() },
    })
    if (count === 0) throw new AppError('PRINT_NOT_READY')
    await tx.dispatchRecipient.updateMany({
      where: { dispatchId: id, outcome: { in: ['paper', 'both'] } },
      data: { printedAt: new Date() },
    })
  })

/** Makes the print file again, for instance after somebody moved to the paper pile. */
export const renewPrintFile = async (tx: Transaction, id: string): Promise<void> => {
  await tx.dispatch.update({ where: { id }, data: { printState: 'preparing' } })
  await addJob(tx, 'dispatches.print', { dispatchId: id })
}
