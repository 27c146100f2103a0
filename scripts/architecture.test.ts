import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (file: string) => readFileSync(path.join(root, file), 'utf8')
const inBackticks = (text: string) => [...text.matchAll(/`([^`\n]+)`/g)].flatMap(([, found]) => found ?? [])
const unique = (names: string[]) => [...new Set(names)]

/** Words in backticks that name something in the tree: with a slash, a known ending, or a folder at the top. */
const isPath = (name: string) =>
  /^[\w.@-]+(\/[\w.@-]+)+$/.test(name) || /^[\w.-]+\.(ts|tsx|mjs|cjs|md|json|yml)$/.test(name)
const tops = ['bench', 'scripts', 'chaos', 'docs', 'prisma']

test('every path in ARCHITECTURE.md exists', () => {
  // `api.ts` alone is the name of a file in many folders.
  const paths = unique(inBackticks(read('ARCHITECTURE.md'))).filter(
    name => (isPath(name) || tops.includes(name)) && name !== 'api.ts',
  )
  expect(paths.length).toBeGreaterThanOrEqual(25)
  expect(paths.filter(name => !existsSync(path.join(root, name)))).toEqual([])
})

test('every function in ARCHITECTURE.md exists', () => {
  const names = unique(inBackticks(read('ARCHITECTURE.md'))).filter(name => /^\w+\(\)$/.test(name))
  const sources = globSync(['apps/server/src/**/*.ts', 'packages/*/src/**/*.ts'], { cwd: root })
    .filter(file => !file.includes('generated'))
    .map(read)
    .join('\n')
  expect(names.length).toBeGreaterThanOrEqual(15)
  expect(names.filter(name => !new RegExp(`\\b(const|function) ${name.slice(0, -2)}\\b`).test(sources))).toEqual([])
})

test('every npm command in the documents exists, and every command is in the README', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  const commandsIn = (file: string) =>
    unique(
      [...read(file).matchAll(/\bnpm (?:run ([a-z]+)|(start|test)\b)/g)].flatMap(([, run, word]) => run ?? word ?? []),
    )
  const documents = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', ...globSync('docs/**/*.md', { cwd: root })]
  expect(documents.flatMap(commandsIn).filter(name => !(name in scripts))).toEqual([])
  expect(commandsIn('README.md').sort()).toEqual(Object.keys(scripts).sort())
})

test('links between the documents lead somewhere', () => {
  const documents = [...globSync('*.md', { cwd: root }), ...globSync('docs/**/*.md', { cwd: root })]
  const links = documents.flatMap(file =>
    [...read(file).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, to]) => [
      file,
      path.join(path.dirname(file), to ?? ''),
    ]),
  )
  expect(links.length).toBeGreaterThan(5)
  expect(links.filter(([, to]) => !existsSync(path.join(root, to ?? '')))).toEqual([])
})

test('both processes are started by apps/server/start everywhere', () => {
  for (const file of ['Dockerfile', 'docker-compose.yml', 'README.md']) {
    const started = [...read(file).matchAll(/(\S+)[" ,]+apps\/server\/src\/(?:api|worker)\.ts/g)].map(([, by]) => by)
    expect(started.length, file).toBeGreaterThanOrEqual(2)
    expect(started.filter(by => !by?.includes('apps/server/start'))).toEqual([])
  }
})
