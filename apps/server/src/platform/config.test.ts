import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { environment, readConfig } from './config.ts'

const good = { DATABASE_URL: 'postgresql://x@localhost/y', SECRET_KEY: `${'A'.repeat(43)}=` }

test('.env.example names every variable, and no other', () => {
  const example = readFileSync('.env.example', 'utf8')
  const named = [...example.matchAll(/^#? ?([A-Z_]+)=/gm)].map(match => match[1])
  expect(named.sort()).toEqual(Object.keys(environment.shape).sort())
})

test('the environment is read in one file', async () => {
  const { execFileSync } = await import('node:child_process')
  const files = execFileSync('grep', [
    '-rl',
    'process.env',
    'apps/server/src',
    'packages',
    '--include=*.ts',
    '--exclude=*.test.ts',
    '--exclude=*.itest.ts',
    '--exclude=*.qtest.ts',
    '--exclude-dir=node_modules',
    '--exclude-dir=testing',
    '--exclude-dir=generated',
  ])
    .toString()
    .trim()
    .split('\n')
  expect(files).toEqual(['apps/server/src/platform/config.ts'])
})

test('a wrong or missing variable stops the start and is named', () => {
  expect(() => readConfig({})).toThrow(/DATABASE_URL is missing[\s\S]*SECRET_KEY is missing/)
  expect(() => readConfig({ ...good, SECRET_KEY: 'short' })).toThrow(/SECRET_KEY must be 32 bytes in base64/)
  expect(() => readConfig({ ...good, REDIS_URL: 'localhost' })).toThrow(/REDIS_URL must start with redis/)
  expect(() => readConfig({ ...good, INBOX_URL: 'http://127.0.0.1:1/' })).toThrow(/INBOX_URL is for demo and tests/)
})

test('an empty variable is an absent one', () => {
  expect(readConfig({ ...good, REDIS_URL: '' }).redisUrl).toBeUndefined()
  expect(readConfig(good).localSmtp).toBe(false)
})
