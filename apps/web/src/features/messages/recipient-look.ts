import type { DispatchRow, RecipientRow } from '@mailroom/contract'
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

/** Tried, and nobody knows whether it arrived. */
export const isUnsure = (row: RecipientRow): boolean => row.reason === 'no-answer-twice' || row.state === 'unknown'

/** What may be done for a recipient, the obvious repair first. */
export type Repair = 'correct' | 'retry' | 'print' | 'giveUp'

/** Paper holds letters only, and the server repairs only what it tried: what is held has other ways out. */
export function repairsOf(row: RecipientRow, kind: DispatchRow['kind']): Repair[] {
  if (!row.messageId) return []
  return offered[row.state]?.filter(repair => repair !== 'print' || kind === 'letter') ?? []
}

const offered: Partial<Record<RecipientRow['state'], Repair[]>> = {
  failed: ['correct', 'retry', 'print', 'giveUp'],
  bounced: ['correct', 'retry', 'print', 'giveUp'],
  deferred: ['retry', 'correct', 'print'],
  unknown: ['retry', 'print'],
  'needs-decision': ['retry', 'print', 'giveUp'],
}
