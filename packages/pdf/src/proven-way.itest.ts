import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { launchChromium } from './browser.ts'
import type { Chromium } from './chromium.ts'

test('a Chromium that has run before is not replaced by another one when a start of it fails', async () => {
  const chromium: Chromium = { source: 'installed', executablePath: '/nowhere/chromium', args: [], env: {} }
  const proven = { chromium, sandbox: true }
  await expect(launchChromium({ tmpDir: tmpdir(), proven })).rejects.toMatchObject({ code: 'chromium-missing' })
  const first = await launchChromium({ tmpDir: tmpdir() })
  expect(first.chromium.executablePath).not.toBe(chromium.executablePath)
  await first.browser.close()
  await first.removeProfile()
})
