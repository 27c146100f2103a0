import { tmpdir } from 'node:os'
import { type Launched, launchChromium, type Way } from './browser.ts'
import type { ChromiumSource } from './chromium.ts'
import { wrapDocument } from './document.ts'
import { PrinterPage } from './printer-page.ts'
import { RenderError } from './render-error.ts'
import { countPages, stableBytes } from './stable-bytes.ts'
import { endBrowser, isAlive, whileAlive } from './while-alive.ts'

export const renderLimits = { pages: 50, htmlBytes: 5 * 1024 * 1024, timeoutMs: 20_000 } as const

/** A page is replaced after this many documents, so that nothing Chromium forgets to free grows for ever. */
const usesPerPage = 300

/**
 * While Chromium hands one letter from process to process, another page has work. On two cores three pages print 6 %
 * more than two; a fourth gains less than it costs in memory, some 60 MB.
 */
const defaultPages = 3

const attempts = 3

export type RenderJob = {
  /** A whole document; styles and pictures (`data:`) inside it. The letter fonts are known by their family names. */
  html: string
  /** Title in the PDF's metadata, before any `<title>` of the document. */
  title?: string
  /** BCP 47 language of the document, for screen readers. */
  lang?: string
  /** Default 20 s, the wait for a free page not counted. */
  timeoutMs?: number
}

export type RenderedPdf = { pdf: Uint8Array; pages: number }

export type RendererHealth = {
  ok: boolean
  version: string
  /** Whether Chromium's own sandbox is on. It is off for root and for the bundled Chromium. */
  sandbox: boolean
  source: ChromiumSource
}

export type Renderer = {
  /**
   * HTML → tagged PDF, the same bytes for the same input on the same Chromium. No script runs, nothing is fetched.
   * @throws RenderError
   */
  render(job: RenderJob): Promise<RenderedPdf>
  /** Starts Chromium if need be and says what runs. @throws RenderError `chromium-missing` */
  health(): Promise<RendererHealth>
  close(): Promise<void>
}

/** A renderer with its own Chromium, started at the first use. `pages` documents are printed at a time (default 3). */
export function createRenderer(options: { executablePath?: string; pages?: number; tmpDir?: string } = {}): Renderer {
  return new PagePool(options)
}

class PagePool implements Renderer {
  #executablePath: string | undefined
  #tmpDir: string
  #limit: number
  #chromium: Promise<Launched> | undefined
  #idle: PrinterPage[] = []
  #busy = 0
  #waiting: (() => void)[] = []
  #closed = false
  /** How Chromium has started here before: a failure to start is then no missing Chromium, but one killed on its way. */
  #proven: Way | undefined

  constructor(options: { executablePath?: string; pages?: number; tmpDir?: string }) {
    this.#executablePath = options.executablePath
    this.#tmpDir = options.tmpDir ?? tmpdir()
    this.#limit = options.pages ?? defaultPages
  }

  async render(job: RenderJob): Promise<RenderedPdf> {
    if (Buffer.byteLength(job.html) > renderLimits.htmlBytes)
      throw new RenderError('html-too-large', 'the document is larger than 5 MB')
    const html = wrapDocument(job)
    await this.#enter()
    try {
      const printed = await this.#printAgain(html, job.timeoutMs ?? renderLimits.timeoutMs)
      const pages = countPages(printed)
      if (pages > renderLimits.pages)
        throw new RenderError('too-many-pages', `the document exceeds ${renderLimits.pages} pages`)
      return { pdf: stableBytes(printed), pages }
    } finally {
      this.#leave()
    }
  }

  async health(): Promise<RendererHealth> {
    const { browser, version, sandbox, chromium } = await this.#launched()
    return { ok: isAlive(browser), version, sandbox, source: chromium.source }
  }

  async close(): Promise<void> {
    this.#closed = true
    const chromium = await this.#chromium?.catch(() => undefined)
    this.#idle = []
    if (chromium) await endBrowser(chromium.browser)
    await chromium?.removeProfile()
  }

  /**
   * A Chromium that died is not the document's fault at first. Three tries, because one death can cost two: a Chromium
   * killed while idle is noticed only by the next print, and its successor may be killed in turn.
   */
  async #printAgain(html: string, timeoutMs: number): Promise<Buffer> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#print(html, timeoutMs)
      } catch (error) {
        if (error instanceof RenderError) throw error
        if (attempt === attempts) throw new RenderError('crashed', 'Chromium died over and over', { cause: error })
      }
    }
  }

  async #print(html: string, timeoutMs: number): Promise<Buffer> {
    const { browser } = await this.#launched()
    const page = this.#idle.pop() ?? (await whileAlive(browser, PrinterPage.open(browser)))
    try {
      // One more than allowed, so that too many can be told apart without printing all of them.
      const printed = await inTime(whileAlive(browser, page.print(html, renderLimits.pages + 1)), timeoutMs)
      if (page.uses >= usesPerPage) await page.close()
      else if (isAlive(browser)) this.#idle.push(page)
      return printed
    } catch (error) {
      // Whatever went wrong, this page's state is not to be trusted any more.
      if (!(await page.close())) browser.process()?.kill('SIGKILL')
      throw error
    }
  }

  #launched(): Promise<Launched> {
    if (this.#closed) return Promise.reject(new RenderError('closed', 'the renderer is closed'))
    this.#chromium ??= this.#launch()
    return this.#chromium
  }

  #launch(): Promise<Launched> {
    // A Chromium that is gone must not be forgotten twice: by then another one may have taken its place.
    const forget = () => {
      if (this.#chromium !== launching) return
      this.#chromium = undefined
      this.#idle = []
    }
    const launching = launchChromium({
      executablePath: this.#executablePath,
      tmpDir: this.#tmpDir,
      proven: this.#proven,
    })
      .then(launched => {
        const leave = () => {
          forget()
          void launched.removeProfile().catch(() => undefined)
        }
        launched.browser.once('disconnected', leave)
        launched.browser.process()?.once('exit', leave)
        if (!isAlive(launched.browser)) throw new Error('Chromium died as soon as it had started')
        this.#proven = { chromium: launched.chromium, sandbox: launched.sandbox }
        return launched
      })
      .catch((cause: unknown) => {
        throw this.#proven ? new Error('Chromium did not start again', { cause }) : cause
      })
    launching.catch(forget)
    return launching
  }

  async #enter(): Promise<void> {
    if (this.#busy < this.#limit) {
      this.#busy++
      return
    }
    // The place is handed over as it is: #leave does not count it down.
    await new Promise<void>(resolve => this.#waiting.push(resolve))
  }

  #leave(): void {
    const next = this.#waiting.shift()
    if (next) next()
    else this.#busy--
  }
}

async function inTime<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new RenderError('timeout', `the document was not printed within ${ms} ms`)), ms)
  })
  work.catch(() => undefined)
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
