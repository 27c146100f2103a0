import { type FileHandle, open, rm } from 'node:fs/promises'
import path from 'node:path'
import { gather } from './gather.ts'
import { type Life, readFilesOf } from './life.ts'

/** One message under way: its row and the lease under which it is handed over. */
export type JournalLine = { id: string; token: string }
/**
 * The worker's local memory of what a mail server took, written and synced *before* the database is told: if Postgres
 * or the process dies in between, the next start reads it here instead of sending a second copy (RELIABILITY §3.4).
 */
export type Journal = {
  append: (line: JournalLine) => Promise<void>
  close: () => Promise<void>
}

/** Rotate once a file has this many lines: those before the last few are long in the database. */
export const rotateAfter = 50_000

/** The files of one kind of one process: the present one, and the one before it. */
export const openPages = async ({ folder, name }: Life, kind: string) => {
  let part = 0
  const begin = async () => {
    const file = path.join(folder, `${name}-${part++}${kind}`)
    return { file, handle: await open(file, 'a', 0o600) }
  }
  let page = await begin()
  let previous: string | undefined
  return {
    handle: (): FileHandle => page.handle,
    turn: async () => {
      const full = page
      page = await begin()
      await full.handle.close()
      if (previous) await rm(previous, { force: true })
      previous = full.file
    },
    // A clean end means that the database knows everything: nothing is left to read.
    end: async () => {
      await page.handle.close()
      await Promise.all([page.file, previous].map(file => file && rm(file, { force: true })))
    },
  }
}

/** Opens this process's journal. Appends are gathered: one write and one fdatasync for many. */
export const openJournal = async (life: Life): Promise<Journal> => {
  const pages = await openPages(life, '.journal')
  let lines = 0
  const append = gather<JournalLine, void>(
    async batch => {
      // On a line of its own, also where a full disk has cut off the one before.
      await pages.handle().appendFile(`\n${batch.map(line => `${line.id} ${line.token}`).join('\n')}\n`)
      await pages.handle().datasync()
      lines += batch.length
      if (lines > rotateAfter) {
        await pages.turn()
        lines = 0
      }
      return batch.map(() => undefined)
    },
    { patienceMs: 5 },
  )
  return { append, close: pages.end }
}

/** What the dead processes of these names wrote down as accepted. */
export const readJournals = async (folder: string, names: string[]): Promise<JournalLine[]> => {
  const texts = await readFilesOf(folder, names, '.journal')
  return texts.flatMap(text =>
    text.split('\n').flatMap(line => {
      // The last line may be half a line: the crash came before the sync, so the answer was not acted upon either.
      const [id, token] = line.split(' ')
      return id?.length === 36 && token?.length === 36 ? [{ id, token }] : []
    }),
  )
}
