import { type Category, type Field, type FieldGroup, fieldCatalogue } from '@mailroom/letter'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { SearchField } from '../../../components/form/search-field.tsx'
import { Icon, type IconName } from '../../../components/icon.tsx'
import { currentLanguage } from '../../../lib/i18n/i18n.ts'
import styles from './field-tree.module.css'

/** Type of the data that a dragged field carries: its name. */
export const draggedField = 'application/x-mailroom-field'

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

const icons: Record<Field['type'], IconName> = {
  text: 'text',
  date: 'calendar',
  time: 'clock',
  number: 'hash',
  list: 'list',
}

export interface TreeGroup {
  name: string
  label: string
  /** The list whose rows these fields are. */
  list?: Field
  fields: Field[]
}

/** The catalogue as the tree shows it: the rows of a list stand as a group of their own. */
export function treeOf(category: Category, language: 'en' | 'fr'): TreeGroup[] {
  return fieldCatalogue(category).flatMap((group: FieldGroup): TreeGroup[] => {
    const lists = group.fields.filter(field => field.items)
    const rows = lists.map(list => ({ name: list.name, label: list.label[language], list, fields: list.items ?? [] }))
    const plainFields = {
      name: group.name,
      label: group.label[language],
      fields: group.fields.filter(field => !field.items),
    }
    return [...(plainFields.fields.length > 0 ? [plainFields] : []), ...rows]
  })
}

interface FieldTreeProps {
  category: Category
  onPick: (field: string) => void
  /** Where rows cannot stand: a subject. */
  single?: boolean
  groups?: readonly string[] | undefined
  /** How often each field is used, and the one that is selected. */
  used?: ReadonlyMap<string, number>
  current?: string | undefined
}

/** Fields to click into the text, found by name. */
export function FieldTree({ category, onPick, single, groups, used, current }: FieldTreeProps) {
  const { t } = useTranslation()
  const [search, setSearch] = useState('')
  const wanted = plain(search)
  const language = currentLanguage()
  const shown = treeOf(category, language)
    .filter(group => !(single && group.list) && (!groups || groups.includes(group.name)))
    .map(group => ({ ...group, fields: group.fields.filter(field => plain(field.label[language]).includes(wanted)) }))
    .filter(group => group.fields.length > 0)
  return (
    <div className={styles.pane}>
      <div className={styles.find}>
        <SearchField label={t('letters.fields.find')} value={search} onSearch={setSearch} />
      </div>
      <div className={styles.tree}>
        {shown.length === 0 && <p className={styles.none}>{t('letters.fields.none')}</p>}
        {shown.map(group => (
          <details key={group.name} open>
            <summary>
              <Icon name="down" size={14} />
              {group.label}
              {group.list && (
                <small>
                  <Icon name="repeat" size={14} />
                  {t('letters.fields.repeats')}
                </small>
              )}
            </summary>
            {group.fields.map(field => (
              <button
                key={field.name}
                type="button"
                data-current={field.name === current || undefined}
                draggable
                onDragStart={event => {
                  event.dataTransfer.setData(draggedField, field.name)
                  // For the subject, whose editor takes what it knows from HTML.
                  event.dataTransfer.setData('text/html', `<span data-field="${field.name}"></span>`)
                }}
                onClick={() => onPick(field.name)}
              >
                <Icon name={icons[field.type]} size={15} />
                <span className="cut">{field.label[language]}</span>
                {(used?.get(field.name) ?? 0) > 1 && <small>×{used?.get(field.name)}</small>}
              </button>
            ))}
          </details>
        ))}
      </div>
    </div>
  )
}
