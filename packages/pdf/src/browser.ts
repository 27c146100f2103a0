import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import puppeteer, { type Browser } from 'puppeteer-core'
import { type Chromium, type ChromiumSource, findChromium, unpackBundled } from './chromium.ts'
import { wrapDocument } from './document.ts'
import { PrinterPage } from './printer-page.ts'
import { RenderError } from './render-error.ts'

export type Launched = {
  browser: Browser
  source: ChromiumSource
  sandbox: boolean
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

/**
 * Starts the first Chromium that runs: with its sandbox, else (root, or a machine without user namespaces) without.
 * @throws RenderError `chromium-missing`
 */
export async function launchChromium(options: { executablePath?: string; tmpDir: string }): Promise<Launched> {
  const failures: unknown[] = []
  for await (const candidate of candidates(options)) {
    for (const sandbox of sandboxModes(candidate)) {
      try {
        return await launch(candidate, sandbox, options.tmpDir)
      } catch (error) {
        failures.push(error)
      }
    }
  }
  throw new RenderError('chromium-missing', 'no Chromium starts on this machine', {
    cause: new AggregateError(failures),
  })
}

async function* candidates({
  executablePath,
  tmpDir,
}: {
  executablePath?: string
  tmpDir: string
}): AsyncGenerator<Chromium> {
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

async function launch(chromium: Chromium, sandbox: boolean, tmpDir: string): Promise<Launched> {
  await removeLeftProfiles(tmpDir)
  const profile = await mkdtemp(join(tmpDir, `mailroom-profile-${process.pid}-`))
  const removeProfile = () => rm(profile, { recursive: true, force: true, maxRetries: 3 })
  let browser: Browser | undefined
  try {
    browser = await puppeteer.launch({
      executablePath: chromium.executablePath,
      headless: /headless-shell/.test(chromium.executablePath) || chromium.source === 'bundled' ? 'shell' : true,
      // A pipe instead of a port that other users of the machine could connect to.
      pipe: true,
      userDataDir: profile,
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
      timeout: 20_000,
    })
    await proveText(browser)
    return { browser, source: chromium.source, sandbox, version: await browser.version(), removeProfile }
  } catch (error) {
    await browser?.close().catch(() => undefined)
    await removeProfile()
    throw error
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
