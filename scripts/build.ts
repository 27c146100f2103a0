import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/** Builds the web application into apps/web/dist. The server needs no build. */
export const buildWeb = async (): Promise<void> => {
  const root = fileURLToPath(new URL('../apps/web', import.meta.url))
  await build({ root, configFile: `${root}/vite.config.ts`, logLevel: 'warn' })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildWeb()
  console.log('Built: apps/web/dist')
}
