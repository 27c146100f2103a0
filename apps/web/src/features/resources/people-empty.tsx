import { type PersonKind, roleMay } from '@mailroom/contract'
import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../components/empty-state.tsx'
import { Icon } from '../../components/icon.tsx'
import { LinkButton } from '../../components/link-button.tsx'
import { useMe } from '../users/api.ts'
import type { PeopleSearch } from './people-search.ts'

interface PeopleEmptyProps {
  kind: PersonKind
  search: PeopleSearch
  onClear: () => void
}

/** Three different nothings: filtered away, nothing to complete, no list yet. */
export function PeopleEmpty({ kind, search, onClear }: PeopleEmptyProps) {
  const { t } = useTranslation()
  const me = useMe()
  const filtered = Boolean(
    search.search || search.classId || search.level || search.reach || search.language || search.legal,
  )
  if (filtered) {
    return (
      <EmptyState
        icon="filter"
        title={t('people.empty.filtered')}
        action={<Button onClick={onClear}>{t('people.filter.clear')}</Button>}
      >
        {t('people.empty.filteredWords')}
      </EmptyState>
    )
  }
  if (search.view === 'incomplete' || search.view === 'paper') {
    const view = search.view
    return (
      <EmptyState icon={view === 'paper' ? 'paper' : 'ok'} title={t(`people.empty.${view}`)}>
        {t(`people.empty.${view}Words`)}
      </EmptyState>
    )
  }
  const action = roleMay(me.role, 'people.import') && (
    <LinkButton variant="filled" to="/import" search={{ kind }} leftSection={<Icon name="tray" />}>
      {t('shell.palette.importPeople')}
    </LinkButton>
  )
  return (
    <EmptyState icon={kind} title={t(`people.empty.list.${kind}`)} action={action}>
      {t('people.empty.listWords')}
    </EmptyState>
  )
}
