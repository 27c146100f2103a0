import { closeSync, openSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { type Running, startProcess } from '../scripts/processes.ts'

/**
 * A process that somebody looks after, as systemd or Docker would: when it dies, however it dies, it is started again
 * until it is let go.
 */
export class Kept {
  readonly name: string
  #launch: () => Running
  #running: Running
  #wanted = true
  /** Resolves when the present life of the process is up. */
  ready: Promise<void>
  lives = 1

  constructor(name: string, launch: () => Running) {
    this.name = name
    this.#launch = launch
    this.#running = launch()
    this.ready = this.#watch()
  }

  /** Up once, in whatever life. A start can fail while Postgres is away: then the next one counts. */
  async #watch(): Promise<void> {
    const life = this.#running
    life.process.once('exit', () => {
      if (!this.#wanted) return
      this.ready = new Promise(resolve => setTimeout(resolve, 300)).then(() => this.#again())
    })
    await life.ready.catch(() => (this.#wanted ? new Promise(resolve => setTimeout(resolve, 400)) : undefined))
    if (life !== this.#running || life.process.exitCode !== null || life.process.signalCode !== null)
      return this.#wanted ? this.ready : undefined
  }

  #again(): Promise<void> | undefined {
    if (!this.#wanted) return
    this.lives++
    this.#running = this.#launch()
    return this.#watch()
  }

  get pid(): number {
    return this.#running.process.pid ?? 0
  }

  /** Ends this life; the next one begins by itself. */
  async end(signal: NodeJS.Signals): Promise<void> {
    await this.#running.stop(signal)
  }
  freeze(): void {
    this.#running.process.kill('SIGSTOP')
  }
  thaw(): void {
    this.#running.process.kill('SIGCONT')
  }
  /** Ends it for good. */
  async letGo(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    this.#wanted = false
    this.thaw()
    await this.#running.stop(signal)
  }
}

/** Where the processes of a stage say what went wrong. */
export const saidIn = (folder: string): string => path.join(folder, 'processes.log')

/** The workers of one scenario. */
export class Fleet {
  readonly #env: Record<string, string>
  readonly #folder: string
  readonly #errors: number
  workers: Kept[] = []
  #made = 0

  constructor(folder: string, env: Record<string, string>) {
    this.#folder = folder
    this.#env = env
    this.#errors = openSync(saidIn(folder), 'a')
  }

  #start(kind: 'api' | 'worker', env: Record<string, string>): Running {
    return startProcess(kind, env, { quiet: true, errors: this.#errors })
  }

  startApi(): Kept {
    return new Kept('api', () => this.#start('api', this.#env))
  }

  /** Exactly `count` workers, with `more` in their environment; `ownHost` gives each a DATA_DIR of its own. */
  async staff(count: number, more: Record<string, string> = {}, ownHost = false): Promise<void> {
    await this.dismiss()
    for (let n = 0; n < count; n++) {
      const name = `worker ${++this.#made}`
      const home = ownHost ? path.join(this.#folder, `host-${this.#made}`) : this.#folder
      await mkdir(home, { recursive: true })
      const env = { ...this.#env, DATA_DIR: home, ...more }
      this.workers.push(new Kept(name, () => this.#start('worker', env)))
    }
    await Promise.all(this.workers.map(worker => worker.ready))
  }

  async dismiss(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const leaving = this.workers
    this.workers = []
    await Promise.all(leaving.map(worker => worker.letGo(signal)))
  }

  close(): void {
    closeSync(this.#errors)
  }
}
