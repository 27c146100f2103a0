import type { PersonDetail, PersonRow, Reach } from '@mailroom/contract'
import { useTranslation } from 'react-i18next'
import type { IconName } from '../../components/icon.tsx'
import { StateWord, type Tone } from '../../components/state-word.tsx'
import styles from './people.module.css'

/** Red: came back. Amber: something to complete. Grey: a choice, no fault. */
export const reachLook: Record<Reach, { icon: IconName; tone: Tone }> = {
  ok: { icon: 'ok', tone: 'ok' },
  unverified: { icon: 'help', tone: 'warn' },
  paper: { icon: 'paper', tone: 'muted' },
  refused: { icon: 'refused', tone: 'muted' },
  missing: { icon: 'missing', tone: 'warn' },
  invalid: { icon: 'warn', tone: 'warn' },
  bounced: { icon: 'bounced', tone: 'bad' },
}

interface EmailCellProps {
  row: PersonRow
  onAdd?: ((row: PersonRow) => void) | undefined
}

/** Valid: a green tick and the address. Anything else: icon, word, then the address dimmed. */
export function EmailCell({ row, onAdd }: EmailCellProps) {
  const { t } = useTranslation()
  const { icon, tone } = reachLook[row.reach]
  const fine = row.reach === 'ok'
  return (
    <span className={styles.email}>
      <StateWord icon={icon} tone={tone} iconOnly={fine} strong={!fine} className={styles.reach}>
        {t(`people.reach.${row.reach}`)}
      </StateWord>
      {row.email && <span className={fine ? 'cut' : 'cut dim'}>{row.email}</span>}
      {row.reach === 'missing' && onAdd && (
        <button type="button" className={`lk ${styles.addEmail}`} onClick={() => onAdd(row)}>
          {t('parts.add')}
        </button>
      )}
    </span>
  )
}

type EmailState = PersonDetail['emails'][number]['state']
const stateLook: Record<EmailState, Reach> = {
  ok: 'ok',
  unverified: 'unverified',
  invalid: 'invalid',
  bounced: 'bounced',
}

export function EmailStateWord({ state }: { state: EmailState }) {
  const { t } = useTranslation()
  const { icon, tone } = reachLook[stateLook[state]]
  return (
    <StateWord icon={icon} tone={tone}>
      {t(`people.panel.states.${state}`)}
    </StateWord>
  )
}
