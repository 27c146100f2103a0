// The law of the house (DESIGN §3), executable. scripts/law.test.ts plants a violation of each rule and sees it caught.
const feature = '^apps/server/src/features/([^/]+)/'
const words = '(routes|queries|commands|rules|jobs)'
// Five names, also in a sub-folder; a format parser of an import is a file of its own name there.
const vocabulary = [
  `^apps/server/src/features/.+/${words}\\.ts$`,
  '^apps/server/src/features/[^/]+/imports/[^/]+\\.ts$',
]
const tests = '\\.(test|itest|qtest)\\.ts$'
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

module.exports = {
  forbidden: [
    forbid('no-unresolved', 'Every import leads somewhere.', { pathNot: '^apps/web/' }, { couldNotResolve: true }),
    forbid(
      'no-cycles',
      'Two modules that need each other are one module, or a third is missing.',
      // Prisma writes its own.
      { pathNot: 'src/generated/' },
      { circular: true },
    ),
    forbid('packages-know-no-app', 'Packages are deep and ignorant.', { path: '^packages/' }, { path: '^apps/' }),
    forbid(
      'packages-are-islands',
      'Packages do not know each other.',
      { path: '^packages/([^/]+)/' },
      { path: '^packages/', pathNot: '^packages/$1/' },
    ),
    forbid(
      'contract-needs-only-zod',
      'The vocabulary is shared with the browser.',
      { path: '^packages/contract/src', pathNot: tests },
      { pathNot: ['^packages/contract/', 'node_modules/zod/'] },
    ),
    forbid(
      'web-knows-only-contract-and-letter',
      'The web app never reaches into the server.',
      { path: '^apps/web/src/' },
      { path: '^(apps/server|packages/(pdf|mailer))' },
    ),
    forbid(
      'server-knows-no-web',
      'The server serves files; it does not import them.',
      { path: '^apps/server/' },
      { path: '^apps/web/' },
    ),
    forbid(
      'database-behind-queries-and-commands',
      'Only queries.ts and commands.ts touch Prisma; everybody else asks them.',
      {
        path: '^apps/server/src/',
        pathNot: [
          '/(queries|commands)\\.ts$',
          '^apps/server/src/platform/(database|outbox)\\.ts$',
          '^apps/server/src/generated/',
          tests,
        ],
      },
      { path: '^apps/server/src/generated/prisma', dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'platform-knows-no-feature',
      'The platform knows no noun.',
      { path: '^apps/server/src/platform/' },
      { path: '^apps/server/src/features/' },
    ),
    forbid(
      'features-meet-at-the-front-door',
      'Nouns meet only through queries, commands and rules.',
      { path: feature, pathNot: tests },
      {
        path: '^apps/server/src/features/',
        pathNot: ['^apps/server/src/features/$1/', '^apps/server/src/features/.+/(queries|commands|rules)\\.ts$'],
      },
    ),
    forbid(
      'rules-are-pure',
      'No I/O and no clock: time comes in.',
      { path: '/rules\\.ts$' },
      {
        path: ['/(queries|commands|routes|jobs)\\.ts$', '^apps/server/src/platform/(?!errors)', '/generated/'],
        dependencyTypesNot: ['type-only'],
      },
    ),
    forbid(
      'closed-vocabulary-importing',
      'Five file names, no others.',
      { path: feature, pathNot: [...vocabulary, tests] },
      {},
    ),
    forbid('closed-vocabulary-imported', 'Five file names, no others.', {}, { path: feature, pathNot: vocabulary }),
    forbid(
      'chromium-only-from-jobs',
      'PDFs are made in background jobs.',
      {
        path: '^apps/server/src/',
        pathNot: ['/jobs\\.ts$', '^apps/server/src/worker\\.ts$', tests, '^apps/server/src/testing/'],
      },
      { path: '^packages/pdf/', dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'api-never-reaches-chromium',
      'A request never waits for a browser of ours.',
      { path: '^apps/server/src/api\\.ts$' },
      { path: '^packages/pdf/', reachable: true },
    ),
    forbid(
      'worker-never-reaches-http',
      'The worker has no door.',
      { path: '^apps/server/src/worker\\.ts$' },
      { path: 'node_modules/fastify/', reachable: true },
    ),
    forbid(
      'production-knows-no-inbox',
      'The built-in inbox is for demo and tests.',
      { path: '^apps/server/src/', pathNot: ['^apps/server/src/testing/', tests] },
      { path: '^apps/server/src/testing/' },
    ),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
}
