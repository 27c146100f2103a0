import { benchAccept } from '../bench/accept.ts'
import { benchBacklog } from '../bench/backlog.ts'
import { benchMemory } from '../bench/memory.ts'
import { benchPdf } from '../bench/pdf.ts'
import { benchPeople } from '../bench/people.ts'
import { benchPipeline } from '../bench/pipeline.ts'
import { benchUrgent } from '../bench/urgent.ts'

/** `npm run bench`: what PERFORMANCE claims, measured side by side in one run. `-- --only NAME` runs one. */
const benches: Record<string, () => Promise<{ rows: string[][]; figures: Record<string, number | null> }>> = {
  pipeline: benchPipeline,
  pdf: benchPdf,
  accept: benchAccept,
  people: benchPeople,
  urgent: benchUrgent,
  backlog: benchBacklog,
  memory: benchMemory,
}
const only = process.argv[process.argv.indexOf('--only') + 1]
const chosen = process.argv.includes('--only')
  ? Object.keys(benches).filter(name => name === only || only?.startsWith(name))
  : Object.keys(benches)
if (chosen.length === 0) {
  console.error(`There is no benchmark “${only}”: ${Object.keys(benches).join(', ')}`)
  process.exit(2)
}
const rows: string[][] = []
const figures: Record<string, number | null> = {}
for (const name of chosen) {
  console.error(`… ${name}`)
  const result = await benches[name]?.()
  rows.push(...(result?.rows ?? []))
  Object.assign(figures, result?.figures)
}
const width = Math.max(...rows.map(([what]) => what?.length ?? 0))
for (const [what = '', value = '', ratio = ''] of rows)
  console.log(`${what.padEnd(width)}  ${value.padStart(22)}  ${ratio.padStart(6)}`)
console.log(JSON.stringify(figures))
process.exit(0)
