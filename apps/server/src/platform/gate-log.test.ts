import { randomUUID } from 'node:crypto'
import { writeSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type GateLog, openGateLog, readGateLogs } from './gate-log.ts'
import type { JournalLine } from './journal.ts'
import { type Life, showLife } from './life.ts'

let folder: string
let life: Life
let log: GateLog
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mailroom-gates-'))
  life = await showLife(folder)
})
afterEach(async () => {
  await log.close()
  await life.end()
  await rm(folder, { recursive: true, force: true })
})
const makeLease = (): JournalLine => ({ id: randomUUID(), token: randomUUID() })
const left = () => readGateLogs(folder, [life.name])
const never = () => new Promise<boolean[]>(() => undefined)

test('who ends well leaves nothing', async () => {
  log = await openGateLog(life)
  void log.through([makeLease()], never)
  await log.close()
  expect(await left()).toEqual([])
  expect(await readdir(folder)).toEqual([`${life.name}.alive`])
  log = await openGateLog(life)
})

test('asked and not answered, or refused: not sent; answered with yes: perhaps', async () => {
  log = await openGateLog(life)
  const [yes, no, unanswered] = [makeLease(), makeLease(), makeLease()]
  expect(await log.through([yes, no], async () => [true, false])).toEqual([true, false])
  void log.through([unanswered], never)
  expect(await left()).toEqual([no, unanswered])
})

test('the question is noted before it is asked, and the yes before it is told', async () => {
  log = await openGateLog(life)
  const lease = makeLease()
  await log.through([lease], async () => {
    expect(await left()).toEqual([lease])
    return [true]
  })
  expect(await left()).toEqual([])
})

test('what another start of the machine wrote proves nothing', async () => {
  log = await openGateLog(life)
  void log.through([makeLease()], never)
  const [file = ''] = (await readdir(folder)).filter(name => name.endsWith('.gates'))
  const text = await readFile(path.join(folder, file), 'utf8')
  await writeFile(path.join(folder, file), text.replace(/^boot .*/, `boot ${randomUUID()}`))
  expect(await left()).toEqual([])
})

test('without a sure sign of life nothing is written', async () => {
  log = await openGateLog({ ...life, watched: false })
  expect(await log.through([makeLease()], async () => [true])).toEqual([true])
  expect((await readdir(folder)).filter(name => name.endsWith('.gates'))).toEqual([])
})

test('a full disk: what cannot be noted is asked all the same, and a half line is taken back', async () => {
  let room = Number.POSITIVE_INFINITY
  const write = ((fd: number, bytes: Buffer) => writeSync(fd, bytes.subarray(0, room))) as typeof writeSync
  log = await openGateLog(life, { write })
  const [before, during, after] = [makeLease(), makeLease(), makeLease()]
  void log.through([before], never)
  room = 50
  expect(await log.through([during], async () => [true])).toEqual([true])
  room = Number.POSITIVE_INFINITY
  void log.through([after], never)
  expect(await left()).toEqual([before, after])
})

test('half a line that cannot be taken back: nothing passes on the strength of it', async () => {
  let room = Number.POSITIVE_INFINITY
  const write = ((fd: number, bytes: Buffer) => writeSync(fd, bytes.subarray(0, room))) as typeof writeSync
  const truncate = () => {
    throw new Error('read-only file system')
  }
  log = await openGateLog(life, { write, truncate })
  room = 50
  const ask = vi.fn(async () => [true])
  await expect(log.through([makeLease()], ask)).rejects.toThrow('read-only')
  expect(ask).not.toHaveBeenCalled()
})

test('a yes that cannot be noted is no yes', async () => {
  let full = false
  const write = ((fd: number, bytes: Buffer) => {
    if (full) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
    return writeSync(fd, bytes)
  }) as typeof writeSync
  log = await openGateLog(life, { write })
  const lease = makeLease()
  const asking = log.through([lease], async () => {
    full = true
    return [true]
  })
  await expect(asking).rejects.toThrow('no space left')
  expect(await left()).toEqual([lease])
})

test('pages are turned, the one before the last is taken away, and a yes on the next page counts', async () => {
  log = await openGateLog(life, { pageLines: 2 })
  let answer = (_: boolean[]) => {}
  const early = makeLease()
  const asking = log.through([early], () => new Promise(resolve => (answer = resolve)))
  const pass = () => log.through([makeLease(), makeLease()], async () => [true, true])
  await pass()
  expect(await left()).toEqual([early])
  answer([true])
  await asking
  expect(await left()).toEqual([])
  for (let page = 0; page < 3; page++) await pass()
  const late = makeLease()
  void log.through([late], never)
  await expect.poll(left).toEqual([late])
  await pass()
  expect(await left()).toEqual([late])
  expect((await readdir(folder)).filter(name => name.endsWith('.gates'))).toHaveLength(2)
})
