import { type PersonDetail, roleMay } from '@mailroom/contract'
import { useTranslation } from 'react-i18next'
import { ErrorState } from '../../components/error-state.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { ScrollRegion } from '../../components/scroll-region.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { useMe } from '../users/api.ts'
import { usePerson } from './api.ts'
import { nameOf } from './people-columns.tsx'
import type { PersonDialog } from './people-dialogs.tsx'
import { PersonAddresses } from './person-addresses.tsx'
import { PersonMail } from './person-mail.tsx'
import { PersonNote } from './person-note.tsx'
import styles from './person-panel.module.css'
import { PersonPreferences } from './person-preferences.tsx'
import { PersonRelations } from './person-relations.tsx'

/** "Mother of Lucas, 2nde B" is the server's to say; without relations it is the kind and the classes. */
const subtitle = (person: PersonDetail, kind: string): string =>
  [kind, ...(person.kind === 'guardian' ? [person.related.join(', ')] : []), person.classes.join(', ')]
    .filter(Boolean)
    .join(' · ')

interface PersonPanelProps {
  id: string
  onStep: (by: 1 | -1) => void
  onClose: () => void
  onDialog: (dialog: PersonDialog) => void
}

/** The open person beside the list; on a phone a page of its own. */
export function PersonPanel({ id, onStep, onClose, onDialog }: PersonPanelProps) {
  const { t } = useTranslation()
  const query = usePerson(id)
  const me = useMe()
  const person = query.data
  const mayEdit = roleMay(me.role, 'people.edit')
  return (
    <Sheet as="aside" className={styles.panel} aria-label={person ? nameOf(person) : t('people.panel.details')}>
      <header className={styles.head}>
        <div className="grow">
          <h2>{person ? [person.title, nameOf(person)].filter(Boolean).join(' ') : ''}</h2>
          {person && <p className="cut">{subtitle(person, t(`people.one.${person.kind}`))}</p>}
        </div>
        {mayEdit && (
          <IconButton
            icon="pencil"
            size="sm"
            label={t('people.panel.edit')}
            onClick={() => onDialog({ type: 'edit', id })}
          />
        )}
        <IconButton
          className="only-l"
          icon="up"
          size="sm"
          label={t('people.panel.previous')}
          onClick={() => onStep(-1)}
        />
        <IconButton className="only-l" icon="down" size="sm" label={t('people.panel.next')} onClick={() => onStep(1)} />
        <IconButton icon="close" size="sm" label={t('people.panel.close')} onClick={onClose} />
      </header>
      {query.error && !person && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Skeleton />}
      {person && (
        <ScrollRegion className={styles.scroll} label={t('people.panel.details')}>
          <PersonNote person={person} mayEdit={mayEdit} onCorrect={() => onDialog({ type: 'address', id })} />
          <PersonAddresses person={person} mayEdit={mayEdit} onAddEmail={() => onDialog({ type: 'address', id })} />
          <PersonPreferences person={person} mayEdit={mayEdit} />
          <PersonRelations person={person} />
          <PersonMail person={person} />
        </ScrollRegion>
      )}
    </Sheet>
  )
}
