import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/** Builds the web application into apps/web/dist. The server needs no build. */
export const buildWeb = async (): Promise<void> => {
  const root = fileURLToPath(new URL('../apps/web', import.meta.url))
  await build({ root, configFile: `${root}/vite.config.ts`, logLevel: 'warn' })
}

const newestIn = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).reduce(
    (newest, entry) =>
      entry.isFile() ? Math.max(newest, statSync(path.join(entry.parentPath, entry.name)).mtimeMs) : newest,
    0,
  )

/** Builds unless the built application is newer than everything it is made of. `before` is called when it is not. */
export const ensureWeb = async (before: () => void = () => {}): Promise<void> => {
  const root = fileURLToPath(new URL('..', import.meta.url))
  const built = statSync(path.join(root, 'apps/web/dist/index.html'), { throwIfNoEntry: false })?.mtimeMs ?? 0
  const sources = ['apps/web/src', 'packages/contract/src', 'packages/letter/src'].map(folder =>
    newestIn(path.join(root, folder)),
  )
  if (built > Math.max(...sources)) return
  before()
  await buildWeb()
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildWeb()
  console.log('Built: apps/web/dist')
}
