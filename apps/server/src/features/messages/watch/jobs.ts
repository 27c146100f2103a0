import { readFile, rename, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import path from 'node:path'
import type { Deps } from '../../../deps.ts'
import { tellOfDelays } from '../../dispatches/delays/commands.ts'
import { advanceMark, holdRestored, placeMark, recordAlerts } from './commands.ts'
import { findBroken, getCluster, getStoredMark } from './queries.ts'
import { judgeMark, type Mark } from './rules.ts'

const fileOf = (deps: Deps) => path.join(deps.config.dataDir, 'restore.mark')

const readRemembered = async (deps: Deps): Promise<Mark | null> => {
  const text = await readFile(fileOf(deps), 'utf8').catch(() => '')
  const [cluster, counter] = text.trim().split(' ')
  return cluster && Number.isSafeInteger(Number(counter)) ? { cluster, counter: Number(counter) } : null
}

/** Written beside and renamed: a crash leaves the old mark, never half a one. In containers all have the same number. */
const remember = async (deps: Deps, mark: Mark) => {
  const beside = `${fileOf(deps)}.${hostname()}-${process.pid}`
  await writeFile(beside, `${mark.cluster} ${mark.counter}\n`, { mode: 0o600 })
  await rename(beside, fileOf(deps))
}

/**
 * Called before a worker sends anything, and again at every heartbeat: holds everything unfinished when the database
 * turns out to be an older one than this host has seen (RELIABILITY G19). Returns how many letters were held.
 */
export const guardRestore = async (deps: Deps): Promise<number> => {
  const { database, logger } = deps
  // The file first: another worker of this host may take the mark a step further and write it down meanwhile, and what it
  // wrote must not stand before what we read of the database.
  const remembered = await readRemembered(deps)
  const [stored, actual] = await Promise.all([getStoredMark(database), getCluster(database)])
  const verdict = judgeMark(stored, actual, remembered)
  let held = 0
  if (verdict === 'new') await placeMark(database, actual, remembered?.cluster === actual ? remembered.counter : 0)
  if (verdict === 'moved' || verdict === 'older') {
    held = await holdRestored(database, { cluster: actual, counter: (remembered?.counter ?? 0) + 1 })
    logger.error(
      { verdict, held },
      'this database was restored from a backup: unfinished letters are held until released',
    )
  }
  const now = await advanceMark(database)
  if (now) {
    deps.mark.counter = now.counter
    await remember(deps, now)
  }
  return held
}

/** Looks for rows that break an invariant and keeps the alerts up to date. Returns the codes of new ones. */
export const watchOnce = async (deps: Deps): Promise<string[]> => {
  const { opened } = await recordAlerts(deps.database, await findBroken(deps.database))
  for (const code of opened) deps.logger.error({ code }, 'watch: something is stuck')
  return opened
}

/** The watch in every worker: each minute the invariants and delays to tell, every ten seconds the mark against restored backups. */
export const startWatch = (
  deps: Deps,
  options: { everyMs?: number; markMs?: number } = {},
): { stop: () => Promise<void> } => {
  let running: Promise<unknown> = Promise.resolve()
  const run = (work: (deps: Deps) => Promise<unknown>) => {
    running = running.then(() =>
      work(deps).catch(error => deps.logger.warn({ err: error }, 'the watch waits for the database')),
    )
  }
  run(watchOnce)
  const minute = setInterval(run, options.everyMs ?? 60_000, async (deps: Deps) => {
    await watchOnce(deps)
    await tellOfDelays(deps)
  })
  const mark = setInterval(run, options.markMs ?? 10_000, guardRestore)
  return {
    stop: async () => {
      clearInterval(minute)
      clearInterval(mark)
      await running
    },
  }
}
