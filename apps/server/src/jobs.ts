/**
 * Every background job: what it is called, what it carries (ids only: no names, no addresses), how many run at once in
 * one worker. `deliver` and `prepare` are hints at message rows, up to 50 in one job (RELIABILITY §3.6); the others are rows
 * of the outbox.
 */
export type MessageHint = { id: string; epoch: number /** The one letter that tries a paused server. */; probe?: true }
export type JobPayloads = {
  /** Make the print file of a dispatch. */
  'dispatches.print': { dispatchId: string }
  /** Note in the lists of people when they were last written to. */
  'dispatches.note': { dispatchId: string }
  /** Render one page for a preview: the HTML is a stored file. Result: { sha } of the PDF. */
  'letters.render': { sha: string; language: string }
  /** Check an upload against the lists, then fill its preview. */
  'resources.check': { runId: string }
  /** Apply an import. */
  'resources.apply': { runId: string }
}
export type JobName = keyof JobPayloads
export const hintsPerJob = 100
export const concurrency = { outbox: 2, prepareBatches: 1 } as const
export const queues = { deliver: 'deliver', prepare: 'prepare', outbox: 'outbox' } as const
