import type { DispatchCounts } from '@mailroom/contract'
import type { Segment } from '../../components/segment-bar.tsx'
import { unsure, wentWrong } from './dispatch-state.tsx'

/** On the sending page the bar keeps the colours of the states, since its parts are the filters below it. */
export const runSegments = (counts: DispatchCounts): Segment[] => [
  { tone: 'ok', count: counts.accepted },
  { tone: 'wait', count: counts.waiting + counts.held + counts.cancelled },
  { tone: 'warn', count: unsure(counts) },
  { tone: 'bad', count: wentWrong(counts) },
  { tone: 'hatch', count: counts.paper },
  { tone: 'missing', count: counts.unreachable },
]
