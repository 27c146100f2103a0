import { spawn } from 'node:child_process'

/** `npm run check`: format and lint, types, the law, unit tests; all at once, in under a minute. */
const tools: [name: string, command: string, args: string[]][] = [
  ['format and lint', 'biome', ['ci', '--colors=off', '--diagnostic-level=error', '--max-diagnostics=40', '.']],
  ['types', 'tsc', ['-p', 'tsconfig.json', '--pretty', 'false']],
  ['unit tests and the law', 'vitest', ['run', '--project', 'unit', '--reporter=dot']],
]

const run = (command: string, args: string[]) =>
  new Promise<{ code: number; output: string }>(resolve => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (output += String(chunk)))
    child.on('exit', code => resolve({ code: code ?? 1, output }))
  })

const started = performance.now()
const results = await Promise.all(
  tools.map(async ([name, command, args]) => {
    const began = performance.now()
    const { code, output } = await run(command, args)
    console.log(`${code === 0 ? '✓' : '✗'} ${name} (${((performance.now() - began) / 1000).toFixed(1)} s)`)
    if (code !== 0) console.log(output)
    return code
  }),
)
console.log(`check: ${((performance.now() - started) / 1000).toFixed(1)} s`)
process.exit(results.every(code => code === 0) ? 0 : 1)
