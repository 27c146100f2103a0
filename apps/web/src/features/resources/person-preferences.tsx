import type { PersonDetail } from '@mailroom/contract'
import { useTranslation } from 'react-i18next'
import { Note } from '../../components/note.tsx'
import { asApiError } from '../../lib/api-error.ts'
import { useSavePreferences } from './api.ts'
import styles from './person-panel.module.css'

interface PersonPreferencesProps {
  person: PersonDetail
  mayEdit: boolean
}

/** Saved switch by switch; "Everything" rules the four below it. */
export function PersonPreferences({ person, mayEdit }: PersonPreferencesProps) {
  const { t } = useTranslation()
  const save = useSavePreferences(person.id)
  const setOne = (index: number, channel: 'email' | 'paper', on: boolean) =>
    save.mutate({
      preferences: person.preferences.map((item, at) => (at === index ? { ...item, [channel]: on } : item)),
    })
  return (
    <section>
      <table className={styles.preferences}>
        <thead>
          <tr>
            <th scope="col">{t('people.panel.accepts')}</th>
            <th scope="col">{t('people.panel.channelEmail')}</th>
            <th scope="col">{t('people.panel.channelPaper')}</th>
          </tr>
        </thead>
        <tbody>
          <PreferenceRow
            name={t('people.panel.everything')}
            email={person.acceptsEmail}
            paper={person.acceptsPaper}
            all
            disabled={!mayEdit}
            onEmail={acceptsEmail => save.mutate({ acceptsEmail })}
            onPaper={acceptsPaper => save.mutate({ acceptsPaper })}
          />
          {person.preferences.map((item, index) => (
            <PreferenceRow
              key={item.category}
              name={t(`people.panel.categories.${item.category}`)}
              email={item.email && person.acceptsEmail}
              paper={item.paper && person.acceptsPaper}
              disabled={!mayEdit}
              lockEmail={!person.acceptsEmail}
              lockPaper={!person.acceptsPaper}
              onEmail={on => setOne(index, 'email', on)}
              onPaper={on => setOne(index, 'paper', on)}
            />
          ))}
        </tbody>
      </table>
      {save.error && (
        <Note tone="bad" role="alert" title={asApiError(save.error).message}>
          {asApiError(save.error).hint}
        </Note>
      )}
    </section>
  )
}

interface PreferenceRowProps {
  name: string
  email: boolean
  paper: boolean
  all?: boolean
  disabled: boolean
  lockEmail?: boolean
  lockPaper?: boolean
  onEmail: (on: boolean) => void
  onPaper: (on: boolean) => void
}

function PreferenceRow({
  name,
  email,
  paper,
  all,
  disabled,
  lockEmail,
  lockPaper,
  onEmail,
  onPaper,
}: PreferenceRowProps) {
  const { t } = useTranslation()
  const label = {
    email: t('people.panel.byEmail', { category: name }),
    paper: t('people.panel.onPaper', { category: name }),
  }
  return (
    <tr data-all={all || undefined}>
      <th scope="row">{name}</th>
      <td>
        <input
          className={styles.switch}
          type="checkbox"
          role="switch"
          aria-label={label.email}
          checked={email}
          aria-checked={email}
          disabled={disabled || lockEmail}
          onChange={event => onEmail(event.currentTarget.checked)}
        />
      </td>
      <td>
        <input
          className={styles.switch}
          type="checkbox"
          role="switch"
          aria-label={label.paper}
          checked={paper}
          aria-checked={paper}
          disabled={disabled || lockPaper}
          onChange={event => onPaper(event.currentTarget.checked)}
        />
      </td>
    </tr>
  )
}
