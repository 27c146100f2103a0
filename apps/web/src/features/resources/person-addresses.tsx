import type { PersonDetail } from '@mailroom/contract'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../components/icon.tsx'
import { StateWord } from '../../components/state-word.tsx'
import { useFormats } from '../../lib/formats.ts'
import { institutionQuery } from '../users/api.ts'
import styles from './person-panel.module.css'
import { EmailStateWord } from './reach.tsx'

interface PersonAddressesProps {
  person: PersonDetail
  mayEdit: boolean
  onAddEmail: () => void
}

export function PersonAddresses({ person, mayEdit, onAddEmail }: PersonAddressesProps) {
  const { t } = useTranslation()
  return (
    <section>
      <h3>{t('people.panel.addresses')}</h3>
      <dl className={styles.facts}>
        {person.emails.map((email, index) => (
          <div key={email.id}>
            <dt>
              <Icon name="mail" />
              <span className="sr">
                {index === 0 ? t('people.panel.email') : t('people.panel.emailNth', { nth: index + 1 })}
              </span>
            </dt>
            <dd className="cut" title={email.address}>
              {email.address}
            </dd>
            <dd className={styles.state}>
              <EmailStateWord state={email.state} />
            </dd>
          </div>
        ))}
        {person.emails.length === 0 && (
          <div>
            <dt>
              <Icon name="mail" />
              <span className="sr">{t('people.panel.email')}</span>
            </dt>
            <dd>
              {mayEdit ? (
                <button type="button" className="lk" onClick={onAddEmail}>
                  {t('people.panel.addEmail')}
                </button>
              ) : (
                t('people.panel.noEmail')
              )}
            </dd>
          </div>
        )}
        {person.phone && (
          <div>
            <dt>
              <Icon name="phone" />
              <span className="sr">{t('people.panel.phone')}</span>
            </dt>
            <dd>{person.phone}</dd>
          </div>
        )}
        <PostalFact person={person} />
      </dl>
    </section>
  )
}

function PostalFact({ person }: { person: PersonDetail }) {
  const { t } = useTranslation()
  const { country } = useFormats()
  const { postal, envelope } = person
  const home = useQuery(institutionQuery).data?.country
  // As on the envelope: the country only of an address abroad.
  const abroad = postal && postal.country !== home ? country(postal.country) : ''
  const lines = postal ? [...postal.lines, `${postal.postcode} ${postal.city}`.trim(), abroad].filter(Boolean) : []
  return (
    <div>
      <dt>
        <Icon name="pin" />
        <span className="sr">{t('people.panel.postal')}</span>
      </dt>
      <dd>
        {lines.length === 0 && t('people.panel.noPostal')}
        {lines.map(line => (
          <span key={line} style={{ display: 'block' }}>
            {line}
          </span>
        ))}
      </dd>
      {envelope && (
        <dd className={styles.state}>
          <StateWord icon={envelope.fits ? 'ok' : 'warn'} tone={envelope.fits ? 'ok' : 'warn'}>
            {envelope.fits ? t('people.panel.fits') : t('people.panel.fitsNot')}
          </StateWord>
        </dd>
      )}
      {envelope?.problem && <dd className={styles.reason}>{envelope.problem}</dd>}
    </div>
  )
}
