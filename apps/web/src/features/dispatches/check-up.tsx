import type { PersonKind, PlanView } from '@mailroom/contract'
import { Link } from '@tanstack/react-router'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../components/icon.tsx'
import { Note } from '../../components/note.tsx'
import { useFormats } from '../../lib/formats.ts'
import type { Asked } from './asked-rows.tsx'
import styles from './dispatch.module.css'

/** Reasons that the note about unreachable people already tells. */
const told = new Set(['unreachable', 'no-email', 'no-postal-address'])

interface CheckUpProps {
  plan: PlanView
  /** Where the people who cannot be reached are mended. */
  recipientKind: PersonKind
  windowed: boolean
  /** Asked fields that are needed and still empty. */
  open: Asked[]
}

/** One amber note with the way out, what else is worth knowing, then quiet green ticks. */
export function CheckUp({ plan, recipientKind, windowed, open }: CheckUpProps) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const email = plan.email + plan.both
  const paper = plan.paper + plan.both
  const reached = email + plan.paper
  const notes = plan.notes.filter(note => !told.has(note.code))
  return (
    <section className={styles.check} aria-label={t('dispatch.check.label')}>
      {reached === 0 && (
        <Note tone="warn" role="status" title={t('dispatch.check.nobody')}>
          {t('dispatch.check.nobodyWords')}
        </Note>
      )}
      {plan.unreachable > 0 && <Unreachable plan={plan} kind={recipientKind} />}
      {notes.map(note => (
        <p key={note.code} className={styles.remark}>
          <Icon name="info" size={16} />
          {note.words}
        </p>
      ))}
      {reached > 0 && (
        <ul className={styles.ticks}>
          {email > 0 && <TickLine words={t('dispatch.check.addresses', { count: email, shown: number(email) })} />}
          {windowed && paper > 0 && (
            <TickLine words={t('dispatch.check.fit', { count: paper, shown: number(paper) })} />
          )}
          {open.length === 0 ? (
            <TickLine words={t('dispatch.check.noEmpty')} />
          ) : (
            <li data-tone="warn">
              <Icon name="warn" size={16} />
              {t('dispatch.check.fillIn', { fields: open.map(item => item.label).join(', ') })}
            </li>
          )}
        </ul>
      )}
    </section>
  )
}

function TickLine({ words }: { words: string }) {
  return (
    <li>
      <Icon name="check" size={16} />
      {words}
    </li>
  )
}

function Unreachable({ plan, kind }: { plan: PlanView; kind: PersonKind }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const rows = plan.rows.filter(row => row.outcome === 'unreachable')
  const named = rows.slice(0, 3)
  const rest = plan.unreachable - named.length
  const first = rows[0]?.personIds[0]
  return (
    <Note
      tone="warn"
      icon="warn"
      role="status"
      title={
        <>
          {t('dispatch.check.unreachable', { count: plan.unreachable, shown: number(plan.unreachable) })}{' '}
          {first && (
            <Link
              className={styles.mend}
              to="/people/$kind"
              params={{ kind }}
              search={{ view: 'incomplete', open: first }}
            >
              {t('dispatch.check.mend')}
            </Link>
          )}
        </>
      }
    >
      <small>
        {named.map((row, index) => (
          <Fragment key={row.key}>
            {index > 0 && ', '}
            {row.name}
            {row.concerned && row.concerned !== row.name && ` (${row.concerned})`}
          </Fragment>
        ))}
        {rest > 0 && ` ${t('dispatch.check.others', { count: rest, shown: number(rest) })}`}
      </small>
    </Note>
  )
}
