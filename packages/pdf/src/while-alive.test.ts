import { EventEmitter } from 'node:events'
import type { Browser } from 'puppeteer-core'
import { expect, it, vi } from 'vitest'
import { endBrowser, whileAlive } from './while-alive.ts'

const endless = () => new Promise<never>(() => {})

const makeBrowser = () => {
  const end = (signal: string) => {
    child.signalCode = signal
    child.emit('exit')
  }
  const ends = { exitCode: null as number | null, signalCode: null as string | null, kill: vi.fn(end) }
  const child = Object.assign(new EventEmitter(), ends)
  const own = { connected: true, process: () => child, close: vi.fn(endless) }
  const browser = Object.assign(new EventEmitter(), own)
  return { child, browser, asBrowser: browser as unknown as Browser }
}
it('gives the result and leaves no listener behind', async () => {
  const { child, browser, asBrowser } = makeBrowser()
  expect(await whileAlive(asBrowser, Promise.resolve(7))).toBe(7)
  await expect(whileAlive(asBrowser, Promise.reject(new Error('its own')))).rejects.toThrow('its own')
  expect(browser.listenerCount('disconnected') + child.listenerCount('exit')).toBe(0)
})

it('ends with the connection, with the process, and at once when either has ended before', async () => {
  const lost = makeBrowser()
  const first = whileAlive(lost.asBrowser, endless())
  lost.browser.emit('disconnected')
  await expect(first).rejects.toThrow('gone')

  const killed = makeBrowser()
  const second = whileAlive(killed.asBrowser, endless())
  killed.child.emit('exit')
  await expect(second).rejects.toThrow('gone')

  killed.child.exitCode = 1
  await expect(whileAlive(killed.asBrowser, endless())).rejects.toThrow('gone')
})

it('closes until the process is gone, not only the connection', async () => {
  const { child, browser, asBrowser } = makeBrowser()
  let closed = false
  const closing = endBrowser(asBrowser).then(() => {
    closed = true
  })
  browser.emit('disconnected')
  await new Promise(resolve => setImmediate(resolve))
  expect([browser.close.mock.calls.length, closed]).toEqual([1, false])
  child.exitCode = 0
  child.emit('exit')
  await closing
  await endBrowser(asBrowser)
  expect(child.kill).not.toHaveBeenCalled()
})

it('kills a Chromium that does not close', async () => {
  const { child, asBrowser } = makeBrowser()
  await endBrowser(asBrowser, 1)
  expect(child.kill.mock.calls).toEqual([['SIGKILL']])
})
