import { type ChildProcess, fork } from 'node:child_process'
import path from 'node:path'

/** A process of the suite itself (sink, proxy, control), which answers questions over IPC. */
export type Child = {
  process: ChildProcess
  ask: (question: Record<string, unknown>) => Promise<unknown>
  stop: (signal?: NodeJS.Signals) => Promise<void>
}

/** Forks `file` of this folder; resolves once it says that it is ready. It ends by itself when this process does. */
export const startChild = async (file: string, args: string[] = [], env: Record<string, string> = {}) => {
  const child = fork(path.join(import.meta.dirname, file), args, {
    env: { ...process.env, ...env },
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
  const waiting = new Map<number, (answer: unknown) => void>()
  let asked = 0
  child.on('message', (message: { re?: number; answer?: unknown }) => {
    if (message.re === undefined) return
    waiting.get(message.re)?.(message.answer)
    waiting.delete(message.re)
  })
  const ready = await new Promise<unknown>((resolve, reject) => {
    child.once('message', (message: { ready?: unknown }) => resolve(message.ready))
    child.once('exit', code => reject(new Error(`${file} ended (${code}) before it was ready`)))
  })
  const one: Child = {
    process: child,
    ask: question =>
      new Promise((resolve, reject) => {
        const re = ++asked
        waiting.set(re, resolve)
        child.send({ re, ...question }, error => error && reject(error))
      }),
    stop: async (signal = 'SIGKILL') => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal)
      await ended
    },
  }
  return { child: one, ready }
}

/** The other side: answers each question with what `handle` returns, and ends with its parent. */
export const answerParent = <Q>(handle: (question: Q) => unknown): void => {
  process.on('message', async (message: Q & { re: number }) => {
    process.send?.({ re: message.re, answer: (await handle(message)) ?? null })
  })
  process.on('disconnect', () => process.exit(0))
  // Ctrl+C reaches the whole group: the parent ends us in order.
  process.on('SIGINT', () => {})
}
