import type { LetterView } from '@mailroom/contract'
import { Button, Modal } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Note } from '../../../components/note.tsx'
import { asApiError } from '../../../lib/api-error.ts'
import { letterQuery, useSaveLetter } from '../api.ts'
import styles from '../letters.module.css'
import { formOf, type LetterDraft } from './letter-draft.ts'

/** Saving on top of the version one began with; `conflict` is the refusal that names who came first. */
export function useSaving(letter: LetterView, draft: LetterDraft) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const mutation = useSaveLetter()
  const latest = useRef(draft)
  latest.current = draft
  const failure = mutation.error ? asApiError(mutation.error) : null
  const conflict = failure?.status === 409 ? failure : null
  const send = (version: number) => {
    const sent = latest.current.form
    mutation.mutate(
      { id: letter.id, body: { ...sent, version } },
      {
        onSuccess: saved => {
          notifications.show({ message: t('letters.editor.savedToast', { number: saved.version }) })
          const now = latest.current
          const asSaved = formOf(saved)
          // Typing went on while the answer was on its way: only the base changes, never the text.
          if (now.form !== sent || JSON.stringify(asSaved) === JSON.stringify(sent)) now.rebase(saved.version)
          else now.replace(asSaved, saved.version)
        },
      },
    )
  }
  const newest = () => client.fetchQuery({ ...letterQuery(letter.id), staleTime: 0 })
  return {
    busy: mutation.isPending,
    failure: conflict ? null : failure,
    conflict,
    dismiss: mutation.reset,
    save: () => send(draft.version),
    /** Mine becomes the version after theirs; theirs stays in the list of versions. */
    keepMine: async () => send((await newest()).version),
    takeTheirs: async () => {
      const theirs = await newest()
      latest.current.replace(formOf(theirs), theirs.version)
      mutation.reset()
    },
  }
}

export function ConflictDialog({ saving }: { saving: ReturnType<typeof useSaving> }) {
  const { t } = useTranslation()
  const name = String(saving.conflict?.values.by ?? '')
  const title = name ? t('letters.editor.conflict', { name }) : (saving.conflict?.message ?? '')
  return (
    <Modal
      opened={saving.conflict !== null}
      onClose={saving.dismiss}
      title={title}
      closeButtonProps={{ 'aria-label': t('parts.close') }}
    >
      <div className={styles.dialog}>
        <Note tone="info" title={t('letters.editor.textKept')}>
          {t('letters.editor.newerWords')}
        </Note>
        <div className={styles.buttons}>
          <Button variant="subtle" size="md" onClick={() => void saving.takeTheirs()}>
            {t('letters.editor.newerLook')}
          </Button>
          <Button variant="filled" size="md" loading={saving.busy} onClick={() => void saving.keepMine()}>
            {t('letters.editor.newerKeep')}
          </Button>
        </div>
      </div>
    </Modal>
  )
}
