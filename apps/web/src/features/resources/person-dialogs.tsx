import type { PersonDetail, PersonKind } from '@mailroom/contract'
import { Modal } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useTranslation } from 'react-i18next'
import { Skeleton } from '../../components/skeleton.tsx'
import { asApiError } from '../../lib/api-error.ts'
import { currentLanguage } from '../../lib/i18n/i18n.ts'
import { useCreatePerson, usePerson, useUpdatePerson } from './api.ts'
import { nameOf } from './people-columns.tsx'
import { PersonForm } from './person-form.tsx'
import { emptyPostal, valuesOf } from './person-values.ts'

export function EditPersonDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation()
  const query = usePerson(id)
  const person = query.data
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={person ? t('people.form.editTitle', { name: nameOf(person) }) : ''}
      closeButtonProps={{ 'aria-label': t('parts.close') }}
    >
      {person ? (
        <EditForm person={person} onClose={onClose} onReload={() => void query.refetch()} />
      ) : (
        <Skeleton lines={8} />
      )}
    </Modal>
  )
}

function EditForm({ person, onClose, onReload }: { person: PersonDetail; onClose: () => void; onReload: () => void }) {
  const { t } = useTranslation()
  const update = useUpdatePerson(person.id)
  const conflict = update.error && asApiError(update.error).status === 409
  const reload = () => {
    update.reset()
    onReload()
  }
  return (
    <PersonForm
      // A colleague's newer version starts the form again; until then nothing typed is cleared.
      key={person.version}
      initial={valuesOf(person)}
      submitLabel={t('people.form.save')}
      busy={update.isPending}
      error={update.error}
      onReload={conflict ? reload : undefined}
      onCancel={onClose}
      onSubmit={values =>
        update.mutate(
          { ...values, version: person.version },
          {
            onSuccess: saved => {
              notifications.show({ message: t('people.form.saved', { name: nameOf(saved) }) })
              onClose()
            },
          },
        )
      }
    />
  )
}

interface CreatePersonDialogProps {
  kind: PersonKind
  onClose: () => void
  onCreated: (id: string) => void
}

export function CreatePersonDialog({ kind, onClose, onCreated }: CreatePersonDialogProps) {
  const { t } = useTranslation()
  const create = useCreatePerson(kind)
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t(`people.form.createTitle.${kind}`)}
      closeButtonProps={{ 'aria-label': t('parts.close') }}
    >
      <PersonForm
        initial={{
          surname: '',
          givenName: '',
          title: '',
          language: currentLanguage(),
          phone: '',
          postal: emptyPostal,
          emails: [''],
        }}
        withClass={kind === 'student'}
        submitLabel={t('people.form.create')}
        busy={create.isPending}
        error={create.error}
        onCancel={onClose}
        onSubmit={(values, classId) =>
          create.mutate(
            { ...values, classId },
            {
              onSuccess: person => {
                notifications.show({ message: t('people.form.created', { name: nameOf(person) }) })
                onClose()
                onCreated(person.id)
              },
            },
          )
        }
      />
    </Modal>
  )
}
