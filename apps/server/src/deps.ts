import { resolve4, resolve6 } from 'node:dns/promises'
import type { Config } from './platform/config.ts'
import { connectDatabase, type Database } from './platform/database.ts'
import { createFiles, type Files } from './platform/files.ts'
import { createLogger, type Logger } from './platform/logger.ts'
import { createMetrics, type Metrics } from './platform/metrics.ts'
import { connectQueue, type Queue } from './platform/queue.ts'
import { createSecrets, type Secrets } from './platform/secrets.ts'

/** What features work with. Made once per process; tests make their own. */
export type Deps = {
  config: Config
  logger: Logger
  database: Database
  files: Files
  queue: Queue
  secrets: Secrets
  metrics: Metrics
  /** Where the database stood when this process last looked; a database behind it is an older one. 0: not looked yet. */
  mark: { counter: number }
  /** Addresses of a host name (A and AAAA); injected so that tests need no DNS. */
  resolve: (host: string) => Promise<string[]>
  close: () => Promise<void>
}

const resolveHost = async (host: string): Promise<string[]> => {
  const found = await Promise.allSettled([resolve4(host), resolve6(host)])
  const addresses = found.flatMap(result => (result.status === 'fulfilled' ? result.value : []))
  if (addresses.length === 0 && found[0].status === 'rejected') throw found[0].reason
  return addresses
}

/** The composition root: config → connections → deps. */
export const createDeps = (config: Config, processName: 'api' | 'worker'): Deps => {
  const logger = createLogger(config, processName)
  const database = connectDatabase(config.databaseUrl, {
    name: `mailroom-${processName}`,
    connections: processName === 'api' ? 20 : 12,
  })
  const queue = connectQueue(config)
  return {
    config,
    logger,
    database,
    files: createFiles(database),
    queue,
    secrets: createSecrets(config.secretKey),
    metrics: createMetrics(),
    mark: { counter: 0 },
    resolve: resolveHost,
    close: async () => {
      await queue.close()
      await database.close()
    },
  }
}
