import type { PersonKind } from '@mailroom/contract'
import { notifications } from '@mantine/notifications'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { PeopleSearch } from '../resources/people-search.ts'
import { selections } from '../resources/selections.ts'
import { useCreateDispatch } from './api.ts'
import type { ComposeDraft } from './compose-draft.ts'
import { newKey, store } from './stored.ts'
import { showSent } from './undo-toast.tsx'
import type { DispatchDraft } from './use-dispatch.ts'

interface Sending {
  kind: PersonKind
  letterId: string | undefined
  search: PeopleSearch
  draftName: string
  draft: ComposeDraft
  subject: string
  signatureId: string | null
  dispatch: DispatchDraft
}

/**
 * Sends once: the key is the draft's, kept over retries and reloads. The draft leaves the page when the server has it;
 * "Undo" puts everything back, people included, under a new key.
 */
export function useSend({ kind, letterId, search, draftName, draft, subject, signatureId, dispatch }: Sending) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const create = useCreateDispatch()
  const back = () => void navigate({ to: '/compose', search: { ...search, kind, letter: letterId } })
  const send = (sendAt: string | null) => {
    const plan = dispatch.plan.data
    create.mutate(
      {
        idempotencyKey: draft.key,
        choice: dispatch.choice,
        subject,
        body: draft.body,
        signatureId,
        others: draft.others,
        attachmentIds: draft.files.map(file => file.id),
        sendAt,
        expectedRecipients: plan && plan.email + plan.both + plan.paper,
      },
      {
        onSuccess: sent => {
          const people = [...selections[kind].get()]
          store(draftName, undefined)
          selections[kind].clear()
          showSent({
            sent,
            sendAt,
            onView: () => void navigate(sendAt ? { to: '/scheduled' } : { to: '/sending', search: { open: sent.id } }),
            onUndone: () => {
              store(draftName, { ...draft, key: newKey() })
              selections[kind].set(people, true)
              back()
              notifications.show({ message: t('dispatch.toast.undone') })
            },
          })
          void navigate({ to: '/people/$kind', params: { kind }, search })
        },
      },
    )
  }
  return { send, busy: create.isPending, error: create.error, reset: create.reset }
}
