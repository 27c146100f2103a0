import type { LetterContents, LetterView } from '@mailroom/contract'
import type { Category, RecipientKind } from '@mailroom/letter'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { type Language, languages } from '../letter-words.ts'
import { tidyDocument } from './tidy-document.ts'

/** A letter as it is being written. */
export interface LetterForm {
  designation: string
  category: Category
  recipientKinds: RecipientKind[]
  fileName: string
  contents: LetterContents
}

interface Kept {
  form: LetterForm
  /** The version it was begun on: saving says so, and a colleague's save in between is a conflict, not a loss. */
  version: number
  at: number
}

const storageKey = (id: string) => `mailroom-letter-${id}`

const tidyContents = (contents: LetterContents): LetterContents =>
  Object.fromEntries(
    languages.flatMap(language => {
      const variant = contents[language]
      return variant ? [[language, { subject: variant.subject, document: tidyDocument(variant.document) }]] : []
    }),
  )

export const formOf = (letter: LetterView): LetterForm => ({
  designation: letter.designation,
  category: letter.category,
  recipientKinds: letter.recipientKinds,
  fileName: letter.fileName,
  contents: tidyContents(letter.contents),
})

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

function readKept(id: string): Kept | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(storageKey(id)) ?? 'null')
    return typeof kept === 'object' && kept !== null && 'form' in kept && 'version' in kept ? (kept as Kept) : null
  } catch {
    return null
  }
}

function writeKept(id: string, kept: Kept | null): boolean {
  try {
    if (kept) sessionStorage.setItem(storageKey(id), JSON.stringify(kept))
    else sessionStorage.removeItem(storageKey(id))
    return kept !== null
  } catch {
    // A full or refused storage: the text then lasts as long as the page.
    return false
  }
}

/** The text being written, kept in this tab a second after the last key, over a reload and an ended session. */
export function useLetterDraft(letter: LetterView) {
  const saved = useMemo(() => formOf(letter), [letter])
  const found = useRef<Kept | null | undefined>(undefined)
  if (found.current === undefined) {
    const kept = readKept(letter.id)
    found.current = kept && !same(kept.form, saved) ? kept : null
  }
  const [form, setForm] = useState<LetterForm>(found.current?.form ?? saved)
  const [version, setVersion] = useState(found.current?.version ?? letter.version)
  const [restored, setRestored] = useState(found.current !== null)
  const [keptAt, setKeptAt] = useState<number | null>(found.current?.at ?? null)
  /** Grows when the text comes from elsewhere than the keyboard: the editor then starts anew. */
  const [edition, setEdition] = useState(0)
  const dirty = useMemo(() => !same(form, saved), [form, saved])

  useEffect(() => {
    if (!dirty) {
      writeKept(letter.id, null)
      setKeptAt(null)
      return
    }
    const timer = setTimeout(() => {
      const at = Date.now()
      if (writeKept(letter.id, { form, version, at })) setKeptAt(at)
    }, 800)
    return () => clearTimeout(timer)
  }, [letter.id, form, version, dirty])

  const set = useCallback((patch: Partial<LetterForm>) => setForm(now => ({ ...now, ...patch })), [])
  const setVariant = useCallback(
    (language: Language, patch: Partial<NonNullable<LetterContents['en']>>) =>
      setForm(now => {
        const before = now.contents[language] ?? { subject: '', document: { type: 'doc' as const, content: [] } }
        // A fixed order of the languages, so that an untouched letter compares equal.
        return { ...now, contents: tidyOrder({ ...now.contents, [language]: { ...before, ...patch } }) }
      }),
    [],
  )
  /** Another text in place of this one: a version, a colleague's letter, the other language. */
  const replace = useCallback((next: LetterForm, base?: number) => {
    setForm(next)
    if (base !== undefined) setVersion(base)
    setRestored(false)
    setEdition(now => now + 1)
  }, [])
  // A colleague's newer version arrives while nothing is being written here: it simply takes its place.
  const before = useRef(saved)
  useEffect(() => {
    const previous = before.current
    before.current = saved
    if (previous !== saved && same(form, previous) && !same(form, saved)) replace(saved, letter.version)
  }, [saved, form, letter.version, replace])
  const rebase = useCallback((base: number) => {
    setVersion(base)
    setRestored(false)
  }, [])
  return { form, saved, version, dirty, restored, keptAt, edition, set, setVariant, replace, rebase }
}

const tidyOrder = (contents: LetterContents): LetterContents =>
  Object.fromEntries(languages.flatMap(language => (contents[language] ? [[language, contents[language]]] : [])))

export type LetterDraft = ReturnType<typeof useLetterDraft>
export { tidyContents }
