import { setTimeout as pause } from 'node:timers/promises'
import type { Browser, CDPSession, Page } from 'puppeteer-core'
import { wrapDocument } from './document.ts'
import { fontByUrl } from './fonts.ts'
import { RenderError } from './render-error.ts'

/**
 * 1 when the fonts and pictures of the document are there, 0 when not yet; works with scripts switched off, as only the
 * debugger's own run. Measuring the document makes it ask for its fonts. No `decode()` of the pictures: in a page that
 * is never shown it never ends, and printing decodes them anyway. A lazy one would wait to be scrolled to.
 */
const whenReady = `(async () => {
  const pictures = [...document.images]
  for (const picture of pictures) picture.loading = 'eager'
  document.documentElement.getBoundingClientRect()
  await document.fonts.ready
  return document.readyState === 'complete' && pictures.every(picture => picture.complete) ? 1 : 0
})()`

/** Between two looks at a document whose pictures are still being read. */
const pictureWaitMs = 5

/** One page that prints one document after another: a new page for each costs five to ten times as much. */
export class PrinterPage {
  uses = 0
  /** Ends the print under way when this page's process dies: its commands would wait for ever. */
  #fail: ((crash: Error) => void) | undefined
  #crash: Error | undefined
  #page: Page
  #cdp: CDPSession
  #frameId: string

  private constructor(page: Page, cdp: CDPSession, frameId: string) {
    this.#page = page
    this.#cdp = cdp
    this.#frameId = frameId
    page.once('error', crash => {
      this.#crash = crash
      this.#fail?.(crash)
    })
  }

  /** A page without scripts and without network; the letter fonts are answered from memory, everything else refused. */
  static async open(browser: Browser): Promise<PrinterPage> {
    const page = await browser.newPage({ background: true })
    const cdp = await page.createCDPSession()
    await keepUnseen(browser, page)
    cdp.on('Fetch.requestPaused', ({ requestId, request }) => {
      const body = fontByUrl(request.url)
      const answer = body
        ? cdp.send('Fetch.fulfillRequest', { requestId, responseCode: 200, responseHeaders: fontHeaders, body })
        : // "Aborted" leaves the document in place; other reasons would show an error page instead of the letter.
          cdp.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' })
      // The request may be gone with the document it belonged to.
      answer.catch(() => undefined)
    })
    await cdp.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] })
    await page.setJavaScriptEnabled(false)
    await page.setOfflineMode(true)
    const { frameTree } = await cdp.send('Page.getFrameTree')
    await fixPolicy(page, cdp, frameTree.frame.id)
    return new PrinterPage(page, cdp, frameTree.frame.id)
  }

  /**
   * The document as a tagged PDF of at most `maxPages` pages; the page size is its own `@page`.
   * @throws RenderError `unprintable`; anything else means that the page or the browser is gone.
   */
  print(html: string, maxPages: number): Promise<Buffer> {
    this.uses++
    // No race against one promise of a crash: it would hold every PDF that ran against it for as long as the page lives.
    return new Promise((resolve, reject) => {
      this.#fail = reject
      if (this.#crash) reject(this.#crash)
      else this.#print(html, maxPages).then(resolve, reject)
    })
  }

  async #print(html: string, maxPages: number): Promise<Buffer> {
    // Sent together: the commands of one session are carried out in order.
    const [, first] = await Promise.all([
      this.#cdp.send('Page.setDocumentContent', { frameId: this.#frameId, html }),
      this.#isReady(),
    ])
    for (let ready = first; !ready; ready = await this.#isReady()) await pause(pictureWaitMs)
    try {
      const { data } = await this.#cdp.send('Page.printToPDF', {
        preferCSSPageSize: true,
        printBackground: true,
        generateTaggedPDF: true,
        generateDocumentOutline: false,
        pageRanges: `1-${maxPages}`,
      })
      return Buffer.from(data, 'base64')
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : ''
      if (/invalid print parameters|printing failed|content area/i.test(message))
        throw new RenderError('unprintable', 'Chromium cannot print this page', { cause })
      throw cause
    }
  }

  async #isReady(): Promise<boolean> {
    const { result } = await this.#cdp.send('Runtime.evaluate', {
      expression: whenReady,
      awaitPromise: true,
      returnByValue: true,
    })
    if (typeof result.value !== 'number') throw new Error('the document changed while it was being loaded')
    return result.value === 1
  }

  /** Closes the page; a page busy with an endless layout may never answer, so this does not wait for long. */
  async close(): Promise<boolean> {
    const closed = this.#page.close({ runBeforeUnload: false }).then(
      () => true,
      () => true,
    )
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<boolean>(resolve => {
      timer = setTimeout(() => resolve(false), 1500)
    })
    return Promise.race([closed, late]).finally(() => clearTimeout(timer))
  }
}

/**
 * Nobody looks at these pages, so nothing is painted: neither the letter on the screen (a background tab in a minimised
 * window) nor the window's own tab strip, which would be drawn anew for every title. And the letter is laid out for
 * print from the start, not for the screen first.
 */
async function keepUnseen(browser: Browser, page: Page): Promise<void> {
  await page.emulateMediaType('print')
  const window = await page.windowId()
  // A new tab brings a minimised window back to life, though it goes on being called minimised.
  await browser.setWindowBounds(window, { windowState: 'normal' })
  await browser.setWindowBounds(window, { windowState: 'minimized' })
}

/**
 * The first document's policy stays with the page's window for good, and no later one is heard. Or each would be added
 * to those before: every letter slower than the last, and a policy inside one letter in force for all that follow.
 */
async function fixPolicy(page: Page, cdp: CDPSession, frameId: string): Promise<void> {
  await cdp.send('Page.setDocumentContent', { frameId, html: wrapDocument({ html: '' }) })
  await page.setBypassCSP(true)
}

const fontHeaders = [
  { name: 'content-type', value: 'font/woff2' },
  // Fonts are always fetched with CORS; the document's own origin is opaque.
  { name: 'access-control-allow-origin', value: '*' },
  { name: 'cache-control', value: `max-age=31536000, immutable` },
]
