import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { launchChromium } from './browser.ts'

it('a Chromium that dies while it starts is noticed at once, even where a child of it holds the pipe open', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mailroom-dies-'))
  const executablePath = join(folder, 'chromium')
  await writeFile(executablePath, '#!/bin/sh\nsleep 15 &\nsleep 0.2\n')
  await chmod(executablePath, 0o755)
  const failure = await launchChromium({ executablePath, tmpDir: folder }).catch((error: unknown) => error as Error)
  expect(failure).toMatchObject({ code: 'chromium-missing' })
  // Once with its sandbox and once without, or only without (root).
  const reasons = ((failure as Error).cause as AggregateError).errors.map(error => String(error))
  expect(reasons.length).toBeGreaterThanOrEqual(1)
  for (const reason of reasons) expect(reason).toContain('ended while it started')
  await rm(folder, { recursive: true, force: true })
}, 10_000)
