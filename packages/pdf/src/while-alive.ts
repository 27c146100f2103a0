import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser } from 'puppeteer-core'

/**
 * `work`, or a rejection as soon as the browser is gone. Puppeteer itself waits for ever where Chromium dies between the
 * making of a tab and the tab's first sign of life. The process is watched too: its pipe may outlive it in a child.
 */
export async function whileAlive<T>(browser: Browser, work: Promise<T>): Promise<T> {
  const child = browser.process()
  let end = () => {}
  const gone = new Promise<never>((_, reject) => {
    end = () => reject(new Error('Chromium is gone'))
  })
  // Not `once`: puppeteer does not find such a listener again to take it off, and each would hold its letter's PDF.
  browser.on('disconnected', end)
  child?.on('exit', end)
  if (!isAlive(browser)) end()
  work.catch(() => undefined)
  try {
    return await Promise.race([work, gone])
  } finally {
    browser.off('disconnected', end)
    child?.off('exit', end)
  }
}

/** Connected, and its process has not ended. */
export function isAlive(browser: Browser): boolean {
  const child = browser.process()
  return browser.connected && child?.exitCode == null && child?.signalCode == null
}

/** How long Chromium may take to close by itself. */
const closingMs = 5_000

/**
 * Closes Chromium, or kills it, and waits until its process is gone. Puppeteer's own close may never answer, and
 * `disconnected` comes before the end: until then the process still writes into its profile.
 */
export async function endBrowser(browser: Browser, patienceMs = closingMs): Promise<void> {
  const child = browser.process()
  const hasEnded = () => child == null || child.exitCode !== null || child.signalCode !== null
  const ended = hasEnded() ? Promise.resolve() : new Promise<void>(resolve => child?.once('exit', () => resolve()))
  void browser.close().catch(() => undefined)
  await Promise.race([ended, sleep(patienceMs, undefined, { ref: false })])
  if (!hasEnded()) child?.kill('SIGKILL')
  await ended
}
