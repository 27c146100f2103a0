import type { Browser, CDPSession, Page } from 'puppeteer-core'
import { fontByUrl } from './fonts.ts'
import { RenderError } from './render-error.ts'

/** Waits for the fonts and pictures of the document; works with scripts switched off, as only the debugger's own run. */
const whenReady = `Promise.all([document.fonts.ready, ...[...document.images].map(i => i.decode().catch(() => 0))]).then(() => 1)`

/** One page that prints one document after another: a new page for each costs five to ten times as much. */
export class PrinterPage {
  uses = 0
  /** Rejects when this page's process dies: its commands would wait for ever. */
  #crash: Promise<never>
  #page: Page
  #cdp: CDPSession
  #frameId: string

  private constructor(page: Page, cdp: CDPSession, frameId: string) {
    this.#page = page
    this.#cdp = cdp
    this.#frameId = frameId
    this.#crash = new Promise((_, reject) => page.once('error', reject))
    this.#crash.catch(() => undefined)
  }

  /** A page without scripts and without network; the letter fonts are answered from memory, everything else refused. */
  static async open(browser: Browser): Promise<PrinterPage> {
    const page = await browser.newPage()
    const cdp = await page.createCDPSession()
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
    return new PrinterPage(page, cdp, frameTree.frame.id)
  }

  /**
   * The document as a tagged PDF of at most `maxPages` pages; the page size is its own `@page`.
   * @throws RenderError `unprintable`; anything else means that the page or the browser is gone.
   */
  print(html: string, maxPages: number): Promise<Buffer> {
    this.uses++
    return Promise.race([this.#print(html, maxPages), this.#crash])
  }

  async #print(html: string, maxPages: number): Promise<Buffer> {
    // Sent together: the commands of one session are carried out in order.
    const [, ready] = await Promise.all([
      this.#cdp.send('Page.setDocumentContent', { frameId: this.#frameId, html }),
      this.#cdp.send('Runtime.evaluate', { expression: whenReady, awaitPromise: true, returnByValue: true }),
    ])
    if (ready.result.value !== 1) throw new Error('the document changed while it was being loaded')
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

const fontHeaders = [
  { name: 'content-type', value: 'font/woff2' },
  // Fonts are always fetched with CORS; the document's own origin is opaque.
  { name: 'access-control-allow-origin', value: '*' },
  { name: 'cache-control', value: `max-age=31536000, immutable` },
]
