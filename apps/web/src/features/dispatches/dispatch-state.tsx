import type { DispatchCounts, DispatchRow } from '@mailroom/contract'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { IconName } from '../../components/icon.tsx'
import type { Segment } from '../../components/segment-bar.tsx'
import { StateWord, type Tone } from '../../components/state-word.tsx'
import { type Formats, useFormats } from '../../lib/formats.ts'

/** Preparing, ready, sending, put off by a server, and held: all still to come. */
export const toGo = (counts: DispatchCounts): number => counts.waiting + counts.deferred + counts.held
/** Put off, for a person to decide, or left open. */
export const unsure = (counts: DispatchCounts): number => counts.deferred + counts.toDecide + counts.unknown
export const wentWrong = (counts: DispatchCounts): number => counts.failed + counts.bounced
/** E-mails of the dispatch: the server counts paper and unreachable people beside them, not among them. */
export const emailsOf = (counts: DispatchCounts): number => counts.total

export const isOver = ({ state }: Pick<DispatchRow, 'state'>): boolean => state === 'done' || state === 'cancelled'
export const isHeldForSender = (reason: string): boolean => reason === 'sender-held' || reason === 'right-revoked'

/** Bar order: accepted, waiting, came back, paper; accent while running, green once done, amber held. */
export function segmentsOf(row: Pick<DispatchRow, 'state' | 'counts'>, look: 'row' | 'running'): Segment[] {
  const { counts, state } = row
  const running = look === 'running' || (state === 'sending' && toGo(counts) > 0) || state === 'undoable'
  return [
    { tone: running ? 'go' : 'ok', count: counts.accepted },
    {
      tone: running || state === 'scheduled' || state === 'paused' ? 'wait' : 'warn',
      count: counts.waiting + counts.held,
    },
    { tone: 'warn', count: unsure(counts) },
    { tone: 'bad', count: wentWrong(counts) },
    { tone: 'paper', count: counts.paper },
    { tone: 'wait', count: counts.cancelled },
    { tone: 'missing', count: counts.unreachable },
  ].reduce<Segment[]>(mergeTones, [])
}

/** Two parts of one tone are one segment. */
function mergeTones(before: Segment[], next: { tone: string; count: number }): Segment[] {
  const segment = next as Segment
  const same = before.find(other => other.tone === segment.tone)
  if (!same) return [...before, segment]
  return before.map(other => (other === same ? { ...same, count: same.count + segment.count } : other))
}

export interface StateLook {
  icon: IconName
  tone: Tone
  words: string
}

/** Words name only the exception, worst first ("2 came back, 3 waiting"), else "All 137 accepted". */
export function stateOf(row: DispatchRow, t: TFunction, formats: Formats): StateLook {
  const { counts } = row
  const shown = (count: number) => ({ count, shown: formats.number(count) })
  if (row.state === 'undoable') return { icon: 'hold', tone: 'go', words: t('mail.state.undoable') }
  if (row.state === 'scheduled') {
    return {
      icon: 'clock',
      tone: 'muted',
      words: t('mail.state.scheduled', { when: row.startsAt ? formats.dayAndTime(row.startsAt) : '' }),
    }
  }
  const running = row.state === 'sending' && toGo(counts) > 0
  const bad = exceptions(counts, t, shown)
  if (running && wentWrong(counts) === 0) {
    return { icon: 'send', tone: 'go', words: t('mail.state.sending', { shown: formats.number(toGo(counts)) }) }
  }
  if (row.state === 'paused')
    return { icon: 'pause', tone: 'muted', words: t('mail.state.paused', { shown: formats.number(toGo(counts)) }) }
  if (row.state === 'cancelled' && wentWrong(counts) === 0)
    return { icon: 'refused', tone: 'muted', words: t('mail.state.cancelled') }
  if (bad) return bad
  if (counts.paper > 0) return { icon: 'paper', tone: 'muted', words: t('mail.state.paper', shown(counts.paper)) }
  if (counts.accepted > 1)
    return { icon: 'ok', tone: 'ok', words: t('mail.state.allAccepted', { shown: formats.number(counts.accepted) }) }
  if (counts.accepted === 1) return { icon: 'ok', tone: 'ok', words: t('mail.state.accepted') }
  return { icon: 'missing', tone: 'muted', words: t('mail.state.nothing') }
}

function exceptions(
  counts: DispatchCounts,
  t: TFunction,
  shown: (count: number) => { count: number; shown: string },
): StateLook | null {
  const all: (StateLook & { count: number })[] = [
    { count: counts.bounced, icon: 'bounced', tone: 'bad', words: t('mail.state.cameBack', shown(counts.bounced)) },
    { count: counts.failed, icon: 'bad', tone: 'bad', words: t('mail.state.failed', shown(counts.failed)) },
    { count: counts.toDecide, icon: 'help', tone: 'warn', words: t('mail.state.toDecide', shown(counts.toDecide)) },
    { count: toGo(counts), icon: 'clock', tone: 'warn', words: t('mail.state.waiting', shown(toGo(counts))) },
    { count: counts.unknown, icon: 'help', tone: 'warn', words: t('mail.state.unknown', shown(counts.unknown)) },
    {
      count: counts.unreachable,
      icon: 'missing',
      tone: 'warn',
      words: t('mail.state.unreachable', shown(counts.unreachable)),
    },
    {
      count: counts.cancelled,
      icon: 'refused',
      tone: 'muted',
      words: t('mail.state.cancelledSome', shown(counts.cancelled)),
    },
  ]
  const found = all.filter(part => part.count > 0)
  const [worst] = found
  return worst
    ? {
        icon: worst.icon,
        tone: worst.tone,
        words: found
          .slice(0, 2)
          .map(part => part.words)
          .join(', '),
      }
    : null
}

export function DispatchState({ row, className }: { row: DispatchRow; className?: string }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { icon, tone, words } = stateOf(row, t, formats)
  return (
    <StateWord icon={icon} tone={tone} className={className}>
      {words}
    </StateWord>
  )
}
