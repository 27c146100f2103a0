import type { PersonDetail } from '@mailroom/contract'
import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Note } from '../../components/note.tsx'
import { useFormats } from '../../lib/formats.ts'
import { useUpdatePerson } from './api.ts'
import { valuesOf } from './person-values.ts'

interface PersonNoteProps {
  person: PersonDetail
  mayEdit: boolean
  onCorrect: () => void
}

/** What is wrong with the address in use, what it means for the letters, and the repair. */
export function PersonNote({ person, mayEdit, onCorrect }: PersonNoteProps) {
  const { t } = useTranslation()
  const { longDay } = useFormats()
  const first = person.emails[0]
  if (!first) {
    return (
      <Note
        tone="warn"
        icon="missing"
        title={t('people.panel.missingTitle')}
        actions={
          mayEdit && (
            <Button size="xs" onClick={onCorrect}>
              {t('people.panel.add')}
            </Button>
          )
        }
      >
        {person.postal ? t('people.panel.missingWords') : t('people.panel.missingBothWords')}
      </Note>
    )
  }
  if (first.state !== 'bounced' && first.state !== 'invalid') return null
  const bounced = first.state === 'bounced'
  const bouncedTitle = first.changedAt
    ? t('people.panel.bouncedTitle', { day: longDay(first.changedAt) })
    : t('people.panel.bouncedTitleUndated')
  return (
    <Note
      tone={bounced ? 'bad' : 'warn'}
      icon={bounced ? 'bounced' : 'warn'}
      title={bounced ? bouncedTitle : t('people.panel.invalidTitle')}
      actions={mayEdit && <Repairs person={person} onCorrect={onCorrect} />}
    >
      {[first.reason, bounced ? t('people.panel.bouncedWords') : t('people.panel.invalidWords')]
        .filter(Boolean)
        .join(' ')}
    </Note>
  )
}

function Repairs({ person, onCorrect }: { person: PersonDetail; onCorrect: () => void }) {
  const { t } = useTranslation()
  const update = useUpdatePerson(person.id)
  const [first, second, ...rest] = valuesOf(person).emails
  const usable = person.emails[1]?.state === 'ok' || person.emails[1]?.state === 'unverified'
  return (
    <>
      <Button size="xs" onClick={onCorrect}>
        {t('people.panel.correct')}
      </Button>
      {usable && first && second && (
        <Button
          size="xs"
          variant="subtle"
          loading={update.isPending}
          onClick={() => update.mutate({ ...valuesOf(person), emails: [second, first, ...rest] })}
        >
          {t('people.panel.useSecond')}
        </Button>
      )}
    </>
  )
}
