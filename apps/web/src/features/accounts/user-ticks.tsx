import type { AccountView } from '@mailroom/contract'
import { Checkbox } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { SearchField } from '../../components/form/search-field.tsx'
import { useFormats } from '../../lib/formats.ts'
import styles from './accounts.module.css'

interface UserTicksProps {
  users: AccountView['users']
  chosen: ReadonlySet<string>
  onChange: (chosen: ReadonlySet<string>) => void
}

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** A searchable tick list; the ticked ones stay in sight whatever is searched. */
export function UserTicks({ users, chosen, onChange }: UserTicksProps) {
  const { t } = useTranslation()
  const { compare } = useFormats()
  const [search, setSearch] = useState('')
  const shown = users
    .filter(user => chosen.has(user.id) || plain(`${user.name} ${user.email}`).includes(plain(search)))
    .sort((a, b) => compare(a.name, b.name))
  const toggle = (id: string) => {
    const next = new Set(chosen)
    if (!next.delete(id)) next.add(id)
    onChange(next)
  }
  return (
    <div className={styles.ticks}>
      {users.length > 8 && <SearchField label={t('accounts.people.search')} value={search} onSearch={setSearch} />}
      <ul>
        {shown.map(user => (
          <li key={user.id}>
            <Checkbox
              label={user.name}
              description={user.email}
              checked={chosen.has(user.id)}
              onChange={() => toggle(user.id)}
            />
          </li>
        ))}
      </ul>
      {shown.length === 0 && <p className={styles.hint}>{t('accounts.people.none')}</p>}
    </div>
  )
}
