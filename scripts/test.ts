import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buildWeb } from './build.ts'

/**
 * `npm test`: checks, unit, integration on both queue backends, a real browser, a short run under fire; on real
 * services, from a fresh clone. Its last line is `N passed, N failed`.
 */
const folder = await mkdtemp(path.join(tmpdir(), 'mailroom-npm-test-'))
type Count = { passed: number; failed: number }
const total: Count = { passed: 0, failed: 0 }
const add = ({ passed, failed }: Count) => {
  total.passed += passed
  total.failed += failed
}

const run = (command: string, args: string[], env: Record<string, string> = {}) =>
  new Promise<number>(resolve => {
    spawn(command, args, { stdio: 'inherit', env: { ...process.env, ...env } }).on('exit', code => resolve(code ?? 1))
  })

/** One tool as one test: formatting, types. */
const checkOnce = async (name: string, command: string, args: string[]) => {
  const ok = (await run(command, args)) === 0
  console.log(`${ok ? '✓' : '✗'} ${name}`)
  add(ok ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 })
}

/** A Vitest project; its own report is what counts. A run without a single test is a failure, not a pass. */
const vitest = async (name: string, args: string[], env: Record<string, string> = {}) => {
  console.log(`\n── ${name}`)
  const report = path.join(folder, `${name.replaceAll(/\W+/g, '-')}.json`)
  const code = await run(
    'vitest',
    ['run', ...args, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    env,
  )
  const result = existsSync(report)
    ? (JSON.parse(await readFile(report, 'utf8')) as {
        numPassedTests: number
        numFailedTests: number
        numFailedTestSuites: number
      })
    : null
  const failed = result
    ? Math.max(result.numFailedTests, result.numFailedTestSuites > 0 && result.numFailedTests === 0 ? 1 : 0)
    : 1
  const none = (result?.numPassedTests ?? 0) === 0
  add({ passed: result?.numPassedTests ?? 0, failed: failed > 0 || (code === 0 && !none) ? failed : 1 })
}

const freePort = async () => {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise(resolve => server.close(resolve))
  return port
}

/** A Redis of our own on a free port; installed from the system's packages where this process may. */
const startRedis = async (): Promise<{ url: string; stop: () => void } | null> => {
  const has = () => spawnSync('redis-server', ['--version']).status === 0
  if (!has() && process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0) {
    console.log('Installing redis-server…')
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore' })
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'redis-server'], {
      stdio: 'ignore',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  }
  if (!has()) return null
  const port = await freePort()
  const child = spawn(
    'redis-server',
    [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--save',
      '',
      '--appendonly',
      'no',
      '--maxmemory-policy',
      'noeviction',
      '--dir',
      folder,
    ],
    { stdio: 'ignore' },
  )
  return { url: `redis://127.0.0.1:${port}`, stop: () => child.kill() }
}

await checkOnce('format and lint', 'biome', ['ci', '--colors=off', '--diagnostic-level=error', '.'])
await checkOnce('types', 'tsc', ['-p', 'tsconfig.json'])
await vitest('unit tests and the law', ['--project', 'unit'])
await buildWeb()
await vitest('integration', ['--project', 'integration'], { REDIS_URL: '' })
await vitest('the engine, queue on Postgres', ['--project', 'queue'], { REDIS_URL: '' })
const redis = process.env.REDIS_URL ? { url: process.env.REDIS_URL, stop: () => {} } : await startRedis()
if (redis) await vitest('the engine, queue on Redis', ['--project', 'queue'], { REDIS_URL: redis.url })
else
  console.log(
    '\n── the engine, queue on Redis: NOT RUN. There is no redis-server here and it could not be installed; set REDIS_URL or install it.',
  )
await vitest('browser', ['--project', 'browser'], { REDIS_URL: '' })
console.log('\n── under fire, a minute (npm run chaos has more)')
await checkOnce('nothing lost, nothing twice in silence, and the control lost letters', process.execPath, [
  '--disable-warning=ExperimentalWarning',
  path.join(import.meta.dirname, 'chaos.ts'),
  '--short',
])
redis?.stop()
await rm(folder, { recursive: true, force: true })
console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed === 0 ? 0 : 1)
