import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import path from 'node:path'

/** The sign of life of one process in `folder`: its files there begin with `name`. */
export type Life = {
  folder: string
  name: string
  /** False where no socket can be had: then only the process number says whether it lives. */
  watched: boolean
  end: () => Promise<void>
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

/** A socket's path may have 107 bytes (unix(7)); through the folder's descriptor every folder is near enough. */
const throughFolder = async <T>(folder: string, use: (short: string) => Promise<T>): Promise<T> => {
  const handle = await open(folder, 'r')
  try {
    return await use(`/proc/self/fd/${handle.fd}`)
  } finally {
    await handle.close()
  }
}

const socketOf = (name: string) => `${name}.alive`

/**
 * Listens on a socket in `folder` for as long as this process lives. The kernel ends it with the process, whatever ends
 * that: unlike a process number it is never used again, and another container that shares the folder sees it too.
 */
export const showLife = async (folder: string): Promise<Life> => {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const name = `${process.pid}-${Date.now()}${randomBytes(4).toString('hex')}`
  const server = createServer(asking => asking.destroy()).unref()
  const watched = await throughFolder(
    folder,
    short =>
      new Promise<boolean>(resolve => {
        server.once('error', () => resolve(false))
        server.listen(path.join(short, socketOf(name)), () => resolve(true))
      }),
  )
  const end = async () => {
    if (watched) await new Promise(resolve => server.close(resolve))
    await rm(path.join(folder, socketOf(name)), { force: true })
  }
  return { folder, name, watched, end }
}

/** Nobody listens there: certainly dead. Any other answer, and none, may be a process that is frozen. */
const isRefused = (folder: string, name: string) =>
  throughFolder(
    folder,
    short =>
      new Promise<boolean>(resolve => {
        const asking = connect(path.join(short, socketOf(name)))
        asking.once('connect', () => {
          asking.destroy()
          resolve(false)
        })
        asking.once('error', error => resolve((error as { code?: string }).code === 'ECONNREFUSED'))
      }),
  )

/** The names of those whose files are still in `folder` and who are dead; asked before a life of one's own is shown. */
export const listDead = async (folder: string): Promise<string[]> => {
  const files = await readdir(folder).catch((): string[] => [])
  const names = [...new Set(files.map(file => /^\d+-\w+/.exec(file)?.[0]).filter(name => name !== undefined))]
  const dead = await Promise.all(
    names.map(name => {
      if (files.includes(socketOf(name))) return isRefused(folder, name)
      // In a container every process has the same number: a file with ours is one of a life before.
      const pid = Number(name.split('-')[0])
      return pid === process.pid || !isAlive(pid)
    }),
  )
  return names.filter((_, at) => dead[at])
}

const isOf = (names: string[], file: string) =>
  names.some(name => file.startsWith(`${name}-`) || file === socketOf(name))
const list = async (folder: string, names: string[]) =>
  (await readdir(folder).catch((): string[] => []))
    .filter(file => isOf(names, file))
    .map(file => path.join(folder, file))

/** What the files of these names hold that end with `kind`; not those that another process has just taken away. */
export const readFilesOf = async (folder: string, names: string[], kind: string): Promise<string[]> => {
  const files = (await list(folder, names)).filter(file => file.endsWith(kind))
  const gone = (error: { code?: string }) => {
    if (error.code === 'ENOENT') return null
    throw error
  }
  return (await Promise.all(files.map(file => readFile(file, 'utf8').catch(gone)))).filter(text => text !== null)
}

/** Takes away what these left behind. */
export const forgetLives = async (folder: string, names: string[]): Promise<void> => {
  await Promise.all((await list(folder, names)).map(file => rm(file, { force: true })))
}
