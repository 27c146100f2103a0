import type { ChildProcess } from 'node:child_process'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import puppeteer, { type Browser, type LaunchOptions } from 'puppeteer-core'
import { type Chromium, findChromium, unpackBundled } from './chromium.ts'
import { wrapDocument } from './document.ts'
import { PrinterPage } from './printer-page.ts'
import { RenderError } from './render-error.ts'
import { endBrowser, whileAlive } from './while-alive.ts'

/** One way to start a Chromium. */
export type Way = { chromium: Chromium; sandbox: boolean }

export type Launched = Way & {
  browser: Browser
  version: string
  removeProfile: () => Promise<void>
}

/**
 * Besides offline pages and interception: no name resolves, and every request goes to a proxy that is not there,
 * loopback included. Prefetches and the browser's own traffic pass by a page's interception, but not by this.
 */
const isolation = [
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--proxy-server=http://127.0.0.1:9',
  '--proxy-bypass-list=<-loopback>',
]

const rendering = [
  '--font-render-hinting=none',
  '--disable-lcd-text',
  '--force-color-profile=srgb',
  '--disable-dev-shm-usage',
]

/** From the first sign to the first printed text. */
const startMs = 20_000

type Wanted = {
  executablePath?: string
  tmpDir: string
  /** The way that has worked before, and then no other: see `ways`. */
  proven?: Way
}

/**
 * Starts the first Chromium that runs: with its sandbox, else (root, or a machine without user namespaces) without.
 * @throws RenderError `chromium-missing`
 */
export async function launchChromium(wanted: Wanted): Promise<Launched> {
  const failures: unknown[] = []
  for await (const way of ways(wanted)) {
    try {
      return await launch(way, wanted.tmpDir)
    } catch (error) {
      failures.push(error)
    }
  }
  throw new RenderError('chromium-missing', 'no Chromium starts on this machine', {
    cause: new AggregateError(failures),
  })
}

/**
 * A Chromium that ran and was killed at its next start has shown nothing against its way: the next one would be another
 * Chromium, whose bytes differ, or the same without its sandbox.
 */
async function* ways(wanted: Wanted): AsyncGenerator<Way> {
  if (wanted.proven) {
    const { chromium, sandbox } = wanted.proven
    // The bundled one lies in a temporary folder, which may have been swept.
    yield { chromium: chromium.source === 'bundled' ? await unpackBundled(wanted.tmpDir) : chromium, sandbox }
    return
  }
  for await (const chromium of candidates(wanted)) {
    for (const sandbox of sandboxModes(chromium)) yield { chromium, sandbox }
  }
}

async function* candidates({ executablePath, tmpDir }: Wanted): AsyncGenerator<Chromium> {
  const found = executablePath ? ({ source: 'env', executablePath } as const) : findChromium({})
  if (found.executablePath) yield { source: found.source, executablePath: found.executablePath, args: [], env: {} }
  // What was asked for by name is used or missed, never replaced. But an installed one may be no more than Ubuntu's
  // chromium-browser, a script that only tells to install a snap.
  if (found.source !== 'env') yield await unpackBundled(tmpDir)
}

/** The bundled one brings its own arguments, --no-sandbox among them. */
function sandboxModes(chromium: Chromium): boolean[] {
  return process.getuid?.() === 0 || chromium.args.includes('--no-sandbox') ? [false] : [true, false]
}

async function launch({ chromium, sandbox }: Way, tmpDir: string): Promise<Launched> {
  await removeLeftProfiles(tmpDir)
  const profile = await mkdtemp(join(tmpDir, `mailroom-profile-${process.pid}-`))
  const removeProfile = () => rm(profile, { recursive: true, force: true, maxRetries: 3 })
  const tooSlow = new AbortController()
  const timer = setTimeout(() => tooSlow.abort(), startMs)
  let browser: Browser | undefined
  try {
    browser = await launchWatched(profile, {
      executablePath: chromium.executablePath,
      headless: /headless-shell/.test(chromium.executablePath) || chromium.source === 'bundled' ? 'shell' : true,
      // A pipe instead of a port that other users of the machine could connect to.
      pipe: true,
      userDataDir: profile,
      // Kills one that hangs.
      signal: tooSlow.signal,
      // Waiting for the first tab does not notice that the browser died meanwhile: 20 s for nothing.
      waitForInitialPage: false,
      args: [
        ...chromium.args,
        ...rendering,
        ...isolation,
        ...(sandbox || chromium.args.includes('--no-sandbox') ? [] : ['--no-sandbox']),
      ],
      // Not ours: it holds the database's password and the key of all secrets.
      env: {
        PATH: '/usr/local/bin:/usr/bin:/bin',
        HOME: profile,
        TMPDIR: tmpDir,
        TZ: 'UTC',
        LANG: 'C.UTF-8',
        ...chromium.env,
      },
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    })
    await whileAlive(browser, proveText(browser))
    const version = await whileAlive(browser, browser.version())
    return { browser, chromium, sandbox, version, removeProfile }
  } catch (error) {
    if (browser) await endBrowser(browser)
    await removeProfile()
    throw error
  } finally {
    clearTimeout(timer)
  }
}

/**
 * Puppeteer waits for ever where Chromium dies before it has named its tabs, and gives its process only with the
 * finished browser; but Node says of every process that it was made.
 */
async function launchWatched(profile: string, options: LaunchOptions): Promise<Browser> {
  let watch = (_message: unknown) => {}
  const died = new Promise<never>((_, reject) => {
    watch = message => {
      const { process: child } = message as { process: ChildProcess }
      child.once('exit', () => {
        if (child.spawnargs.includes(`--user-data-dir=${profile}`)) reject(new Error('Chromium ended while it started'))
      })
    }
  })
  died.catch(() => undefined)
  subscribe('child_process', watch)
  try {
    return await Promise.race([puppeteer.launch(options), died])
  } finally {
    unsubscribe('child_process', watch)
  }
}

const isGone = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return (error as { code?: string }).code === 'ESRCH'
  }
}

/** A process that was killed could not remove its Chromium's profile: the next one does, or the disk fills slowly. */
async function removeLeftProfiles(tmpDir: string): Promise<void> {
  const left = (await readdir(tmpDir)).filter(name => {
    const pid = /^mailroom-profile-(\d+)-/.exec(name)?.[1]
    return pid !== undefined && isGone(Number(pid))
  })
  // Another user's are not ours to remove.
  await Promise.all(left.map(name => rm(join(tmpDir, name), { recursive: true, force: true }).catch(() => undefined)))
}

/** Without a single font on the machine Chromium starts, prints, and leaves every page blank: better not to start. */
async function proveText(browser: Browser): Promise<void> {
  const page = await PrinterPage.open(browser)
  const printed = await page.print(wrapDocument({ html: '<p style="font-family:\'Source Serif 4\'">text</p>' }), 1)
  await page.close()
  if (!printed.includes('/FontDescriptor')) throw new Error('this Chromium prints no text: no fonts are installed')
}
