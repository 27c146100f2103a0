import { execFile } from 'node:child_process'
import { accessSync, constants, lstatSync, readFileSync, statSync } from 'node:fs'
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import bundledChromium from '@sparticuz/chromium'
import { RenderError } from './render-error.ts'

export type ChromiumSource = 'env' | 'installed' | 'bundled'

/** A Chromium to try. `env` is added to the child's environment. */
export type Chromium = { source: ChromiumSource; executablePath: string; args: string[]; env: Record<string, string> }

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  'chrome-headless-shell',
]
const usualPlaces = ['/usr/bin', '/usr/local/bin', '/snap/bin', '/opt/google/chrome', '/usr/lib/chromium']
const usualFiles = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
]

/**
 * Where Chromium comes from: `PUPPETEER_EXECUTABLE_PATH`, else one installed on PATH or in the usual places, else the
 * one inside the npm package `@sparticuz/chromium`, which has no path until it is unpacked. Looks, starts nothing.
 */
export function findChromium(env: { PUPPETEER_EXECUTABLE_PATH?: string; PATH?: string }): {
  source: ChromiumSource
  executablePath?: string
} {
  if (env.PUPPETEER_EXECUTABLE_PATH) return { source: 'env', executablePath: env.PUPPETEER_EXECUTABLE_PATH }
  const folders = new Set([...(env.PATH ?? '').split(delimiter).filter(Boolean), ...usualPlaces])
  const files = [...names.flatMap(name => [...folders].map(folder => join(folder, name))), ...usualFiles]
  const executablePath = files.find(isExecutable)
  return executablePath ? { source: 'installed', executablePath } : { source: 'bundled' }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

/**
 * Unpacks the bundled Chromium once per machine, user and version, and says how to start it. The package unpacks into
 * TMPDIR and takes any file already there for a finished one, so it works in a child of its own with a folder of its
 * own, moved into place when whole. Its libraries (NSS, Expat) are used only where the system has none: it sets them up
 * by itself on AWS Lambda alone, hence the variable.
 */
export async function unpackBundled(tmpDir: string): Promise<Chromium> {
  const home = join(tmpDir, `mailroom-chromium-${bundledVersion()}-${process.getuid?.() ?? 'user'}`)
  if (!isOurs(home)) await unpackInto(home, tmpDir)
  const executablePath = join(home, 'chromium')
  const env: Record<string, string> = { FONTCONFIG_FILE: join(home, 'fonts.conf') }
  if (!(await starts(executablePath, env))) env.LD_LIBRARY_PATH = join(home, 'al2023', 'lib')
  return { source: 'bundled', executablePath, args: bundledChromium.args, env }
}

const run = promisify(execFile)
const require = createRequire(import.meta.url)

/** The package does not export its package.json, but the file lies beside its build folder. */
function bundledVersion(): string {
  const file = join(dirname(require.resolve('@sparticuz/chromium')), '..', '..', 'package.json')
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}

/**
 * The system's fonts, and the package's Open Sans after them. The package's own file looks in /tmp/fonts whatever TMPDIR
 * is; and a Chromium that finds no font at all prints blank pages without a word, web fonts or not.
 */
function fontsConf(home: string): string {
  const folder = home.replace(/[&<>]/g, character => `&#${character.charCodeAt(0)};`)
  return (
    '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>' +
    `<include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>${folder}/fonts</dir>` +
    `<cachedir>${folder}/fonts-cache</cachedir></fontconfig>`
  )
}

async function unpackInto(home: string, tmpDir: string): Promise<void> {
  const draft = await mkdtemp(join(tmpDir, 'mailroom-unpack-'))
  const script = 'import(process.argv[1]).then(m => (m.default.default ?? m.default).executablePath())'
  const env = { TMPDIR: draft, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x', HOME: draft, PATH: '/usr/bin:/bin' }
  try {
    await run(process.execPath, ['-e', script, require.resolve('@sparticuz/chromium')], { env, timeout: 120_000 })
    await writeFile(join(draft, 'fonts.conf'), fontsConf(home))
    await rename(draft, home)
  } catch (cause) {
    await rm(draft, { recursive: true, force: true })
    // Another process may have been faster.
    if (!isOurs(home))
      throw new RenderError('chromium-missing', 'the bundled Chromium could not be unpacked', { cause })
  }
}

/** In a shared /tmp anybody may put a folder where we expect ours: only our own counts. */
function isOurs(home: string): boolean {
  try {
    const folder = lstatSync(home)
    return (
      folder.isDirectory() && folder.uid === (process.getuid?.() ?? folder.uid) && hasFile(join(home, 'fonts.conf'))
    )
  } catch {
    return false
  }
}

function hasFile(path: string): boolean {
  try {
    return statSync(path).isFile()
  } catch {
    return false
  }
}

async function starts(executablePath: string, env: Record<string, string>): Promise<boolean> {
  try {
    await run(executablePath, ['--version'], { env, timeout: 20_000 })
    return true
  } catch {
    return false
  }
}
