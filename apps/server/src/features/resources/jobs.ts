import type { Deps } from '../../deps.ts'
import type { JobName } from '../../jobs.ts'
import type { JobHandler } from '../../platform/outbox.ts'
import { checkImport, finishImport } from './imports/running/commands.ts'

/** Background work of imports: check an upload, apply it. */
export const resourcesJobs = (deps: Deps) =>
  ({
    'resources.check': (payload, attempt) => checkImport(deps, String(payload.runId), attempt),
    'resources.apply': (payload, attempt) => finishImport(deps, String(payload.runId), attempt),
  }) satisfies Partial<Record<JobName, JobHandler>>
