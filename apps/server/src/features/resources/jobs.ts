import type { Deps } from '../../deps.ts'
import type { JobHandler } from '../../platform/outbox.ts'

/** Background work of imports: check an upload, apply it. */
export const resourcesJobs = (_deps: Deps): Record<string, JobHandler> => ({})
