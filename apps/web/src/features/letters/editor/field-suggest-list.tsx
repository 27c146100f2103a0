import { type Category, type Field, findField } from '@mailroom/letter'
import type { Editor } from '@tiptap/core'
import { useEditorState } from '@tiptap/react'
import { useEffect, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { currentLanguage } from '../../../lib/i18n/i18n.ts'
import { plain } from '../letter-words.ts'
import { fieldsAt, insertField, listAround, listsOf } from './editor-commands.ts'
import { suggestKey } from './field-suggest.ts'
import styles from './field-suggest-list.module.css'

const most = 8

/** Fields whose name holds what was typed, those that start with it first. */
function found(category: Category, list: string | undefined, query: string): Field[] {
  const wanted = plain(query)
  const name = (field: Field) => plain(field.label[currentLanguage()])
  const inside = fieldsAt(category, list).filter(field => !field.items)
  const rows = listsOf(category).flatMap(one => (one.name === list ? [] : (one.items ?? [])))
  const all = [...inside, ...rows].filter(field => name(field).includes(wanted))
  return all.sort((a, b) => Number(name(b).startsWith(wanted)) - Number(name(a).startsWith(wanted))).slice(0, most)
}

/** Under the cursor after `@` or `{`: arrows choose, Enter or Tab inserts, Escape leaves the text as typed. */
export function FieldSuggestList({ editor, category }: { editor: Editor; category: Category }) {
  const { t } = useTranslation()
  const id = useId()
  const [index, setIndex] = useState(0)
  const asked = useEditorState({
    editor,
    selector: ({ editor: now }) => suggestKey.getState(now.state)?.asked ?? null,
  })
  const fields = asked ? found(category, listAround(editor), asked.query) : []
  const query = asked?.query
  // biome-ignore lint/correctness/useExhaustiveDependencies: another query is another list, from its top
  useEffect(() => setIndex(0), [query])
  const insert = (field: Field) => asked && insertField(editor, category, field.name, asked)
  useEffect(() => {
    const storage = editor.storage.fieldSuggest
    storage.onKey = event => {
      if (event.key === 'Escape') {
        editor.view.dispatch(editor.state.tr.setMeta(suggestKey, 'close'))
        return true
      }
      const chosen = fields[index]
      if (!chosen) return false
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        const step = event.key === 'ArrowDown' ? 1 : fields.length - 1
        setIndex((index + step) % fields.length)
        return true
      }
      if (event.key !== 'Enter' && event.key !== 'Tab') return false
      insert(chosen)
      return true
    }
    return () => {
      storage.onKey = null
    }
  })
  if (!asked || fields.length === 0) return null
  const at = editor.view.coordsAtPos(asked.from)
  const below = at.bottom + 300 < window.innerHeight
  const place = below ? { top: at.bottom + 6 } : { bottom: window.innerHeight - at.top + 6 }
  return (
    <div
      className={styles.suggest}
      style={{ left: Math.min(at.left, window.innerWidth - 288), ...place }}
      role="listbox"
      aria-label={t('letters.suggest.label')}
      id={id}
    >
      {fields.map((field, position) => (
        <button
          key={field.name}
          type="button"
          role="option"
          tabIndex={-1}
          aria-selected={position === index}
          onMouseDown={event => {
            // The cursor stays in the text.
            event.preventDefault()
            insert(field)
          }}
          onMouseEnter={() => setIndex(position)}
        >
          <span className="cut">{field.label[currentLanguage()]}</span>
          <small className="cut">
            {findField(category, field.name)?.list?.label[currentLanguage()] ?? sampleOf(field)}
          </small>
        </button>
      ))}
    </div>
  )
}

const sampleOf = (field: Field): string => {
  const sample = field.sample[currentLanguage()]
  return typeof sample === 'string' && field.type === 'text' ? sample : ''
}
