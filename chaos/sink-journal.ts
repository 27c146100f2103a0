import { closeSync, fdatasync, openSync, write } from 'node:fs'
import { readFile } from 'node:fs/promises'

/** One fact of the sink: a message taken, one refused for now at the dot, or a recipient refused for good. */
export type SinkLine = {
  kind: 'taken' | 'later' | 'refused'
  at: number
  id: string
  to: string
  headerTo?: string | null
  copies?: string
  hash?: string
  raw?: string
}

/** The sink's memory: `take` resolves once the line is on the disk; many lines share one write and one fdatasync. */
export const openSinkJournal = (file: string) => {
  const fd = openSync(file, 'a', 0o600)
  let pending: string[] = []
  let waiting: (() => void)[] = []
  let busy = false
  let taken = 0
  const flush = () => {
    if (busy || pending.length === 0) return
    busy = true
    const [lines, told] = [pending, waiting]
    pending = []
    waiting = []
    // A journal that cannot be written makes every figure worthless: the process must not go on.
    const check = (error: Error | null) => {
      if (error) throw error
    }
    write(fd, lines.join(''), error => {
      check(error)
      fdatasync(fd, error => {
        check(error)
        busy = false
        for (const tell of told) tell()
        flush()
      })
    })
  }
  const append = (line: SinkLine, tell?: () => void) => {
    pending.push(`${JSON.stringify(line)}\n`)
    if (tell) waiting.push(tell)
    setImmediate(flush)
  }
  return {
    note: (line: SinkLine) => append(line),
    take: (line: SinkLine) =>
      new Promise<void>(resolve =>
        append(line, () => {
          taken++
          resolve()
        }),
      ),
    taken: () => taken,
    close: () => closeSync(fd),
  }
}

/** All lines of a journal; a half line at the end belongs to a message that was not answered. */
export const readSinkJournal = async (file: string): Promise<SinkLine[]> => {
  const text = await readFile(file, 'utf8')
  return text
    .split('\n')
    .slice(0, -1)
    .map(line => JSON.parse(line) as SinkLine)
}
