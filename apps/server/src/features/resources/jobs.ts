import type { Deps } from '../../deps.ts'
import type { JobName } from '../../jobs.ts'
import type { JobHandler } from '../../platform/outbox.ts'
import { checkImport, finishImport } from './imports/commands.ts'

/** Background work of imports: check an upload, apply it. */
export const resourcesJobs = (deps: Deps) =>
  ({
    'resources.check': payload => checkImport(deps, String(payload.runId)),
    'resources.apply': (payload, attempt) => finishImport(deps, String(payload.runId), attempt),
  }) satisfies Partial<Record<JobName, JobHandler>>
