import { getRouteApi } from '@tanstack/react-router'
import { useEditor } from '@tiptap/react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { currentLanguage } from '../../../lib/i18n/i18n.ts'
import { type Language, variantsOf } from '../letter-words.ts'
import { letterExtensions } from './extensions.ts'
import type { LetterDraft } from './letter-draft.ts'
import { tidyDocument } from './tidy-document.ts'

const page = getRouteApi('/shell/letters/$id')

/** The language in the address, else that of the interface, else the one that there is. */
export function useLetterLanguage(draft: LetterDraft): [Language, (language: Language) => void] {
  const search = page.useSearch()
  const navigate = page.useNavigate()
  const there = variantsOf(draft.form.contents)
  const wanted = [search.language, currentLanguage(), ...there].find(one => one && there.includes(one))
  const set = (language: Language) =>
    void navigate({ search: now => ({ ...now, language }), replace: true, ignoreBlocker: true })
  return [wanted ?? 'fr', set]
}

/** One editor per language and edition of the text; what it writes goes into the draft at once. */
export function useLetterText(draft: LetterDraft, language: Language, editable: boolean) {
  const { t } = useTranslation()
  const { category } = draft.form
  const write = useRef(draft.setVariant)
  write.current = draft.setVariant
  const label = t('letters.editor.page', { language: t(`people.languages.${language}`) })
  return useEditor(
    {
      extensions: letterExtensions(category, t('letters.editor.placeholder')),
      content: draft.form.contents[language]?.document ?? { type: 'doc', content: [{ type: 'paragraph' }] },
      editable,
      editorProps: {
        attributes: {
          role: 'textbox',
          'aria-multiline': 'true',
          'aria-label': label,
          lang: language,
          spellcheck: 'true',
        },
      },
      onUpdate: ({ editor: changed }) => write.current(language, { document: tidyDocument(changed.getJSON()) }),
    },
    [language, category, draft.edition, editable],
  )
}
