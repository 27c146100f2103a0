import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { gather } from './gather.ts'

/** One accepted message: its row and the lease under which it was handed over. */
export type JournalLine = { id: string; token: string }
/**
 * The worker's local memory of what a mail server took, written and synced *before* the database is told: if Postgres
 * or the process dies in between, the next start reads it here instead of sending a second copy (RELIABILITY §3.4).
 */
export type Journal = {
  append: (line: JournalLine) => Promise<void>
  close: () => Promise<void>
}

/** True while a process of this number runs on this host. */
export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM'
  }
}

/**
 * Nobody writes there any more. In a container every process has the same number: a file with ours is one of a life
 * before, since this is asked before our own is opened.
 */
const isLeft = (pid: number) => pid === process.pid || !isAlive(pid)

/** Rotate once a file has this many lines: those before the last few are long in the database. */
const rotateAfter = 50_000

/** Opens this process's journal in `folder`. Appends are gathered: one write and one fdatasync for many. */
export const openJournal = async (folder: string): Promise<Journal> => {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  let part = 0
  const fileName = () => path.join(folder, `${process.pid}-${Date.now()}-${part++}.journal`)
  let current = fileName()
  let file = await open(current, 'a', 0o600)
  let lines = 0
  let previous: string | undefined
  const write = gather<JournalLine, void>(
    async batch => {
      await file.appendFile(`${batch.map(line => `${line.id} ${line.token}`).join('\n')}\n`)
      await file.datasync()
      lines += batch.length
      if (lines > rotateAfter) await rotate()
      return batch.map(() => undefined)
    },
    { patienceMs: 5 },
  )
  const rotate = async () => {
    await file.close()
    if (previous) await rm(previous, { force: true })
    previous = current
    current = fileName()
    file = await open(current, 'a', 0o600)
    lines = 0
  }
  return {
    append: write,
    // A clean end means that the database knows everything: nothing is left to read.
    close: async () => {
      await file.close()
      await Promise.all([current, previous].map(name => name && rm(name, { force: true })))
    },
  }
}

/** What processes that are no longer alive wrote down; `forget` removes their files once the database knows. */
export const readJournals = async (folder: string): Promise<{ lines: JournalLine[]; forget: () => Promise<void> }> => {
  const names = (await readdir(folder).catch(() => [])).filter(
    name => name.endsWith('.journal') && isLeft(Number(name.split('-')[0])),
  )
  const files = names.map(name => path.join(folder, name))
  const texts = await Promise.all(files.map(file => readFile(file, 'utf8')))
  const lines = texts.flatMap(text =>
    text.split('\n').flatMap(line => {
      // The last line may be half a line: the crash came before the sync, so the answer was not acted upon either.
      const [id, token] = line.split(' ')
      return id?.length === 36 && token?.length === 36 ? [{ id, token }] : []
    }),
  )
  return { lines, forget: async () => void (await Promise.all(files.map(file => rm(file, { force: true })))) }
}
