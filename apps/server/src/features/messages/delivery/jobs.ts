import path from 'node:path'
import type { Deps } from '../../../deps.ts'
import { hintsPerJob, type MessageHint, queues } from '../../../jobs.ts'
import { openGateLog, readGateLogs } from '../../../platform/gate-log.ts'
import { openJournal, readJournals } from '../../../platform/journal.ts'
import { forgetLives, listDead, showLife } from '../../../platform/life.ts'
import { Courier, type DeliverJob, type FlagAddress, untilDone } from '../courier/jobs.ts'
import { fillWindow, listServersToServe, takeBack } from '../window/commands.ts'
import { windowOf } from '../window/rules.ts'
import * as commands from './commands.ts'
import { countWorkers } from './queries.ts'
import { confirmSeconds } from './rules.ts'

export type Delivery = { stop: () => Promise<void> }
type Options = { flagAddress: FlagAddress; idleMs?: number; reconcileMs?: number }

const jobsOf = (hints: MessageHint[], window: number, version: string) => {
  const size = Math.max(1, Math.min(hintsPerJob, Math.ceil(window / 4)))
  const jobs = []
  for (let at = 0; at < hints.length; at += size) {
    const part = hints.slice(at, at + size)
    jobs.push({ id: `d-${part[0]?.id}-e${part[0]?.epoch}`, data: { version, hints: part } satisfies DeliverJob })
  }
  return jobs
}

/**
 * Starts delivering: the dispatcher (fills each server's window and rings), the courier (sends what is rung), the
 * reconciler. Any number of workers may run it.
 */
export const startDelivery = async (deps: Deps, options: Options): Promise<Delivery> => {
  const folder = path.join(deps.config.dataDir, 'journal')
  await adopt(deps, folder)
  const life = await showLife(folder)
  const courier = new Courier(deps, await openJournal(life), await openGateLog(life), options)
  courier.workers = await countWorkers(deps)
  let wake = () => {}
  const listener = deps.queue.listen(
    queues.deliver,
    Math.max(8, Math.ceil((2 * deps.config.concurrency) / 2)),
    async data => {
      await courier.deliver(data as DeliverJob)
      wake()
    },
  )
  let promoted = 0
  const dispatch = async (): Promise<number> => {
    let rung = 0
    for (const server of await listServersToServe(deps.database)) {
      if (server.probing || server.ramp < 1_000_000) courier.trouble(server.id)
      const window = Math.round(windowOf(server, deps.config.concurrency, courier.paceOf(server.id)))
      const hints = await fillWindow(deps.database, server, window, deps.mark.counter)
      // Nobody may have heard a bell that rang, either: then the reconciler puts the rows back.
      if (!(await deps.queue.ring(queues.deliver, jobsOf(hints, window, server.version))))
        await takeBack(deps.database, server, hints)
      rung += hints.length
    }
    return rung
  }
  const tick = loop(
    deps,
    'dispatcher',
    async () => {
      // Time's work need not be looked for at every refill.
      if (Date.now() - promoted > 100) {
        promoted = Date.now()
        await commands.promoteDue(deps.database)
      }
      return dispatch()
    },
    { idleMs: options.idleMs ?? 50, onWake: set => (wake = set) },
  )
  const reconciler = loop(
    deps,
    'reconciler',
    async () => {
      const found = await commands.reconcile(deps.database)
      if (found.unknown > 0)
        deps.logger.warn(
          found,
          'messages without an answer after the final dot: sent again, announced as possibly twice',
        )
      await commands.closeFinished(deps.database)
      return 0
    },
    { idleMs: options.reconcileMs ?? 1000 },
  )
  const beat = async () => {
    await commands.extendHints(deps.database, [...courier.held.values()])
    courier.workers = await countWorkers(deps)
  }
  const heartbeat = setInterval(() => void beat().catch(() => undefined), confirmSeconds * 1000)
  return {
    stop: async () => {
      await Promise.all([tick.stop(), reconciler.stop()])
      clearInterval(heartbeat)
      await listener.pause()
      await courier.close()
      await listener.close()
      await courier.journal.close()
      await courier.gateLog.close()
      await life.end()
    },
  }
}

/** What dead processes of this host wrote down becomes what the database knows; then their files go. */
const adopt = async ({ database, logger }: Deps, folder: string): Promise<void> => {
  const dead = await listDead(folder)
  const journaled = await readJournals(folder, dead)
  const unsent = await readGateLogs(folder, dead)
  const accepted = await untilDone(() => commands.acceptJournaled(database, journaled), true)
  const released = await untilDone(() => commands.releaseUnsent(database, unsent), true)
  if (accepted + released > 0) logger.info({ accepted, released }, 'known from the notes of a process that died')
  await forgetLives(folder, dead)
}

/** Runs `work` again and again: at once while it finds something, else after `idleMs` or when woken. */
const loop = (
  deps: Deps,
  name: string,
  work: () => Promise<number>,
  { idleMs, onWake }: { idleMs: number; onWake?: (wake: () => void) => void },
) => {
  let stopped = false
  let release = () => {}
  let woken = false
  onWake?.(() => {
    woken = true
    release()
  })
  const pause = (ms: number) =>
    new Promise<void>(resolve => {
      const timer = setTimeout(resolve, ms)
      release = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  const running = (async () => {
    while (!stopped) {
      woken = false
      const found = await work().catch(error => {
        deps.logger.warn({ err: error }, `${name} waits for the database`)
        return -1
      })
      if (stopped || woken) continue
      await pause(found < 0 ? 1000 : idleMs)
    }
  })()
  return {
    stop: async () => {
      stopped = true
      release()
      await running
    },
  }
}
