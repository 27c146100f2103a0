import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createRenderer } from './index.ts'

test('the profile of a process that was killed goes at the next start; a living one’s stays', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mailroom-left-'))
  const dead = spawnSync(process.execPath, ['-e', '0']).pid
  const [left, living] = [dead, process.ppid].map(pid => join(folder, `mailroom-profile-${pid}-x`))
  for (const one of [left, living]) await mkdir(one ?? '')
  const renderer = createRenderer({ tmpDir: folder })
  expect((await renderer.health()).ok).toBe(true)
  expect([existsSync(left ?? ''), existsSync(living ?? '')]).toEqual([false, true])
  await renderer.close()
  await rm(folder, { recursive: true, force: true })
})
