import { ftruncateSync, readFileSync, writeSync } from 'node:fs'
import { type JournalLine, openPages, rotateAfter } from './journal.ts'
import { type Life, readFilesOf } from './life.ts'

/**
 * The worker's memory of its questions at the gate: one line before each is asked, one more after its yes and before the
 * final dot. Whoever was killed between the two has certainly sent nothing (RELIABILITY §3.5), where the database alone
 * can only say "perhaps". Not synced: what was written outlives the process, and of a machine that stopped nothing here
 * is believed.
 */
export type GateLog = {
  /** One call at a time: asks for these leases and answers what `ask` says. Rejects when a yes cannot be noted: then it must not count. */
  through: (lines: JournalLine[], ask: () => Promise<boolean[]>) => Promise<boolean[]>
  close: () => Promise<void>
}

/** One per start of the kernel; none where there is no such file. */
const readBoot = (): string | undefined => {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return
  }
}

const kind = '.gates'
const asked = '?'
const passed = '!'

type Disk = { write: typeof writeSync; truncate: typeof ftruncateSync }
const isWhole = (writing: () => boolean): boolean => {
  try {
    return writing()
  } catch {
    return false
  }
}

/** A file that only grows, by whole notes: what a full disk cuts off is taken back. */
const openNotes = async (life: Life, { write, truncate }: Disk) => {
  const pages = await openPages(life, kind)
  let size = 0
  return {
    /**
     * False: nothing of it stands there. Throws when that is not sure either. In the page cache, some microseconds: no
     * file is waited for here.
     */
    note: (lines: string[]): boolean => {
      const { fd } = pages.handle()
      const bytes = Buffer.from(`${lines.join('\n')}\n`)
      if (isWhole(() => write(fd, bytes) === bytes.length)) {
        size += bytes.length
        return true
      }
      truncate(fd, size)
      return false
    },
    turn: async () => {
      await pages.turn()
      size = 0
    },
    end: pages.end,
  }
}

/**
 * Opens the log of this process. Where its end could not be told for certain, or where the disk is full, nothing is
 * written and the gate works without.
 */
export const openGateLog = async (
  life: Life,
  { write = writeSync, truncate = ftruncateSync, pageLines = rotateAfter }: Partial<Disk> & { pageLines?: number } = {},
): Promise<GateLog> => {
  const boot = life.watched ? readBoot() : undefined
  if (!boot) return { through: (_, ask) => ask(), close: async () => undefined }
  const notes = await openNotes(life, { write, truncate })
  notes.note([`boot ${boot}`])
  let count = 0
  return {
    through: async (leases, ask) => {
      count += leases.length
      if (count > pageLines) {
        count = leases.length
        await notes.turn()
        notes.note([`boot ${boot}`])
      }
      const noted = notes.note(leases.map(({ id, token }) => `${asked} ${id} ${token}`))
      const answers = await ask()
      const yes = leases.filter((_, at) => answers[at])
      // From here on the dots may go out.
      const told = !noted || yes.length === 0 || notes.note(yes.map(({ token }) => `${passed} ${token}`))
      if (!told) throw new Error('no space left for the gate log')
      return answers
    },
    close: notes.end,
  }
}

/** What the dead processes of these names asked for and did not pass with: certainly not sent. */
export const readGateLogs = async (folder: string, names: string[]): Promise<JournalLine[]> => {
  const boot = readBoot()
  const texts = await readFilesOf(folder, names, kind)
  const open = new Map<string, JournalLine>()
  const through = new Set<string>()
  for (const text of texts) {
    const lines = text.split('\n').map(line => line.split(' '))
    const trusted = boot !== undefined && lines.some(([word, id]) => word === 'boot' && id === boot)
    for (const [word, first = '', token = ''] of lines) {
      if (word === passed) through.add(first)
      if (trusted && word === asked && token.length === 36) open.set(token, { id: first, token })
    }
  }
  return [...open.values()].filter(({ token }) => !through.has(token))
}
