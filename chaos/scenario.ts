import type { Findings } from './checker.ts'
import { type Mail, type Promised, post } from './load.ts'
import { mailTo } from './office.ts'
import type { Backend, Stage } from './stage.ts'

export type Size = 'short' | 'usual' | 'full'
export type Context = { stage: Stage; size: Size; seed: number; tell: (words: string) => void }
export type Outcome = {
  ok: boolean
  /** What was measured, in one or two sentences. */
  seen: string
  found?: Findings
}
/** One guarantee of RELIABILITY §5 and how it is put to the proof. */
export type Scenario = {
  id: string
  title: string
  /** The figure of the table. */
  asked: string
  /** Runs in the usual run too, scaled down; the others with `--full` or `--only`. */
  usual: boolean
  /** Has a meaning on this queue only. */
  queue?: Backend
  run: (context: Context) => Promise<Outcome>
}

export const wait = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))
export const scaled = (context: Context, usual: number, full: number): number =>
  context.size === 'full' ? full : usual

/** Looks every 20 ms until `probe` is true; false when it did not come in time. */
export const until = async (probe: () => Promise<boolean>, patienceMs: number): Promise<boolean> => {
  const deadline = Date.now() + patienceMs
  while (!(await probe().catch(() => false))) {
    if (Date.now() > deadline) return false
    await wait(20)
  }
  return true
}

/** One dispatch to the first `count` people, posted over HTTP. */
export const postTo = (stage: Stage, count: number, options: { personal?: boolean } = {}): Promise<Promised> =>
  post(stage, mailTo(stage.office.people.slice(0, count), options))
export const postMail = (stage: Stage, mail: Mail): Promise<Promised> => post(stage, mail)

/** Back to a healthy, empty office: what an earlier scenario left under way is cancelled. */
export const tidy = async (stage: Stage): Promise<void> => {
  await stage.fleet.dismiss('SIGKILL')
  await stage.redis?.start()
  await stage.manners({})
  for (const lane of ['smtp', 'postgres', ...(stage.redis ? ['redis'] : [])]) await stage.weather(lane, {})
  await stage.api.ready
  const { pool } = stage.deps.database
  await pool.query(
    `UPDATE message SET state = 'cancelled', phase = NULL, lease_token = NULL, lease_until = NULL WHERE state IN ('scheduled','preparing','ready','sending','deferred','held')`,
  )
  await pool.query(
    `UPDATE smtp_server SET breaker = 'closed', failures = 0, probe_step = 0, next_probe_at = NULL, ramp = 1000000, content_failures = 0, reason = NULL, authentication = 'none', secret = NULL, username = ''`,
  )
  // A worker killed a moment ago would still count among those that share the server's connections.
  await pool.query(`DELETE FROM worker_beat`)
  await pool.query(`UPDATE email_address SET state = 'ok' WHERE state <> 'ok'`)
  await pool.query(`UPDATE person SET reach = 'ok' WHERE kind = 'guardian' AND reach <> 'ok'`)
}

/** The findings as words: only what is not as it should be is named. */
export const sayFindings = (found: Findings): string =>
  `${found.letters} letters: ${found.lost} lost, ${found.duplicates} twice (${found.unannounced} in silence), ${found.falselyAccepted} falsely accepted, ${found.stuck} stuck${found.undecided > 0 ? `, ${found.undecided} for a person to decide` : ''}${found.examples.length > 0 && found.lost + found.unannounced + found.falselyAccepted + found.stuck > 0 ? ` [${found.examples.join('; ')}]` : ''}`
