import type { RecipientRow } from '@mailroom/contract'

const shown: Record<string, RecipientRow['state']> = {
  scheduled: 'waiting',
  preparing: 'preparing',
  ready: 'waiting',
  sending: 'sending',
  deferred: 'deferred',
  held: 'held',
  accepted: 'accepted',
  unknown: 'unknown',
  failed: 'failed',
  prepare_failed: 'failed',
  bounced: 'bounced',
  needs_decision: 'needs-decision',
  cancelled: 'cancelled',
}

/** What people are shown of a message's state; who was moved to the paper pile is on paper. */
export const shownState = (state: string, reason: string | null): RecipientRow['state'] =>
  reason === 'moved-to-paper' ? 'paper' : (shown[state] ?? 'waiting')
