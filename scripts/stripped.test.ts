import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

let root = ''
beforeEach(() => {
  // With a blank and a per cent sign: a path, not a URL.
  root = mkdtempSync(path.join(tmpdir(), 'mailroom stripped 100%-'))
  mkdirSync(path.join(root, 'apps/server/src'), { recursive: true })
  for (const file of ['start', 'stripped.mjs'])
    copyFileSync(path.join(import.meta.dirname, '../apps/server', file), at(file))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const at = (file: string) => path.join(root, 'apps/server', file)
const entry = (word: string) =>
  `const word: string = '${word}'\nconsole.log(word, process.moduleLoadList.some(one => /amaro/.test(one)))\n`
const start = () =>
  execFileSync(at('start'), [at('src/x.ts')], {
    encoding: 'utf8',
    env: { PATH: `${path.dirname(process.execPath)}:${process.env.PATH}` },
  }).trim()
const kept = () => readdirSync(path.join(root, 'node_modules/.cache/mailroom-stripped'))

test('sources are loaded without Node’s type stripper, and a changed one anew', () => {
  writeFileSync(at('src/x.ts'), entry('first'))
  expect(start()).toBe('first false')
  const before = kept()
  expect(start()).toBe('first false')
  expect(kept()).toEqual(before)
  writeFileSync(at('src/x.ts'), entry('second one'))
  expect(start()).toBe('second one false')
  expect(kept()).toHaveLength(1)
})

test('where the cache cannot be written, Node loads the sources as always', () => {
  writeFileSync(at('src/x.ts'), entry('first'))
  writeFileSync(path.join(root, 'node_modules'), 'a file, so that there is no folder')
  expect(start()).toBe('first true')
})

test('a source that is no TypeScript is reported by Node with its own name', () => {
  writeFileSync(at('src/x.ts'), entry('fine'))
  writeFileSync(at('src/broken.ts'), 'const = 1')
  expect(start()).toBe('fine false')
  writeFileSync(at('src/x.ts'), `${entry('fine')}await import('./broken.ts').catch(error => console.log(error.name))`)
  expect(start()).toBe('fine false\nSyntaxError')
})
