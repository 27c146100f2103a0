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
  // Counted like the first time: the Others are nobody of the lists.
  const { rows } = await deps.database.pool.query<{ email: number; paper: number; unreachable: number }>(
    `SELECT count(*) FILTER (WHERE outcome IN ('email','both') AND cardinality(person_ids) > 0)::int AS email, count(*) FILTER (WHERE outcome IN ('paper','both'))::int AS paper, count(*) FILTER (WHERE outcome = 'unreachable')::int AS unreachable FROM dispatch_recipient WHERE dispatch_id = $1`,
    [known.id],
  )
  return {
    id: known.id,
    undoUntil: known.undoUntil?.toISOString() ?? null,
    repeated: true,
    ...(rows[0] ?? { email: 0, paper: 0, unreachable: 0 }),
  }
}

type Made = Awaited<ReturnType<typeof insertDispatch>>

const makeOnce = async (
  deps: Deps,
  right: Right<'dispatches.create'>,
  input: Input,
  language: Language,
): Promise<Made> => {
  const repeated = await findRepeated(deps, right, input.idempotencyKey)
  if (repeated) return repeated
  const prepared = await prepareDispatch(deps, right, input, language)
  try {
    return await insertDispatch(deps, right, input, prepared)
  } catch (error) {
    // The same request at another process at the same time: the second meets the unique key and answers like the first.
    const again =
      (error as { code?: string }).code === 'P2002' ? await findRepeated(deps, right, input.idempotencyKey) : null
    if (again) return again
    throw error
  }
}

/** What a process is making, by author and key. */
const underWay = new WeakMap<Deps, Map<string, Promise<Made>>>()

/**
 * Send: everything is decided, frozen and written in one transaction before the answer (RELIABILITY G1); the queue and
 * the mail server are not asked. The same key is the same dispatch, also for clicks that arrive at the same moment:
 * those wait for the first without a connection to the database, so that an impatient finger takes none from the others.
 */
export const createDispatch = async (
  deps: Deps,
  right: Right<'dispatches.create'>,
  input: Input,
  language: Language,
): Promise<Made> => {
  const click = `${right.actor.userId} ${input.idempotencyKey}`
  const here = underWay.get(deps) ?? new Map<string, Promise<Made>>()
  underWay.set(deps, here)
  const first = here.get(click)
  if (first) return { ...(await first), repeated: true }
  const making = makeOnce(deps, right, input, language).finally(() => here.delete(click))
  here.set(click, making)
  return making
}
