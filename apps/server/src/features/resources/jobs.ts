import type { Deps } from '../../deps.ts'
import type { JobName } from '../../jobs.ts'
import type { JobHandler } from '../../platform/outbox.ts'

// The readers of every format are loaded with the first import: 4 MB that a worker which only mails never needs.
const imports = () => import('./imports/running/commands.ts')

/** Background work of imports: check an upload, apply it. */
export const resourcesJobs = (deps: Deps) =>
  ({
    'resources.check': async (payload, attempt) => (await imports()).checkImport(deps, String(payload.runId), attempt),
    'resources.apply': async (payload, attempt) => (await imports()).finishImport(deps, String(payload.runId), attempt),
  }) satisfies Partial<Record<JobName, JobHandler>>
