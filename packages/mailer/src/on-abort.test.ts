import { expect, it, vi } from 'vitest'
import { onAbort } from './on-abort.ts'

it('calls all who still listen, once, and adds one listener to the signal', () => {
  const controller = new AbortController()
  const add = vi.spyOn(controller.signal, 'addEventListener')
  const [stays, leaves, comes] = [vi.fn(), vi.fn(), vi.fn()]
  onAbort(controller.signal, stays)
  const stop = onAbort(controller.signal, leaves)
  stop()
  onAbort(controller.signal, comes)
  controller.abort()
  expect([stays, leaves, comes].map(one => one.mock.calls.length)).toEqual([1, 0, 1])
  expect(add).toHaveBeenCalledTimes(1)
})
