import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { findChromium, unpackBundled } from '@mailroom/pdf'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { expect } from 'vitest'
import { freePort } from '../../../bench/stage.ts'
import { startPostgres } from '../../../scripts/postgres.ts'
import { type Running, startProcess } from '../../../scripts/processes.ts'
import { createDeps, type Deps } from '../../server/src/deps.ts'
import { readConfig } from '../../server/src/platform/config.ts'
import { applyMigrations } from '../../server/src/platform/migrations.ts'
import { loadDemoSchool } from '../../server/src/testing/demo.ts'
import { type Inbox, startInbox } from '../../server/src/testing/inbox.ts'

/** The real stack as a user meets it: Postgres, api and worker processes, the inbox, a browser. */
export type Stack = {
  origin: string
  setupToken: string | null
  inbox: Inbox
  /** A page of its own (cookies, screen, language), with the patience that a slow machine needs. */
  openPage: (options: BrowserContextOptions) => Promise<Page>
  deps: Deps
  worker: () => Running
  startWorker: () => Promise<void>
  close: () => Promise<void>
}

/** The Chromium that the PDF renderer would use: an installed one, else the one from npm. */
export const launchBrowser = async (): Promise<Browser> => {
  const { executablePath } = findChromium(process.env)
  const found = executablePath ? { executablePath, env: {} } : await unpackBundled(tmpdir())
  return chromium.launch({
    executablePath: found.executablePath,
    env: { ...(process.env as Record<string, string>), ...found.env },
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--no-first-run',
      '--disable-component-update',
    ],
  })
}

/** Starts everything; `school: 'demo'` enrols the demo school, else the first-run setup is open. */
export const startStack = async (options: { school?: 'demo' } = {}): Promise<Stack> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'mailroom-e2e-'))
  const postgres = await startPostgres(folder, { fast: true })
  await applyMigrations(postgres.url)
  const inbox = await startInbox()
  const port = String(await freePort())
  const env = {
    DATABASE_URL: postgres.url,
    REDIS_URL: process.env.REDIS_URL ?? '',
    SECRET_KEY: randomBytes(32).toString('base64'),
    DATA_DIR: folder,
    MODE: 'test',
    LOG_LEVEL: 'error',
    PORT: port,
    PUBLIC_URL: `http://127.0.0.1:${port}`,
  }
  const deps = createDeps(readConfig(env), 'api')
  if (options.school === 'demo') await loadDemoSchool(deps, { host: '127.0.0.1', port: inbox.smtpPort })
  const api = startProcess('api', env)
  const { setupToken } = await api.ready
  let worker = startProcess('worker', env)
  await worker.ready
  const browser = await launchBrowser()
  return {
    origin: `http://127.0.0.1:${port}`,
    setupToken: setupToken ?? null,
    inbox,
    openPage: async options => {
      const page = await browser.newPage(options)
      page.setDefaultTimeout(60_000)
      return page
    },
    deps,
    worker: () => worker,
    startWorker: async () => {
      worker = startProcess('worker', env)
      await worker.ready
    },
    close: async () => {
      await browser.close()
      await Promise.all([api.stop(), worker.stop()])
      await deps.close()
      await inbox.close()
      await postgres.stop('immediate')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
type Violation = { id: string; nodes: { target: unknown; failureSummary?: string }[] }
const patienceMs = 10_000

/**
 * WCAG 2.2 AA faults that axe finds on the page, in the colour scheme it has now; as readable lines. What is gone a
 * moment later was a page that still changed, on a slow machine: only what stays is a fault.
 */
export const findFaults = async (page: Page): Promise<string[]> => {
  const until = Date.now() + patienceMs
  for (;;) {
    const faults = await findFaultsNow(page)
    if (faults.length === 0 || Date.now() > until) return faults
    await page.waitForTimeout(500)
  }
}

/** No faults in light nor in dark. */
export const expectAccessible = async (page: Page, screen: string): Promise<void> => {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.waitForTimeout(500)
    expect(await findFaults(page), `${screen}, ${colorScheme}`).toEqual([])
  }
}

const findFaultsNow = async (page: Page): Promise<string[]> => {
  await page.addScriptTag({ path: axePath }).catch(async () => {
    // The page's own policy allows no foreign script: the test evaluates it instead.
    const { readFileSync } = await import('node:fs')
    await page.evaluate(readFileSync(axePath, 'utf8'))
  })
  const violations = await page.evaluate(async () => {
    const axe = (
      globalThis as unknown as {
        axe: { run: (context: unknown, options: unknown) => Promise<{ violations: unknown[] }> }
      }
    ).axe
    const result = await axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
      // Not of WCAG, but without it what floats is lost to who goes from landmark to landmark.
      rules: { region: { enabled: true } },
      iframes: false,
    })
    return result.violations as never
  })
  return (violations as Violation[]).map(
    one =>
      `${one.id}: ${one.nodes.map(node => `${JSON.stringify(node.target)} ${(node.failureSummary ?? '').replaceAll(/\s+/g, ' ')}`).join('; ')}`,
  )
}

/** Parts of the page that scroll sideways; strips that are meant to hide their scroll bar. */
export const findWide = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('html, main *')]
      .filter(one => one.scrollWidth - one.clientWidth > 1)
      .filter(one => {
        const { overflowX, scrollbarWidth } = getComputedStyle(one)
        return one === document.documentElement || (/auto|scroll/.test(overflowX) && scrollbarWidth !== 'none')
      })
      .map(one => `${one.tagName.toLowerCase()}.${one.className}`),
  )

/** Text of a PDF, page by page. */
export const readPdf = async (bytes: Uint8Array): Promise<string[]> => {
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs')
  const document = await getDocument({ data: new Uint8Array(bytes), useSystemFonts: true, verbosity: 0 }).promise
  const pages: string[] = []
  for (let n = 1; n <= document.numPages; n++) {
    const content = await (await document.getPage(n)).getTextContent()
    pages.push(
      content.items
        .map(item => ('str' in item ? item.str : ''))
        .join(' ')
        .replace(/\s+/g, ' '),
    )
  }
  return pages
}
