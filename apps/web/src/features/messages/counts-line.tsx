import type { DispatchView } from '@mailroom/contract'
import { Trans, useTranslation } from 'react-i18next'
import type { IconName } from '../../components/icon.tsx'
import { SegmentBar } from '../../components/segment-bar.tsx'
import { StateWord, type Tone } from '../../components/state-word.tsx'
import { useFormats } from '../../lib/formats.ts'
import { segmentsOf } from '../dispatches/dispatch-state.tsx'
import styles from './mail.module.css'

type Part =
  | 'accepted'
  | 'waiting'
  | 'held'
  | 'cameBack'
  | 'failed'
  | 'toDecide'
  | 'unknown'
  | 'paper'
  | 'paperPrinted'
  | 'unreachable'
  | 'cancelled'

/** The bar and its words; only what is not zero. "Accepted by the mail server", never "delivered". */
export function CountsLine({ dispatch, total }: { dispatch: DispatchView; total: number }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const { counts } = dispatch
  const all: { part: Part; count: number; icon: IconName; tone: Tone }[] = [
    { part: 'accepted', count: counts.accepted, icon: 'ok', tone: 'ok' },
    { part: 'waiting', count: counts.waiting + counts.deferred, icon: 'clock', tone: 'warn' },
    { part: 'held', count: counts.held, icon: 'hold', tone: 'warn' },
    { part: 'cameBack', count: counts.bounced, icon: 'bounced', tone: 'bad' },
    { part: 'failed', count: counts.failed, icon: 'bad', tone: 'bad' },
    { part: 'toDecide', count: counts.toDecide, icon: 'help', tone: 'warn' },
    { part: 'unknown', count: counts.unknown, icon: 'help', tone: 'warn' },
    {
      part: dispatch.printState === 'printed' ? 'paperPrinted' : 'paper',
      count: counts.paper,
      icon: 'paper',
      tone: 'muted',
    },
    { part: 'unreachable', count: counts.unreachable, icon: 'missing', tone: 'warn' },
    { part: 'cancelled', count: counts.cancelled, icon: 'refused', tone: 'muted' },
  ]
  return (
    <fieldset className={styles.sum} aria-label={t('mail.pane.summary', { shown: number(total) })}>
      <SegmentBar height={8} segments={segmentsOf(dispatch, 'row')} />
      <ul>
        {all
          .filter(({ count }) => count > 0)
          .map(({ part, count, icon, tone }) => (
            <li key={part}>
              <StateWord icon={icon} tone={tone}>
                <Trans i18nKey={`mail.pane.${part}`} values={{ shown: number(count) }} components={{ b: <b /> }} />
              </StateWord>
            </li>
          ))}
      </ul>
    </fieldset>
  )
}
