import type { DispatchChoice } from '@mailroom/contract'
import { useNavigate } from '@tanstack/react-router'
import { useRef } from 'react'
import { useCreateDispatch } from './api.ts'
import { newKey } from './stored.ts'

/** With the output Print there is nothing to write: the letters are prepared at once and opened as one file. */
export function usePrintDispatch() {
  const navigate = useNavigate()
  const create = useCreateDispatch()
  const key = useRef(newKey())
  const start = (choice: DispatchChoice, expectedRecipients: number) =>
    create.mutate(
      { idempotencyKey: key.current, choice, subject: '', body: '', expectedRecipients },
      {
        onSuccess: ({ id }) => {
          key.current = newKey()
          void navigate({ to: '/sending', search: { open: id } })
        },
      },
    )
  return { start, busy: create.isPending, error: create.error }
}
