import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { cruise, type ICruiseResult } from 'dependency-cruiser'
import extractTsConfig from 'dependency-cruiser/config-utl/extract-ts-config'

const require = createRequire(import.meta.url)
export type Verdict = { modules: number; violations: { rule: string; from: string; to: string }[] }

/** Holds a tree (default: this project) against .dependency-cruiser.cjs. A tree without modules is an error, not a pass. */
export const judge = async (root = fileURLToPath(new URL('..', import.meta.url))): Promise<Verdict> => {
  const config = require('../.dependency-cruiser.cjs')
  const here = process.cwd()
  process.chdir(root)
  try {
    const { output } = await cruise(
      ['packages', 'apps'],
      { ...config.options, ruleSet: { forbidden: config.forbidden }, validate: true, baseDir: root },
      config.options.enhancedResolveOptions,
      { tsConfig: extractTsConfig(path.join(root, 'tsconfig.json')) },
    )
    const { summary, modules } = output as ICruiseResult
    const own = modules.filter(module => /^(packages|apps)\//.test(module.source))
    if (own.length === 0) throw new Error('the law read no module: nothing was judged')
    return {
      modules: own.length,
      violations: summary.violations.map(one => ({ rule: one.rule.name, from: one.from, to: one.to })),
    }
  } finally {
    process.chdir(here)
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { modules, violations } = await judge()
  for (const { rule, from, to } of violations) console.log(`${rule}: ${from} → ${to}`)
  console.log(`The law: ${modules} modules read, ${violations.length} violations`)
  process.exit(violations.length === 0 ? 0 : 1)
}
