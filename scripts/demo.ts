import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import * as contract from '@mailroom/contract'
import { createDeps } from '../apps/server/src/deps.ts'
import { demoPassword, demoSignIns } from '../apps/server/src/features/users/rules.ts'
import { readConfig } from '../apps/server/src/platform/config.ts'
import { applyMigrations } from '../apps/server/src/platform/migrations.ts'
import { loadDemoSchool } from '../apps/server/src/testing/demo.ts'
import { type Inbox, startInbox } from '../apps/server/src/testing/inbox.ts'
import { ensureWeb } from './build.ts'
import { type ApiClient, signInAt } from './client.ts'
import { startPostgres } from './postgres.ts'
import { findSecretKey, onStop, startProcess } from './processes.ts'

/**
 * `npm run demo`: everything, with a school of its own in a temporary folder, and the main job done once for real: a
 * standard letter to the guardians of one class through the queue, the PDF renderer and SMTP into the built-in inbox,
 * on paper for those without e-mail. `-- --exit` stops afterwards; its last line is JSON.
 */
const exitAfterwards = process.argv.includes('--exit')
const began = performance.now()
const seconds = () => Math.round((performance.now() - began) / 100) / 10
const live = process.stdout.isTTY === true
const say = (text: string) => console.log(`${live ? '\r\u001b[K' : ''}${text}`)
const progress = (text: string) => live && process.stdout.write(`\r\u001b[K${text}`)

const folder = await mkdtemp(path.join(tmpdir(), 'mailroom-demo-'))
const postgres = await startPostgres(folder)
const inbox = await startInbox()
const port = exitAfterwards ? '0' : (process.env.PORT ?? '3000')
const env = {
  DATABASE_URL: postgres.url,
  REDIS_URL: process.env.REDIS_URL ?? '',
  SECRET_KEY: await findSecretKey(folder),
  DATA_DIR: folder,
  MODE: 'demo',
  INBOX_URL: inbox.url,
  PORT: port,
  LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
  ...(port === '0' ? {} : { PUBLIC_URL: process.env.PUBLIC_URL ?? `http://localhost:${port}` }),
}
await applyMigrations(postgres.url)
await ensureWeb(() => progress('Building the web application…'))

/** Writes the school, its users, sending through the inbox, and an account to send from. */
const prepareSchool = async () => {
  const deps = createDeps(readConfig({ ...process.env, ...env }), 'api')
  try {
    return await loadDemoSchool(deps, { host: '127.0.0.1', port: inbox.smtpPort })
  } finally {
    await deps.close()
  }
}
progress('Enrolling the demo school…')
const school = await prepareSchool()
say(
  `Demo school: ${school.students} students in ${school.classes} classes, ${school.guardians} guardians, ${school.teachers} teachers, ${school.staff} staff  (${seconds()} s)`,
)

const api = startProcess('api', env)
const worker = startProcess('worker', env)
const stop = async () => {
  await Promise.all([api.stop(), worker.stop()])
  await inbox.close()
  await postgres.stop()
  await rm(folder, { recursive: true, force: true })
}
onStop(stop)

type Summary = {
  recipients: number
  accepted: number
  inInbox: number
  printed: number
  failed: number
  seconds: number
}

/** The main job, by the secretary, over HTTP. */
const sendLetter = async (client: ApiClient, box: Inbox): Promise<{ summary: Summary; agrees: boolean }> => {
  const { classes } = await client.call(contract.countPeople)
  const chosen = classes.find(one => one.name === '4e B') ?? classes[0]
  const { letters } = await client.call(contract.listLetters, { query: { list: 'guardian' } })
  const letter = letters.find(one => one.category === 'meetings') ?? letters[0]
  if (!chosen || !letter) throw new Error('the demo school has no class or no letter')
  const choice = contract.dispatchChoice.parse({
    kind: 'letter',
    list: 'guardian',
    scope: { type: 'filtered', filters: contract.personFilters.parse({ classId: chosen.id }) },
    recipients: 'self',
    letterId: letter.id,
    attachPdf: true,
    integrate: true,
    printCopy: 'without-email',
    values: {
      'meeting.title': 'parents’ evening',
      'meeting.date': '2026-12-08',
      'meeting.start': '17:30',
      'meeting.end': '20:30',
      'meeting.place': 'A 112',
      'meeting.replyBy': '2026-12-02',
    },
  })
  const plan = await client.call(contract.planDispatch, { body: choice })
  say(
    `“${letter.designation}” to the guardians of ${chosen.name}: ${plan.recipients} recipients → ${plan.email} by e-mail, ${plan.paper} on paper, ${plan.unreachable} not reached`,
  )
  const sent = await client.call(contract.createDispatch, {
    body: {
      idempotencyKey: randomUUID(),
      choice,
      // The letter's own subject and nothing above it: each family reads its own language.
      subject: '',
      body: '',
    },
  })
  await client.call(contract.sendDispatchNow, { params: { id: sent.id } }).catch(() => undefined)
  const deadline = Date.now() + 120_000
  let dispatch = await client.call(contract.getDispatch, { params: { id: sent.id } })
  while (Date.now() < deadline && (dispatch.state !== 'done' || dispatch.printState === 'preparing')) {
    progress(
      `  ${dispatch.counts.accepted} of ${dispatch.counts.total} accepted by the mail server, print file ${dispatch.printState}…`,
    )
    await new Promise(resolve => setTimeout(resolve, 100))
    dispatch = await client.call(contract.getDispatch, { params: { id: sent.id } })
  }
  const { counts } = dispatch
  const printed = dispatch.printState === 'ready' ? counts.paper : 0
  const arrived = new Set(await Promise.all(box.mails.map(async mail => (await mail.parsed()).messageId)))
  const summary = {
    recipients: plan.recipients,
    accepted: counts.accepted,
    inInbox: arrived.size,
    printed,
    failed: counts.failed,
    seconds: seconds(),
  }
  const withPdf = await Promise.all(
    box.mails.map(async mail =>
      (await mail.parsed()).attachments.some(
        one => one.contentType === 'application/pdf' && one.content.subarray(0, 5).toString() === '%PDF-',
      ),
    ),
  )
  const agrees =
    dispatch.state === 'done' &&
    counts.accepted === plan.email &&
    arrived.size === plan.email &&
    box.mails.length === plan.email &&
    printed === plan.paper &&
    counts.failed === 0 &&
    plan.email > 0 &&
    withPdf.every(Boolean)
  say(
    `${counts.accepted} e-mails accepted, ${arrived.size} in the inbox with their PDF; print file: ${printed} letters on ${dispatch.printPages ?? 0} pages  (${seconds()} s)`,
  )
  return { summary, agrees }
}

try {
  const { address } = await api.ready
  await worker.ready
  const origin = `http://127.0.0.1:${new URL(address ?? '').port}`
  const client = await signInAt(origin, demoSignIns[1]?.email ?? '', demoPassword)
  const { summary, agrees } = await sendLetter(client, inbox)
  if (!agrees) console.error('The figures do not agree: something is wrong.')
  if (exitAfterwards) {
    await stop()
    console.log(JSON.stringify(summary))
    process.exit(agrees ? 0 : 1)
  }
  console.log(`\nMailroom: http://localhost:${new URL(origin).port}\nInbox:    ${inbox.url}\n`)
  for (const one of demoSignIns) console.log(`  ${one.role.padEnd(10)} ${one.email.padEnd(34)} ${one.password}`)
  console.log('\nCtrl+C stops it; nothing is kept.')
} catch (error) {
  console.error(error)
  await stop()
  process.exit(1)
}
