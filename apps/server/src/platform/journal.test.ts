import { randomUUID } from 'node:crypto'
import { appendFile, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openJournal, readJournals } from './journal.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mailroom-journal-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('what a full disk cuts off takes no later line with it', async () => {
  const journal = await openJournal({ folder, name: '1-a', watched: false, end: async () => undefined })
  const [before, cut, after] = [1, 2, 3].map(() => ({ id: randomUUID(), token: randomUUID() }))
  if (!before || !cut || !after) throw new Error('three lines')
  await journal.append(before)
  const [file = ''] = await readdir(folder)
  await appendFile(path.join(folder, file), `${cut.id} ${cut.token.slice(0, 7)}`)
  await journal.append(after)
  expect(await readJournals(folder, ['1-a'])).toEqual([before, after])
  await journal.close()
})
