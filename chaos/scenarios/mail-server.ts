import { makeMail } from '../../apps/server/src/testing/factories.ts'
import { isClean } from '../checker.ts'
import { countStates, examine, settle } from '../evidence.ts'
import { makeChance } from '../random.ts'
import { type Context, type Outcome, postTo, type Scenario, sayFindings, scaled, until, wait } from '../scenario.ts'
import { saveServer } from './intake.ts'

// A mail server that is away, that refuses the login, that refuses everybody.

type Outage = { name: string; serverId: string; seconds: number; returned: number }

/** A server of its own for each outage, so that many can be away at the same time. */
const openOutages = async (context: Context, count: number, longest: number): Promise<Outage[]> => {
  const { stage } = context
  const chance = makeChance(context.seed)
  const outages: Outage[] = []
  for (let n = 0; n < count; n++) {
    const name = `outage${n}x`
    const port = await stage.openLane(name, stage.sinkPort)
    const { id } = await stage.deps.database.prisma.smtpServer.create({
      data: { host: '127.0.0.1', port, security: 'none', connections: 5, waitingSeconds: 5 },
    })
    outages.push({ name, serverId: id, seconds: chance.between(2, longest), returned: 0 })
  }
  return outages
}

/** Leaves letters past the final dot in the hands of a dead worker: their leases last 11 minutes and must not matter. */
const leaveDeadLeases = async ({ stage }: Context, { serverId }: Outage) => {
  const { database } = stage.deps
  await stage.manners({ silentMs: 60_000 })
  await makeMail(database, serverId, 5, { prefix: 'unheard' })
  const atDot = () => database.prisma.message.count({ where: { serverId, phase: 'dot' } })
  await until(async () => (await atDot()) === 5, 20_000)
  await stage.fleet.workers[0]?.end('SIGKILL')
  await stage.manners({})
  return atDot()
}

/** G8: how long after the server's return the first letter goes out. */
const firstLetterAfterReturn = async (context: Context): Promise<Outcome> => {
  const { stage } = context
  const outages = await openOutages(context, scaled(context, 6, 20), scaled(context, 20, 180))
  await stage.fleet.staff(1)
  const dead = outages[0] ? await leaveDeadLeases(context, outages[0]) : 0
  const waits = await Promise.all(
    outages.map(async outage => {
      await stage.weather(outage.name, { down: true })
      await makeMail(stage.deps.database, outage.serverId, 10, { prefix: outage.name })
      await wait(outage.seconds * 1000)
      await stage.weather(outage.name, {})
      outage.returned = Date.now()
      const arrived = () => stage.readSink().then(lines => lines.find(line => line.to.startsWith(outage.name)))
      await until(async () => {
        await wait(500)
        return (await arrived()) !== undefined
      }, 150_000)
      return (((await arrived())?.at ?? Number.POSITIVE_INFINITY) - outage.returned) / 1000
    }),
  )
  const worst = Math.max(...waits)
  const lengths = outages.map(outage => outage.seconds)
  return {
    ok: worst <= 65 && dead > 0,
    seen: `${outages.length} outages (one behind ${dead} letters that a dead worker left past the dot) of ${Math.min(...lengths)} to ${Math.max(...lengths)} s: the first letter at most ${worst.toFixed(1)} s after the server's return`,
  }
}

/** G9: the provider changes the password in the middle of a batch; a supervisor types the new one later. */
const changedPassword = async (context: Context): Promise<Outcome> => {
  const { stage } = context
  const letters = scaled(context, 300, 1000)
  await stage.manners({ login: 'school:old', slowMs: 40 })
  await saveServer(context, { authentication: 'password', username: 'school', secret: 'old' })
  await stage.fleet.staff(2)
  const before = await stage.taken()
  const promised = [await postTo(stage, letters)]
  await until(async () => (await stage.taken()) - before > letters / 4, 60_000)
  await stage.manners({ login: 'school:new', slowMs: 40 })
  await stage.dropSmtp()
  await wait(3000)
  const during = await countStates(
    stage,
    promised.map(one => one.id),
  )
  context.tell(`while the password is wrong: ${JSON.stringify(during)}`)
  await saveServer(context, { authentication: 'password', username: 'school', secret: 'new' })
  await settle(stage, 90_000)
  const found = await examine(stage, promised)
  const after = await countStates(
    stage,
    promised.map(one => one.id),
  )
  return {
    ok: isClean(found) && after.accepted === found.letters,
    seen: `password changed after ${during.accepted ?? 0} of ${letters}: ${after.failed ?? 0} failed, ${after.accepted ?? 0} accepted in the end; ${sayFindings(found)}`,
    found,
  }
}

/** G10: a server that refuses everybody must not mark a school's families as unreachable. */
const refusesEverybody = async (context: Context): Promise<Outcome> => {
  const { stage } = context
  const letters = scaled(context, 1000, 5000)
  await stage.manners({ never: 1 })
  await stage.fleet.staff(2)
  const promised = [await postTo(stage, letters)]
  const ids = promised.map(one => one.id)
  await until(async () => ((await countStates(stage, ids)).failed ?? 0) > 0, 20_000)
  await wait(8000)
  const during = await countStates(stage, ids)
  await stage.manners({})
  // As a supervisor would, once the provider has mended it: save, and the server is tried at once.
  await saveServer(context, {})
  await settle(stage, 120_000)
  const found = await examine(stage, promised)
  return {
    ok: (during.failed ?? 0) <= 5 && isClean(found, 0),
    seen: `“550 to everything” for ${letters} letters: ${during.failed ?? 0} marked, the rest kept; ${sayFindings(found)} after it was mended`,
    found,
  }
}

export const mailServer: Scenario[] = [
  {
    id: 'G8',
    title: 'sending resumes by itself',
    asked: 'first letter ≤ 65 s',
    usual: false,
    run: firstLetterAfterReturn,
  },
  { id: 'G9', title: 'a changed password fails no letter', asked: '0 failed', usual: true, run: changedPassword },
  { id: 'G10', title: '"550 to everything" burns no batch', asked: '≤ 5 marked', usual: true, run: refusesEverybody },
]
