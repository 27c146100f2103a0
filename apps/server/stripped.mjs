/**
 * Node takes the types off each source while it loads it, and the program that does so stays: 15 MB in each process, for
 * good. Here another process does it, once per change of a source, and leaves the result in node_modules/.cache.
 * Loaded before the entry (`node --require`, see `start`) this is a hook that reads from there; run by itself it fills
 * the cache. What is not there Node loads as always. Why: docs/decisions/0019.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { globSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { registerHooks, stripTypeScriptTypes } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.resolve(import.meta.dirname, '../..')
const cache = path.join(root, 'node_modules/.cache/mailroom-stripped')

/** By content: the time of a file says little in an image or after a checkout. */
const nameOf = source => `${createHash('sha256').update(process.version).update(source).digest('hex')}.mjs`

const fillCache = () => {
  mkdirSync(cache, { recursive: true })
  const known = new Set(readdirSync(cache))
  for (const source of globSync(['apps/server/src/**/*.ts', 'packages/*/src/**/*.ts'], { cwd: root })) {
    const text = readFileSync(path.join(root, source), 'utf8')
    const name = nameOf(text)
    if (known.delete(name)) continue
    try {
      const draft = path.join(cache, `${name}.${process.pid}`)
      writeFileSync(draft, stripTypeScriptTypes(text))
      renameSync(draft, path.join(cache, name))
    } catch (error) {
      // Not a source that Node can load: it says so itself when somebody imports it.
      if (error.code !== 'ERR_INVALID_TYPESCRIPT_SYNTAX' && error.code !== 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX')
        throw error
    }
  }
  for (const old of known) if (old.endsWith('.mjs')) rmSync(path.join(cache, old), { force: true })
}

let tried = false
const readStripped = text => {
  const kept = path.join(cache, nameOf(text))
  try {
    return readFileSync(kept)
  } catch {
    if (tried) return undefined
    tried = true
    const { NODE_OPTIONS: _, ...env } = process.env
    spawnSync(process.execPath, [import.meta.filename], { env, stdio: 'ignore' })
    return readStripped(text)
  }
}

if (process.argv[1] === import.meta.filename) fillCache()
else
  registerHooks({
    load(url, context, nextLoad) {
      if (!url.startsWith('file:') || !url.endsWith('.ts')) return nextLoad(url, context)
      const source = readStripped(readFileSync(fileURLToPath(url), 'utf8'))
      return source ? { format: 'module', source, shortCircuit: true } : nextLoad(url, context)
    },
  })
