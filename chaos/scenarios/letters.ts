import { execFileSync } from 'node:child_process'
import { type AddressObject, simpleParser } from 'mailparser'
import { isClean } from '../checker.ts'
import { countOpen, countStates, examine, settle } from '../evidence.ts'
import type { Promised } from '../load.ts'
import { letterTo } from '../office.ts'
import {
  type Context,
  type Outcome,
  postMail,
  postTo,
  type Scenario,
  sayFindings,
  scaled,
  until,
  wait,
} from '../scenario.ts'

// Each letter for itself: its preparation, its bytes, its address.

/** G15: one recipient's frozen data are damaged, so that the letter can never be made; its neighbours go out. */
const poison = async (context: Context): Promise<Outcome> => {
  const { stage } = context
  const letters = scaled(context, 300, 1000)
  const { prisma, pool } = stage.deps.database
  await prisma.institution.update({ where: { id: 1 }, data: { undoSeconds: 5 } })
  const promised = [await postTo(stage, letters, { personal: true })]
  await prisma.institution.update({ where: { id: 1 }, data: { undoSeconds: 0 } })
  await pool.query(
    `UPDATE dispatch_recipient SET data = 'null' WHERE dispatch_id = $1 AND position = (SELECT max(position) / 2 FROM dispatch_recipient WHERE dispatch_id = $1)`,
    [promised[0]?.id],
  )
  await stage.fleet.staff(2)
  await settle(stage, 90_000)
  const states = await countStates(
    stage,
    promised.map(one => one.id),
  )
  const found = await examine(stage, promised)
  return {
    ok: states.accepted === letters - 1 && states.prepare_failed === 1 && isClean(found, 0),
    seen: `1 of ${letters} can never be made: ${states.accepted ?? 0} sent, ${states.prepare_failed ?? 0} said so`,
    found,
  }
}

/** Chromium's main processes under our own workers: only children of processes that this suite started. */
const findChromium = (parents: readonly number[]): number[] =>
  execFileSync('ps', ['-A', '-o', 'pid=,ppid=,command='], { encoding: 'utf8' })
    .split('\n')
    .map(line => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter(found => found && parents.includes(Number(found[2])) && /chrom|headless/i.test(found[3] ?? ''))
    .map(found => Number(found?.[1]))

/** G16: the browser that makes the PDFs dies over and over while it works. */
const killedChromium = async (context: Context): Promise<Outcome> => {
  const { stage } = context
  const kills = scaled(context, 5, 20)
  await stage.fleet.staff(1)
  const promised: Promised[] = []
  const preparing = async () => (await countStates(stage)).preparing ?? 0
  let killed = 0
  for (let n = 0; killed < kills && n < kills * 20; n++) {
    if ((await preparing()) < 30) {
      const mail = await letterTo(stage.office.client, stage.office.people.slice(n * 10, n * 10 + 60))
      promised.push(await postMail(stage, mail))
      await until(async () => (await preparing()) > 0, 5000)
    }
    await wait(700)
    const [victim] = findChromium(stage.fleet.workers.map(worker => worker.pid))
    if (victim === undefined || (await preparing()) === 0) continue
    process.kill(victim, 'SIGKILL')
    killed++
    context.tell(`Chromium killed ${killed} times, ${await countOpen(stage)} letters under way`)
  }
  await settle(stage, 150_000)
  const found = await examine(stage, promised)
  const failed =
    (
      await countStates(
        stage,
        promised.map(one => one.id),
      )
    ).prepare_failed ?? 0
  return {
    ok: killed === kills && failed === 0 && isClean(found, 0),
    seen: `Chromium killed ${killed} times while it made letters: ${failed} not made; ${sayFindings(found)}`,
    found,
  }
}

/** G17: five times the server says "later" at the final dot; the bytes of every try are compared. */
const identicalBytes = async (context: Context): Promise<Outcome> => {
  const { stage } = context
  await stage.manners({ laterAtDot: 1 })
  await stage.fleet.staff(2)
  const { people, client } = stage.office
  const promised = [
    await postTo(stage, 5, { personal: true }),
    await postMail(stage, await letterTo(client, people.slice(0, 5))),
  ]
  const ids = promised.map(one => one.id)
  const { pool } = stage.deps.database
  for (let attempt = 1; attempt <= 5; attempt++) {
    const waited = await until(async () => {
      const { rows } = await pool.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM message WHERE dispatch_id = ANY($1) AND state = 'deferred' AND attempts = $2`,
        [ids, attempt],
      )
      return rows[0]?.n === 10
    }, 60_000)
    if (!waited)
      return { ok: false, seen: `try ${attempt} did not come: ${JSON.stringify(await countStates(stage, ids))}` }
    if (attempt === 5) await stage.manners({})
    await pool.query(`UPDATE message SET due_at = now() WHERE dispatch_id = ANY($1) AND state = 'deferred'`, [ids])
  }
  await settle(stage, 60_000, { hurry: false })
  const found = await examine(stage, promised)
  const { rows } = await pool.query<{ id: string }>(`SELECT header_id AS id FROM message WHERE dispatch_id = ANY($1)`, [
    ids,
  ])
  const tries = Map.groupBy(
    (await stage.readSink()).filter(line => rows.some(row => row.id === line.id)),
    line => line.id,
  )
  const different = [...tries.values()].filter(lines => new Set(lines.map(line => line.hash)).size !== 1).length
  const fewest = Math.min(...[...tries.values()].map(lines => lines.length))
  return {
    ok: different === 0 && tries.size === 10 && fewest >= 6 && isClean(found, 0),
    seen: `${tries.size} letters (half of them with a PDF), ${fewest} tries each: ${different} with different bytes`,
    found,
  }
}

/** G21: what the mail server got is parsed: one address each, the right one, and nobody else's anywhere. */
const oneAddress = async (context: Context): Promise<Outcome> => {
  const { stage } = context
  await stage.manners({ keepRaw: true })
  await stage.fleet.staff(2)
  const promised = [await postTo(stage, 250), await postTo(stage, 250, { personal: true })]
  await settle(stage, 60_000)
  const lines = (await stage.readSink()).filter(line => line.kind === 'taken' && line.raw)
  let wrong = 0
  for (const line of lines) {
    const raw = Buffer.from(line.raw ?? '', 'base64').toString('utf8')
    const mail = await simpleParser(raw)
    const shown = [mail.to, mail.cc, mail.bcc].flat().filter((one): one is AddressObject => one !== undefined)
    const addresses = shown.flatMap(one => one.value.map(value => value.address))
    const families = new Set(raw.match(/[\w.]+@family\.example/g))
    if (addresses.length !== 1 || addresses[0] !== line.to || families.size !== 1) wrong++
  }
  const found = await examine(stage, promised)
  return {
    ok: wrong === 0 && lines.length === 500 && isClean(found, 0),
    seen: `${lines.length} mails parsed: ${wrong} with another address than their own`,
    found,
  }
}

export const letters: Scenario[] = [
  { id: 'G15', title: 'a poison letter stays alone', asked: 'all but one sent', usual: true, run: poison },
  { id: 'G16', title: 'Chromium killed', asked: '0 lost', usual: false, run: killedChromium },
  { id: 'G17', title: 'every retry sends identical bytes', asked: '0 different', usual: true, run: identicalBytes },
  { id: 'G21', title: 'one address per message', asked: '500 parsed', usual: true, run: oneAddress },
]
