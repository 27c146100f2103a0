import { randomUUID } from 'node:crypto'
import * as contract from '@mailroom/contract'
import type { Stage } from './stage.ts'

/** A POST that the API answered: from here on the letters are promised. */
export type Promised = { id: string; key: string; letters: number }
export type Mail = { choice: contract.DispatchChoice; subject: string; body: string }

const wait = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))
/** As a browser's patience: an answer that takes longer is none, and the same key is sent again. */
const patienceMs = 15_000
const within = <T>(work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer')), patienceMs)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

/** Answers that say "not now"; any other refusal is a fault of the suite or of the API and must be seen. */
const passing = /^(DATABASE_AWAY|INTERNAL|undefined)|fetch failed|no answer|terminated|socket|JSON/i

/** Sends one mail with one idempotency key, again and again until the API has answered. */
export const post = async (stage: Stage, mail: Mail, key: string = randomUUID()): Promise<Promised> => {
  for (let attempt = 0; ; attempt++) {
    try {
      const body = { idempotencyKey: key, ...mail }
      const answer = await within(stage.office.client.call(contract.createDispatch, { body }))
      return { id: answer.id, key, letters: answer.email }
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error)
      if (!passing.test(words) || attempt > 200) throw error
      await wait(Math.min(100 * 2 ** attempt, 1000))
    }
  }
}

export type LoadPlan = {
  letters: number
  /** Sizes of dispatches, smallest and largest. */
  size: [from: number, to: number]
  /** Share of dispatches whose letters must be prepared one by one. */
  personal: number
}

/** Cuts `letters` into mails to random people, in a seeded order. */
export const planMails = (
  people: readonly string[],
  plan: LoadPlan,
  chance: { next: () => number; between: (from: number, to: number) => number; shuffle: <T>(of: readonly T[]) => T[] },
  make: (ids: string[], personal: boolean) => Mail,
): Mail[] => {
  const mails: Mail[] = []
  for (let left = plan.letters; left > 0; ) {
    const count = Math.min(left, chance.between(...plan.size), people.length)
    mails.push(make(chance.shuffle(people).slice(0, count), chance.next() < plan.personal))
    left -= count
  }
  return mails
}

/**
 * Posts all mails, a few at a time, not faster than `progress` (0 to 1) allows, so that the load lasts as long as the
 * faults do.
 */
export const postAll = async (
  send: (mail: Mail) => Promise<Promised>,
  mails: Mail[],
  progress: () => number = () => 1,
): Promise<Promised[]> => {
  const promised: Promised[] = []
  let next = 0
  const lane = async () => {
    while (next < mails.length) {
      if (next / mails.length > progress()) {
        await wait(20)
        continue
      }
      const mail = mails[next++]
      if (mail) promised.push(await send(mail))
    }
  }
  await Promise.all([lane(), lane(), lane()])
  return promised
}
