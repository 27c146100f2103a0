import { askedFields, type Category } from '@mailroom/letter'
import { useDebouncedValue } from '@mantine/hooks'
import { useMemo, useState } from 'react'
import { type PreviewSource, useLetterPreview } from '../api.ts'
import type { Language } from '../letter-words.ts'
import type { LetterForm } from './letter-draft.ts'

/** The people a letter of these kinds is sent to: guardians and students by way of the students it is about. */
export function audienceOf(form: LetterForm): Pick<PreviewSource, 'list' | 'recipients'> {
  const kinds = form.recipientKinds
  if (kinds.includes('guardian')) return { list: 'student', recipients: 'guardians' }
  if (kinds.includes('student')) return { list: 'student', recipients: 'students' }
  return { list: kinds[0] ?? 'staff', recipients: 'self' }
}

/** What the sender will be asked for is not known yet: the catalogue's examples stand for it. */
const sampleAnswers = (category: Category, language: Language): Record<string, unknown> =>
  Object.fromEntries(askedFields(category).map(field => [field.name, field.sample[language]]))

/** Only the language at hand is shown, so only it is sent: the recipient's own may be the other one. */
function sourceOf(form: LetterForm, language: Language, index: number, samples: boolean): PreviewSource {
  const variant = form.contents[language]
  return {
    category: form.category,
    contents: variant ? { [language]: variant } : {},
    ...audienceOf(form),
    personIds: [],
    per: 'person',
    index,
    values: samples ? sampleAnswers(form.category, language) : {},
    accountId: null,
  }
}

/** The unsaved letter for one recipient of its list after the other, asked for at each pause in typing. */
export function useRecipientPreview(form: LetterForm, language: Language) {
  const [index, setIndex] = useState(0)
  const [samples, setSamples] = useState(true)
  const wanted = useMemo(() => sourceOf(form, language, index, samples), [form, language, index, samples])
  const [source] = useDebouncedValue(wanted, 400)
  const query = useLetterPreview(source, Boolean(form.contents[language]))
  const counted = query.data && { ...query.data.counted, total: query.data.total }
  return { query, source, counted, setIndex, samples, setSamples }
}
export type ShownPreview = ReturnType<typeof useRecipientPreview>
