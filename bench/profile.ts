import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

type Node = { id: number; callFrame: { functionName: string; url: string }; children?: number[] }
type Profile = { nodes: Node[]; samples: number[]; timeDeltas: number[]; startTime: number }
/** Microseconds of the machine's monotonic clock, which the profiler uses too. */
export const monotonic = (): number => Number(process.hrtime.bigint() / 1000n)

/** Whose work a stack is: the innermost frame that says so decides. */
const parts: [name: string, pattern: RegExp][] = [
  ['composing', /mailer\/src\/compose|nodemailer\/dist\/esm\/(mime|mail-composer|addressparser)/],
  ['SMTP', /mailer\/src|nodemailer/],
  ['queue client', /bullmq|ioredis|redis|platform\/queue/],
  ['database client', /node_modules\/(pg|pg-\w+|postgres-\w+)\/|@prisma|delivery\/(commands|queries)/],
  ['engine', /apps\/server\/src/],
]
const partOf = (url: string) => parts.find(([, pattern]) => pattern.test(url))?.[0]

/** Busy milliseconds by part between two moments, from the profiles that `node --cpu-prof` left in `folder`. */
export const readProfile = (folder: string, from: number, to: number): Record<string, number> => {
  const total: Record<string, number> = {}
  for (const name of readdirSync(folder).filter(one => one.endsWith('.cpuprofile'))) {
    const profile = JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as Profile
    const nodes = new Map(profile.nodes.map(node => [node.id, node]))
    const parent = new Map(profile.nodes.flatMap(node => (node.children ?? []).map(child => [child, node.id] as const)))
    const known = new Map<number, string>()
    const classify = (id: number): string => {
      const found = known.get(id)
      if (found) return found
      const frame = nodes.get(id)?.callFrame
      const above = parent.get(id)
      const name =
        frame?.functionName === '(garbage collector)'
          ? 'garbage collection'
          : ((frame && partOf(frame.url)) ?? (above === undefined ? 'Node itself' : classify(above)))
      known.set(id, name)
      return name
    }
    let at = profile.startTime
    profile.samples.forEach((id, index) => {
      at += profile.timeDeltas[index] ?? 0
      if (at < from || at > to) return
      if (nodes.get(id)?.callFrame.functionName === '(idle)') return
      const name = classify(id)
      total[name] = (total[name] ?? 0) + (profile.timeDeltas[index] ?? 0) / 1000
    })
  }
  return total
}
