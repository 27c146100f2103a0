import { setTimeout as wait } from 'node:timers/promises'

/** Postgres ended this transaction to let another one go on (40P01, 40001): nothing of it was written. */
export const isConflict = (error: unknown): boolean => {
  const { code, meta } = error as { code?: string; meta?: { driverAdapterError?: { cause?: { kind?: string } } } }
  return (
    code === 'P2034' ||
    code === '40P01' ||
    code === '40001' ||
    meta?.driverAdapterError?.cause?.kind === 'TransactionWriteConflict'
  )
}

const tries = 5

/**
 * A transaction over many messages, done again when it met the engine's batches in another order. Only for work that is
 * one transaction whole.
 */
export const despiteDeadlocks = async <T>(transaction: () => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await transaction()
    } catch (error) {
      if (attempt === tries || !isConflict(error)) throw error
      await wait(20 * attempt * Math.random())
    }
  }
}
