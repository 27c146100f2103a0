import { type attachmentView, getDispatch, getMessage, listRecipients, type PersonKind } from '@mailroom/contract'
import { useEffect, useMemo, useRef } from 'react'
import type { z } from 'zod'
import { call } from '../../lib/api.ts'
import { newKey, store, stored, useStored } from './stored.ts'

export type Attachment = z.output<typeof attachmentView>

export interface ComposeDraft {
  /** Made once per message and kept over retries and reloads: the same key is the same dispatch, always. */
  key: string
  /** undefined: the letter's own, until something is typed. */
  subject?: string
  body: string
  /** undefined: the account's default. */
  signatureId?: string | null
  others: string[]
  files: Attachment[]
  /** The dispatch this text was taken from. */
  from?: string
}

export const draftKey = (kind: PersonKind, letterId: string | undefined) => `compose-${kind}-${letterId ?? 'email'}`

const blank = (): ComposeDraft => ({ key: newKey(), body: '', others: [], files: [] })

export function useComposeDraft(kind: PersonKind, letterId: string | undefined) {
  const name = draftKey(kind, letterId)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another message is another draft
  const initial = useMemo(blank, [name])
  const [draft, change] = useStored<ComposeDraft>(name, initial)
  // The key has to outlive a reload even if nothing else has been typed yet.
  useEffect(() => {
    if (stored(name) === undefined) store(name, initial)
  }, [name, initial])
  return { name, draft, change }
}

/** "Use again as new": the words of an earlier e-mail, once; what somebody has typed since stays. */
export function useReuse(
  id: string | undefined,
  draft: ComposeDraft,
  change: (patch: Partial<ComposeDraft>) => void,
): void {
  const taken = useRef<string | undefined>(undefined)
  useEffect(() => {
    if (!id || draft.from === id || taken.current === id) return
    taken.current = id
    void wordsOf(id).then(words => change({ ...words, from: id }))
  }, [id, draft.from, change])
}

async function wordsOf(id: string): Promise<Partial<ComposeDraft>> {
  const dispatch = await call(getDispatch, { params: { id } })
  const { rows } = await call(listRecipients, { params: { id }, query: { limit: 50 } })
  const messageId = rows.find(row => row.messageId)?.messageId
  if (dispatch.kind !== 'email' || !messageId) return { subject: dispatch.subject }
  const message = await call(getMessage, { params: { id: messageId } })
  return { subject: dispatch.subject, body: paragraphs(message.text) }
}

/** The sent text without its signature, as paragraphs again. */
function paragraphs(text: string): string {
  const [own = ''] = text.split(/\n-- ?\n/)
  const safe = (line: string) => line.replace(/&/g, '&amp;').replace(/</g, '&lt;')
  return own
    .trim()
    .split(/\n{2,}/)
    .map(part => `<p>${safe(part).replace(/\n/g, '<br>')}</p>`)
    .join('')
}
