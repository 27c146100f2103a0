import styles from './segment-bar.module.css'

export type SegmentTone = 'ok' | 'go' | 'wait' | 'warn' | 'bad' | 'paper' | 'hatch' | 'missing'

export interface Segment {
  tone: SegmentTone
  count: number
}

interface SegmentBarProps {
  segments: Segment[]
  /** 4 in rows, 6 on cards, 8 on the page of one dispatch. */
  height?: 4 | 6 | 8 | 12
  /** What the bar says, for those who do not see it; leave out where the same words stand beside it. */
  label?: string
  className?: string
}

/** Parts of a whole; every part that is not zero is at least 4 px wide, so that one in two thousand shows. */
export function SegmentBar({ segments, height = 4, label, className }: SegmentBarProps) {
  const shown = segments.filter(segment => segment.count > 0)
  const name = label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true }
  return (
    <span className={[styles.bar, className].filter(Boolean).join(' ')} style={{ height }} {...name}>
      {shown.map(segment => (
        <i key={segment.tone} data-tone={segment.tone} style={{ flexGrow: segment.count }} />
      ))}
      {shown.length === 0 && <i data-tone="wait" style={{ flexGrow: 1 }} />}
    </span>
  )
}
