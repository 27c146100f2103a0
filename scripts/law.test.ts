import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { judge, type Verdict } from './law.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const rules = (
  createRequire(import.meta.url)('../.dependency-cruiser.cjs') as { forbidden: { name: string }[] }
).forbidden.map(rule => rule.name)
const server = 'apps/server/src'

/** For each rule: a file that breaks it (the first), and what that file needs. */
const plants: Record<string, [file: string, source: string][]> = {
  'no-unresolved': [[`${server}/platform/lost.ts`, "import './nowhere.ts'\n"]],
  'no-cycles': [
    // A type alone is enough.
    [`${server}/platform/one.ts`, "import type { Two } from './two.ts'\nexport const one = (two: Two) => two\n"],
    [`${server}/platform/two.ts`, "import { one } from './one.ts'\nexport type Two = string\nexport const two = one\n"],
  ],
  'packages-know-no-app': [
    ['packages/letter/src/app.ts', "import '../../../apps/web/src/thing.ts'\n"],
    ['apps/web/src/thing.ts', 'export {}\n'],
  ],
  'packages-are-islands': [
    ['packages/letter/src/island.ts', "import '../../contract/src/plain.ts'\n"],
    ['packages/contract/src/plain.ts', 'export {}\n'],
  ],
  'contract-needs-only-zod': [['packages/contract/src/greedy.ts', "import 'pino'\n"]],
  'web-knows-only-contract-and-letter': [
    ['apps/web/src/curious.ts', "import '../../server/src/platform/plain.ts'\n"],
    [`${server}/platform/plain.ts`, 'export {}\n'],
  ],
  'server-knows-no-web': [[`${server}/platform/webby.ts`, "import '../../../web/src/thing.ts'\n"]],
  'database-behind-queries-and-commands': [
    [
      `${server}/features/letters/routes.ts`,
      "import { client } from '../../generated/prisma/client.ts'\nexport const x = client\n",
    ],
    [`${server}/generated/prisma/client.ts`, 'export const client = 1\n'],
  ],
  'platform-knows-no-feature': [
    [`${server}/platform/knowing.ts`, "import '../features/letters/rules.ts'\n"],
    [`${server}/features/letters/rules.ts`, 'export {}\n'],
  ],
  'features-meet-at-the-front-door': [[`${server}/features/accounts/commands.ts`, "import '../letters/routes.ts'\n"]],
  'rules-are-pure': [[`${server}/features/accounts/rules.ts`, "import '../../platform/plain.ts'\n"]],
  'closed-vocabulary-importing': [[`${server}/features/accounts/helpers.ts`, "import './rules.ts'\n"]],
  'closed-vocabulary-imported': [[`${server}/features/accounts/queries.ts`, "import './helpers.ts'\n"]],
  'chromium-only-from-jobs': [
    [`${server}/features/letters/commands.ts`, "import '../../../../../packages/pdf/src/index.ts'\n"],
    ['packages/pdf/src/index.ts', 'export {}\n'],
  ],
  'api-never-reaches-chromium': [[`${server}/api.ts`, "import './features/letters/commands.ts'\n"]],
  'worker-never-reaches-http': [[`${server}/worker.ts`, "import 'fastify'\n"]],
  'production-knows-no-inbox': [
    [`${server}/platform/mailing.ts`, "import '../testing/inbox.ts'\n"],
    [`${server}/testing/inbox.ts`, 'export {}\n'],
  ],
}

let folder: string
let verdict: Verdict
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mailroom-law-'))
  await Promise.all(['tsconfig.json', 'package.json'].map(file => cp(path.join(root, file), path.join(folder, file))))
  await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'))
  for (const [file, source] of Object.values(plants).flat()) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true })
    await writeFile(path.join(folder, file), source)
  }
  verdict = await judge(folder)
}, 60_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

test('every rule of the law has a planted violation', () => {
  expect(Object.keys(plants).sort()).toEqual([...rules].sort())
})

test.each(rules)('%s catches its violation', rule => {
  const caught = verdict.violations.filter(one => one.rule === rule).map(one => one.from)
  expect(caught).toContain(plants[rule]?.[0]?.[0])
})

test('the project obeys, and was really read', async () => {
  const own = await judge()
  expect(own.modules).toBeGreaterThan(150)
  expect(own.violations).toEqual([])
}, 60_000)
