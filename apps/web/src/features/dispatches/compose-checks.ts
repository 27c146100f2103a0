import { useTranslation } from 'react-i18next'
import type { ComposeDraft } from './compose-draft.ts'

export interface Warning {
  id: string
  title: string
  words?: string
  /** The server refuses it. */
  blocks?: true
}

/** "attached", "enclosed", "ci-joint", "pièce jointe", "PJ". */
const speaksOfFile = /\b(attach(ed|ment|ments)|enclosed)\b|ci-joints?\b|ci-jointes?\b|pi[eè]ces?\s+jointes?|\ben PJ\b/i

const words = (html: string): string =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/&nbsp;/g, ' ')
    .trim()

/** What a careful colleague would ask before the e-mail leaves. What the server takes can be waved through. */
export function useWarnings(draft: ComposeDraft, subject: string, letter: boolean, hasLetterPdf: boolean): Warning[] {
  const { t } = useTranslation()
  const text = words(draft.body)
  const found: Warning[] = []
  if (subject.trim() === '') {
    found.push({
      blocks: true,
      id: 'subject',
      title: t('dispatch.compose.noSubject'),
      words: t('dispatch.compose.noSubjectWords'),
    })
  }
  if (!letter && text === '') {
    // A picture is a message too.
    const picture = draft.body.includes('<img')
    found.push({ id: 'body', title: t('dispatch.compose.noBody'), ...(picture ? {} : { blocks: true }) })
  }
  if (draft.files.length === 0 && !hasLetterPdf && speaksOfFile.test(text)) {
    found.push({ id: 'file', title: t('dispatch.compose.noFile') })
  }
  return found
}
