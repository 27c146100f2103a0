import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { forgetLives, listDead, readFilesOf, showLife } from './life.ts'

let root: string
let folder: string
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'mailroom-life-'))
  // Longer than the path of a socket may be.
  folder = path.join(root, 'a'.repeat(100), 'journal')
  await mkdir(folder, { recursive: true })
})
afterEach(() => rm(root, { recursive: true, force: true }))

/** A real process that shows its life there, and its name. */
const startLife = async () => {
  const module = pathToFileURL(path.resolve(import.meta.dirname, 'life.ts')).href
  const child = spawn(process.execPath, [
    '--input-type=module',
    '-e',
    `import { showLife } from '${module}'; console.log((await showLife(process.argv[1])).name); setInterval(() => {}, 1000)`,
    folder,
  ])
  const [name] = await once(child.stdout, 'data')
  return { child, name: String(name).trim() }
}

test('a living process is not dead, nor is one that is frozen; a killed one is, at once', async () => {
  const { child, name } = await startLife()
  await writeFile(path.join(folder, `${name}-0.journal`), '')
  expect(await listDead(folder)).toEqual([])
  child.kill('SIGSTOP')
  expect(await listDead(folder)).toEqual([])
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(await listDead(folder)).toEqual([name])
  expect(await readFilesOf(folder, [name], '.journal')).toEqual([''])
  await forgetLives(folder, [name])
  expect(await readdir(folder)).toEqual([])
})

test('a number that another process has by now does not keep the dead alive', async () => {
  const { child, name } = await startLife()
  child.kill('SIGKILL')
  await once(child, 'exit')
  const [, rest] = name.split('-')
  await forgetLives(folder, [name])
  const reused = `${process.ppid}-${rest}`
  await writeFile(path.join(folder, `${reused}-0.journal`), '')
  // Without a socket the number is all there is.
  expect(await listDead(folder)).toEqual([])
  await writeFile(path.join(folder, `${process.pid}-${rest}-0.journal`), '')
  expect(await listDead(folder)).toEqual([`${process.pid}-${rest}`])
})

test('a file that another process takes away meanwhile is left out; one that cannot be read is an error', async () => {
  await Promise.all(['1-a-0', '1-a-1'].map(name => writeFile(path.join(folder, `${name}.journal`), name)))
  await symlink(path.join(folder, 'nowhere'), path.join(folder, '1-a-2.journal'))
  expect((await readFilesOf(folder, ['1-a'], '.journal')).toSorted()).toEqual(['1-a-0', '1-a-1'])
  await mkdir(path.join(folder, '1-a-3.journal'))
  await expect(readFilesOf(folder, ['1-a'], '.journal')).rejects.toThrow('EISDIR')
})

test('who ends well leaves nothing', async () => {
  const life = await showLife(folder)
  expect(life.watched).toBe(true)
  expect(await readdir(folder)).toEqual([`${life.name}.alive`])
  await life.end()
  expect(await readdir(folder)).toEqual([])
})
