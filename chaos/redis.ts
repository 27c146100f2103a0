import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { connect } from 'node:net'
import { freePort } from '../bench/stage.ts'

/** A Redis of the suite's own, without persistence: killing it is forgetting. */
export type OwnRedis = {
  port: number
  flush: () => Promise<void>
  kill: () => Promise<void>
  start: () => Promise<void>
}

export const hasRedis = (): boolean => spawnSync('redis-server', ['--version']).status === 0

/** Says one command in Redis' inline form and waits for its answer. */
const say = (port: number, command: string) =>
  new Promise<string>((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`${command}\r\n`))
    socket.setTimeout(2000, () => socket.destroy(new Error('Redis does not answer')))
    socket.once('data', data => {
      socket.destroy()
      resolve(String(data))
    })
    socket.once('error', reject)
  })

const launch = async (port: number, folder: string): Promise<ChildProcess> => {
  const plain = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--maxmemory-policy', 'noeviction']
  // Detached: Ctrl+C reaches us first, and we end it.
  const child = spawn('redis-server', ['--port', String(port), '--dir', folder, ...plain], {
    stdio: 'ignore',
    detached: true,
  })
  for (let attempt = 0; attempt < 200; attempt++) {
    if ((await say(port, 'PING').catch(() => '')).startsWith('+PONG')) return child
    await new Promise(resolve => setTimeout(resolve, 25))
  }
  throw new Error('redis-server does not start')
}

export const startRedis = async (folder: string): Promise<OwnRedis> => {
  const port = await freePort()
  let child: ChildProcess | undefined = await launch(port, folder)
  return {
    port,
    flush: async () => void (await say(port, 'FLUSHALL').catch(() => undefined)),
    kill: async () => {
      const dying = child
      child = undefined
      if (!dying) return
      const ended = new Promise(resolve => dying.once('exit', resolve))
      dying.kill('SIGKILL')
      await ended
    },
    start: async () => {
      child ??= await launch(port, folder)
    },
  }
}
