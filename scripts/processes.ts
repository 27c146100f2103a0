import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const server = (file: string) => fileURLToPath(new URL(`../apps/server/${file}`, import.meta.url))

/** What a process says once it is up. */
export type Ready = { ready: true; address?: string; setupToken?: string | null }
export type Running = {
  process: ChildProcess
  ready: Promise<Ready>
  stop: (signal?: NodeJS.Signals) => Promise<number | null>
}

/** Starts one of the two processes with this environment; `ready` rejects if it ends before it is up. */
export const startProcess = (
  name: 'api' | 'worker',
  env: Record<string, string>,
  /** `errors`: an open file for what the process says, instead of the terminal. */
  options: { quiet?: boolean; watch?: boolean; errors?: number } = {},
): Running => {
  const child = fork(server(`src/${name}.ts`), [], {
    execPath: server('start'),
    execArgv: options.watch ? ['--watch'] : [],
    // The script starts the first Node it finds: ours.
    env: { ...process.env, ...env, PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env.PATH}` },
    stdio: ['ignore', options.errors ?? (options.quiet ? 'ignore' : 'inherit'), options.errors ?? 'inherit', 'ipc'],
  })
  const ended = new Promise<number | null>(resolve => child.once('exit', code => resolve(code)))
  const ready = new Promise<Ready>((resolve, reject) => {
    child.once('message', message => resolve(message as Ready))
    child.once('exit', code => reject(new Error(`the ${name} process ended (${code}) before it was ready`)))
  })
  ready.catch(() => {})
  return {
    process: child,
    ready,
    stop: (signal = 'SIGTERM') => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal)
      return ended
    },
  }
}

/** The key that wraps stored secrets: `SECRET_KEY`, or one made once and kept in the data folder (mode 600). */
export const findSecretKey = async (folder: string): Promise<string> => {
  if (process.env.SECRET_KEY) return process.env.SECRET_KEY
  const file = path.join(folder, 'secret.key')
  await mkdir(folder, { recursive: true })
  const known = await readFile(file, 'utf8').catch(() => null)
  if (known) return known.trim()
  const made = randomBytes(32).toString('base64')
  await writeFile(file, `${made}\n`, { mode: 0o600 })
  return made
}

/** Calls `stop` once, on Ctrl+C or SIGTERM, and then ends this process. */
export const onStop = (stop: () => Promise<void>): void => {
  let stopping = false
  const end = async () => {
    if (stopping) return
    stopping = true
    await stop()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
}
