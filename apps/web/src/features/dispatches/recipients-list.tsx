import type { Outcome, PlanRow, PlanView } from '@mailroom/contract'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Tick } from '../../components/data-table/tick.tsx'
import { SearchField } from '../../components/form/search-field.tsx'
import { Icon, type IconName } from '../../components/icon.tsx'
import { useFormats } from '../../lib/formats.ts'
import type { Settings, Unticked } from './choice.ts'
import styles from './recipients.module.css'

const icons: Record<Outcome, IconName> = { email: 'mail', both: 'mail', paper: 'paper', unreachable: 'missing' }
const order = ['unreachable', 'email', 'both', 'paper'] as const
const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

interface RecipientsListProps {
  plan: PlanView
  settings: Settings
  onChange: (patch: Partial<Settings>) => void
}

/** Everybody with what becomes of them and why; a tick taken away leaves that recipient out of this dispatch. */
export function RecipientsList({ plan, settings, onChange }: RecipientsListProps) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const [search, setSearch] = useState('')
  const { unticked } = settings
  const out = useMemo(() => new Set(unticked.flatMap(person => person.ids)), [unticked])
  const wanted = plain(search)
  const matches = (row: { name: string; concerned: string }) => plain(`${row.name} ${row.concerned}`).includes(wanted)
  const rows = plan.rows.filter(row => matches(row) && !row.personIds.some(id => out.has(id)))
  const leave = (row: PlanRow) =>
    onChange({ unticked: [...unticked, { ids: row.personIds, name: row.name, concerned: row.concerned }] })
  const takeBack = (person: Unticked) => onChange({ unticked: unticked.filter(other => other !== person) })
  return (
    <div className={styles.list}>
      {plan.rows.length > 8 && (
        <SearchField label={t('dispatch.recipients.find')} value={search} onSearch={setSearch} />
      )}
      {order.map(outcome => (
        <Group key={outcome} outcome={outcome} rows={rows.filter(row => row.outcome === outcome)} onUntick={leave} />
      ))}
      {unticked.length > 0 && (
        <section>
          <h3>
            {t('dispatch.recipients.groups.unticked')} <span className="num">{number(unticked.length)}</span>
          </h3>
          <ul>
            {unticked.filter(matches).map(person => (
              <li key={person.ids.join()}>
                <Tick
                  label={t('parts.select', { name: person.name })}
                  checked={false}
                  onTick={() => takeBack(person)}
                />
                <Words name={person.name} concerned={person.concerned} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {plan.rows.length < plan.recipients && (
        <p className={styles.more}>{t('dispatch.recipients.more', { shown: number(plan.rows.length) })}</p>
      )}
    </div>
  )
}

function Group({ outcome, rows, onUntick }: { outcome: Outcome; rows: PlanRow[]; onUntick: (row: PlanRow) => void }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  if (rows.length === 0) return null
  return (
    <section>
      <h3>
        {t(`dispatch.recipients.groups.${outcome}`)} <span className="num">{number(rows.length)}</span>
      </h3>
      <ul>
        {rows.map(row => (
          <li key={row.key} data-off={outcome === 'unreachable' || undefined}>
            {outcome === 'unreachable' ? (
              <span className={styles.noTick}>
                <Icon name="missing" size={16} />
              </span>
            ) : (
              <Tick label={t('parts.select', { name: row.name })} checked onTick={() => onUntick(row)} />
            )}
            <Words name={row.name} concerned={row.concerned} />
            <span className={styles.why} title={row.address ?? row.addressLines.join(', ')}>
              <Icon name={icons[outcome]} size={16} />
              <span className="cut">{outcome === 'email' ? (row.address ?? row.words) : row.words}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Words({ name, concerned }: { name: string; concerned: string }) {
  return (
    <span className={styles.words}>
      <b className="cut">{name}</b>
      {concerned && concerned !== name && <small className="cut">{concerned}</small>}
    </span>
  )
}
