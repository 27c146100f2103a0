import { readdirSync, readFileSync } from 'node:fs'

/** Clock ticks per second in /proc (USER_HZ): 100 on every Linux that Node runs on. */
const ticks = 100
export type Usage = { postgres: number; redis: number; worker: number; api: number; sink: number }
const nothing: Usage = { postgres: 0, redis: 0, worker: 0, api: 0, sink: 0 }

const kindOf = (name: string, command: string): keyof Usage | undefined => {
  if (name === 'postgres') return 'postgres'
  if (name.startsWith('redis-server')) return 'redis'
  if (name === 'smtp-sink' || command.includes('bench/sink.ts')) return 'sink'
  if (command.includes('server/src/worker.ts')) return 'worker'
  return command.includes('server/src/api.ts') ? 'api' : undefined
}

const processes = () =>
  readdirSync('/proc').flatMap(pid => {
    if (!/^\d+$/.test(pid)) return []
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'))
      const kind = kindOf(name, readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' '))
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return kind ? [{ pid, kind, seconds: (Number(fields[11]) + Number(fields[12])) / ticks }] : []
    } catch {
      // Ended while we looked.
      return []
    }
  })

/** Processor seconds used so far by each kind of process on this machine. Linux only. */
export const cpuSeconds = (): Usage => {
  const usage = { ...nothing }
  for (const { kind, seconds } of processes()) usage[kind] += seconds
  return usage
}
export const usedSince = (before: Usage): Usage => {
  const now = cpuSeconds()
  return Object.fromEntries(
    Object.entries(now).map(([kind, value]) => [kind, Math.max(0, value - before[kind as keyof Usage])]),
  ) as Usage
}

/** Resident memory of a process in MB. */
export const residentMb = (pid: number): number => {
  const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(line?.[1] ?? 0) / 1024
}
