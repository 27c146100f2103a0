import type { PersonDetail } from '@mailroom/contract'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../components/icon.tsx'
import styles from './person-panel.module.css'

export function PersonRelations({ person }: { person: PersonDetail }) {
  const { t } = useTranslation()
  if (person.kind === 'teacher' || person.kind === 'staff') return null
  return (
    <section>
      <h3>{t('people.panel.relations')}</h3>
      {person.relations.length === 0 && <p className={styles.nothing}>{t('people.panel.noRelations')}</p>}
      <dl className={styles.facts}>
        {person.relations.map(relation => (
          <div key={relation.personId}>
            <dt>
              <Icon name={relation.kind} />
              <span className="sr">{t(`people.one.${relation.kind}`)}</span>
            </dt>
            <dd className="cut">
              <Link
                to="/people/$kind"
                params={{ kind: relation.kind }}
                search={{ open: relation.personId, search: relation.name }}
              >
                {relation.name}
              </Link>
            </dd>
            <dd className={styles.relation}>{relation.words}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
