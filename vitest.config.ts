import { defineConfig } from 'vitest/config'

/** Two projects: `unit` needs nothing but Node; `integration` runs on a real Postgres that scripts/test.ts starts. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'packages/*/{src,test}/**/*.test.{ts,tsx}',
            'apps/*/src/**/*.test.{ts,tsx}',
            'scripts/**/*.test.ts',
            'chaos/**/*.test.ts',
          ],
          environment: 'node',
          // A busy machine may stand still for a while: only what hangs shall fail.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['apps/server/**/*.itest.ts', 'packages/*/{src,test}/**/*.itest.ts', 'scripts/**/*.itest.ts'],
          environment: 'node',
          globalSetup: ['apps/server/src/testing/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      },
      {
        // The engine with real worker processes; run once on each queue backend (REDIS_URL decides).
        test: {
          name: 'queue',
          include: ['apps/server/**/*.qtest.ts'],
          environment: 'node',
          globalSetup: ['apps/server/src/testing/global-setup.ts'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          maxWorkers: 1,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['apps/web/e2e/**/*.e2e.ts'],
          environment: 'node',
          testTimeout: 240_000,
          hookTimeout: 180_000,
          maxWorkers: 1,
          fileParallelism: false,
        },
      },
    ],
  },
})
