import type { RecipientRow } from '@mailroom/contract'
import type { IconName } from '../../components/icon.tsx'
import type { Tone } from '../../components/state-word.tsx'

export const recipientLooks: Record<RecipientRow['state'], { icon: IconName; tone: Tone }> = {
  preparing: { icon: 'letter', tone: 'muted' },
  waiting: { icon: 'hold', tone: 'muted' },
  sending: { icon: 'send', tone: 'go' },
  deferred: { icon: 'later', tone: 'warn' },
  held: { icon: 'hold', tone: 'warn' },
  accepted: { icon: 'ok', tone: 'ok' },
  unknown: { icon: 'help', tone: 'warn' },
  failed: { icon: 'bad', tone: 'bad' },
  bounced: { icon: 'bounced', tone: 'bad' },
  'needs-decision': { icon: 'warn', tone: 'warn' },
  cancelled: { icon: 'refused', tone: 'muted' },
  paper: { icon: 'paper', tone: 'muted' },
  unreachable: { icon: 'missing', tone: 'warn' },
}

/** What may be done for a recipient, the obvious repair first. */
export type Repair = 'correct' | 'retry' | 'print'

export function repairsOf(row: RecipientRow): Repair[] {
  if (!row.messageId) return []
  if (row.state === 'failed' || row.state === 'bounced') return ['correct', 'retry', 'print']
  if (row.state === 'deferred') return ['retry', 'correct', 'print']
  if (row.state === 'unknown' || row.state === 'needs-decision') return ['retry', 'print']
  if (row.state === 'held') return ['print']
  return []
}
