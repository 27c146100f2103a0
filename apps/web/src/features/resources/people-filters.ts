import { reach } from '@mailroom/contract'
import { useTranslation } from 'react-i18next'
import { usePeopleCounts } from './api.ts'
import type { PeopleSearch } from './people-search.ts'

export interface FilterChoice {
  value: string
  label: string
  patch: Partial<PeopleSearch>
}

export interface Filter {
  id: 'level' | 'classId' | 'reach' | 'language' | 'legal'
  name: string
  /** What is chosen now, in words; null: not filtered. */
  chosen: string | null
  choices: FilterChoice[]
}

/** Every filter of a list with its choices: levels and classes come from the school itself. */
export function useFilters(kind: string, search: PeopleSearch): Filter[] {
  const { t } = useTranslation()
  const counts = usePeopleCounts().data
  const classes = counts?.classes ?? []
  const className = classes.find(item => item.id === search.classId)?.name
  const reachWords = (search.reach ?? '')
    .split(',')
    .flatMap(value => {
      const known = reach.safeParse(value)
      return known.success ? [t(`people.reach.${known.data}`)] : []
    })
    .join(', ')
  const level: Filter = {
    id: 'level',
    name: t('people.filter.level'),
    chosen: search.level ?? null,
    choices: (counts?.levels ?? []).map(value => ({
      value,
      label: value,
      patch: { level: value, classId: undefined },
    })),
  }
  const inClass: Filter = {
    id: 'classId',
    name: t('people.filter.class'),
    chosen: className ?? null,
    choices: classes.map(item => ({ value: item.id, label: item.name, patch: { classId: item.id, level: undefined } })),
  }
  const email: Filter = {
    id: 'reach',
    name: t('people.filter.reach'),
    chosen: reachWords || null,
    choices: reach.options.map(value => ({ value, label: t(`people.reach.${value}`), patch: { reach: value } })),
  }
  const languageFilter: Filter = {
    id: 'language',
    name: t('people.filter.language'),
    chosen: search.language ? t(`people.languages.${search.language}`) : null,
    choices: (['en', 'fr'] as const).map(value => ({
      value,
      label: t(`people.languages.${value}`),
      patch: { language: value },
    })),
  }
  const legal: Filter = {
    id: 'legal',
    name: t('people.filter.legal'),
    chosen: search.legal ? t('people.filter.legalOnly') : null,
    choices: [{ value: 'legal', label: t('people.filter.legalOnly'), patch: { legal: true } }],
  }
  return [
    ...(kind === 'staff' ? [] : [level, inClass]),
    email,
    languageFilter,
    ...(kind === 'guardian' ? [legal] : []),
  ].filter(filter => filter.choices.length > 0)
}
