import { isClean } from '../checker.ts'
import { examine, settle } from '../evidence.ts'
import { type Context, type Outcome, postTo, type Scenario, sayFindings, scaled, until, wait } from '../scenario.ts'

/**
 * A clock that can be moved: a function now() of our own in a schema that the workers' connections search before
 * pg_catalog. The engine takes all its time from the database's now(), so three days pass in a minute.
 */
const makeClock = async ({ stage }: Context) => {
  const { pool } = stage.deps.database
  await pool.query(`CREATE SCHEMA IF NOT EXISTS test_clock`)
  await pool.query(`CREATE TABLE IF NOT EXISTS test_clock.shift (seconds double precision NOT NULL)`)
  await pool.query(`TRUNCATE test_clock.shift`)
  await pool.query(`INSERT INTO test_clock.shift VALUES (0)`)
  await pool.query(
    `CREATE OR REPLACE FUNCTION test_clock.now() RETURNS timestamptz LANGUAGE sql STABLE AS
     'SELECT pg_catalog.now() + (SELECT seconds FROM test_clock.shift) * interval ''1 second'''`,
  )
  const url = new URL(stage.env.DATABASE_URL ?? '')
  url.searchParams.set('options', '-c search_path=public,test_clock,pg_catalog')
  return {
    url: url.toString().replaceAll('+', '%20'),
    forward: (seconds: number) => pool.query('UPDATE test_clock.shift SET seconds = seconds + $1', [seconds]),
  }
}

/** G7: the mail server is away for three days. */
const awayForDays = async (context: Context): Promise<Outcome> => {
  const { stage } = context
  const letters = scaled(context, 500, 5000)
  const clock = await makeClock(context)
  await stage.weather('smtp', { down: true })
  await stage.fleet.staff(2, { DATABASE_URL: clock.url })
  const promised = [await postTo(stage, letters)]
  const { pool } = stage.deps.database
  const isOpen = async () => (await pool.query(`SELECT 1 FROM smtp_server WHERE breaker = 'open'`)).rowCount === 1
  if (!(await until(isOpen, 20_000))) return { ok: false, seen: 'the breaker did not open' }
  const tries = async () => (await stage.weather('smtp', { down: true })).connections
  // The first minutes, until the probes have found their pace; then a stretch in small steps to count them.
  for (let n = 0; n < 20; n++) await clock.forward(10).then(() => wait(250))
  const minutes = scaled(context, 10, 30)
  const before = await tries()
  for (let n = 0; n < minutes * 4; n++) await clock.forward(15).then(() => wait(250))
  const probes = (await tries()) - before
  context.tell(`${probes} probes in ${minutes} minutes; now the rest of the 72 hours`)
  for (let n = 0; n < 72; n++) await clock.forward(3600).then(() => wait(250))
  const charged = await pool.query(
    `SELECT 1 FROM message WHERE dispatch_id = $1 AND (attempts > 0 OR state NOT IN ('ready', 'sending'))`,
    [promised[0]?.id],
  )
  await stage.weather('smtp', {})
  await clock.forward(61)
  await settle(stage, 120_000, { hurry: false })
  const found = await examine(stage, promised)
  return {
    ok: charged.rowCount === 0 && probes <= minutes + 1 && probes > 0 && isClean(found, 0),
    seen: `mail server away for 72 h (fake clock): ${charged.rowCount} attempts charged, ${probes} probes in ${minutes} minutes; ${sayFindings(found)} after its return`,
    found,
  }
}

export const clock: Scenario[] = [
  {
    id: 'G7',
    title: '72 hours without mail server',
    asked: '0 charged, ≤ 1 probe a minute',
    usual: false,
    run: awayForDays,
  },
]
