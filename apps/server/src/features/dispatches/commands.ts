import type { Language } from '@mailroom/contract'
import type { Deps } from '../../deps.ts'
import type { Right } from '../../platform/rights.ts'
import { type Input, prepareDispatch } from './checking/commands.ts'
import { insertDispatch } from './freezing/commands.ts'

/** A repeated click, F5 or a retried request: the dispatch that the key already made. */
const findRepeated = async (deps: Deps, right: Right<'dispatches.create'>, key: string) => {
  const known = await deps.database.prisma.dispatch.findUnique({
    where: { authorId_idempotencyKey: { authorId: right.actor.userId, idempotencyKey: key } },
    select: { id: true, undoUntil: true },
  })
  if (!known) return null
  const { rows } = await deps.database.pool.query<{ email: number; paper: number; unreachable: number }>(
    `SELECT count(*) FILTER (WHERE outcome IN ('email','both'))::int AS email, count(*) FILTER (WHERE outcome IN ('paper','both'))::int AS paper, count(*) FILTER (WHERE outcome = 'unreachable')::int AS unreachable FROM dispatch_recipient WHERE dispatch_id = $1`,
    [known.id],
  )
  return {
    id: known.id,
    undoUntil: known.undoUntil?.toISOString() ?? null,
    repeated: true,
    ...(rows[0] ?? { email: 0, paper: 0, unreachable: 0 }),
  }
}

/**
 * Send: everything is decided, frozen and written in one transaction before the answer (RELIABILITY G1); the queue and
 * the mail server are not asked. The same key is the same dispatch, also for clicks that arrive at the same moment.
 */
export const createDispatch = async (
  deps: Deps,
  right: Right<'dispatches.create'>,
  input: Input,
  language: Language,
) => {
  const repeated = await findRepeated(deps, right, input.idempotencyKey)
  if (repeated) return repeated
  const prepared = await prepareDispatch(deps, right, input, language)
  try {
    return await insertDispatch(deps, right, input, prepared)
  } catch (error) {
    // Two identical requests at once: the second meets the unique key and answers like the first.
    const again =
      (error as { code?: string }).code === 'P2002' ? await findRepeated(deps, right, input.idempotencyKey) : null
    if (again) return again
    throw error
  }
}
