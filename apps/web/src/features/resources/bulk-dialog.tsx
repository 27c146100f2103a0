import type { PersonKind } from '@mailroom/contract'
import { Button, Modal } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormErrorSummary } from '../../components/form-error-summary.tsx'
import { Note } from '../../components/note.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { useFormats } from '../../lib/formats.ts'
import { useBulkPreferences } from './api.ts'
import styles from './person-form.module.css'

type Change = 'unchanged' | 'yes' | 'no'

const toFlag = (change: Change): boolean | undefined => (change === 'unchanged' ? undefined : change === 'yes')

interface BulkDialogProps {
  kind: PersonKind
  ids: string[]
  onClose: () => void
}

/** A mixed selection starts at "as it is", so that nothing changes which was not meant to. */
export function BulkDialog({ kind, ids, onClose }: BulkDialogProps) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const save = useBulkPreferences(kind)
  const [email, setEmail] = useState<Change>('unchanged')
  const [paper, setPaper] = useState<Change>('unchanged')
  const count = { count: ids.length, shown: number(ids.length) }
  const nothing = email === 'unchanged' && paper === 'unchanged'
  const choices = (['unchanged', 'yes', 'no'] as const).map(id => ({ id, label: t(`people.bulk.${id}`) }))
  const apply = () =>
    save.mutate(
      { ids, acceptsEmail: toFlag(email), acceptsPaper: toFlag(paper) },
      {
        onSuccess: ({ changed }) => {
          notifications.show({ message: t('people.bulk.done', { count: changed }) })
          onClose()
        },
      },
    )
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('people.bulk.title', count)}
      closeButtonProps={{ 'aria-label': t('parts.close') }}
    >
      <div className={styles.form}>
        <FormErrorSummary error={save.error} />
        <div className={styles.choice}>
          <span>{t('people.bulk.email')}</span>
          <Segmented label={t('people.bulk.email')} items={choices} value={email} onChange={setEmail} />
        </div>
        <div className={styles.choice}>
          <span>{t('people.bulk.paper')}</span>
          <Segmented label={t('people.bulk.paper')} items={choices} value={paper} onChange={setPaper} />
        </div>
        {email === 'no' && paper === 'no' && <Note tone="warn" title={t('people.bulk.warnNone')} />}
        {!nothing && <p role="status">{t('people.bulk.preview', count)}</p>}
        <div className={styles.buttons}>
          <Button variant="subtle" size="md" onClick={onClose}>
            {t('parts.cancel')}
          </Button>
          <Button variant="filled" size="md" disabled={nothing} loading={save.isPending} onClick={apply}>
            {t('people.bulk.apply', count)}
          </Button>
        </div>
      </div>
    </Modal>
  )
}
