import type { DispatchChoice, PersonKind, Scope } from '@mailroom/contract'
import { useMemo } from 'react'
import { useSelection } from '../../components/data-table/selection.ts'
import { filtersOf } from '../resources/api.ts'
import type { PeopleSearch } from '../resources/people-search.ts'
import { selections } from '../resources/selections.ts'
import { useStored } from './stored.ts'

/** Somebody unticked by hand: the name stays here, since the plan no longer lists them. */
export interface Unticked {
  ids: string[]
  name: string
  concerned: string
}

export type Settings = Omit<DispatchChoice, 'kind' | 'list' | 'scope' | 'excluded'> & { unticked: Unticked[] }

const initial: Record<PersonKind, Settings> = {
  student: settingsFor('guardians', 'household'),
  guardian: settingsFor('self', 'household'),
  teacher: settingsFor('self', 'person'),
  staff: settingsFor('self', 'person'),
}

function settingsFor(recipients: Settings['recipients'], per: Settings['per']): Settings {
  return {
    recipients,
    per,
    letterId: null,
    output: 'email',
    attachPdf: true,
    integrate: true,
    printCopy: 'without-email',
    duplex: true,
    order: 'name',
    accountId: null,
    values: {},
    unticked: [],
  }
}

export const useSettings = (kind: PersonKind, what: 'letter' | 'email') =>
  useStored<Settings>(`${what}-${kind}`, initial[kind])

/** Ticked people if there are any, else the list as filtered. The selection store is shared with the lists. */
export function useScope(kind: PersonKind, search: PeopleSearch): Scope {
  const selected = useSelection(selections[kind])
  const filters = JSON.stringify(filtersOf(search))
  return useMemo(
    () =>
      selected.size > 0 ? { type: 'selected', ids: [...selected] } : { type: 'filtered', filters: JSON.parse(filters) },
    [selected, filters],
  )
}

export function choiceOf(what: 'letter' | 'email', list: PersonKind, scope: Scope, settings: Settings): DispatchChoice {
  const { unticked, ...rest } = settings
  const written =
    what === 'email'
      ? { letterId: null, attachPdf: false, integrate: false, output: 'email' as const, printCopy: 'none' as const }
      : {}
  return { ...rest, ...written, kind: what, list, scope, excluded: unticked.flatMap(person => person.ids) }
}

/**
 * A short name for a choice that may hold 50,000 ids: a query key as long as the choice would be serialised at every
 * render. 53 bits (cyrb53, public domain) are plenty to tell the choices of one tab apart.
 */
export function digest(value: unknown): string {
  const text = JSON.stringify(value)
  let high = 0xdeadbeef
  let low = 0x41c6ce57
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    high = Math.imul(high ^ code, 2654435761)
    low = Math.imul(low ^ code, 1597334677)
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909)
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909)
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(36)
}
