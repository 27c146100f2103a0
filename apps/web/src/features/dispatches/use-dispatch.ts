import type { PersonKind } from '@mailroom/contract'
import { useDebouncedValue } from '@mantine/hooks'
import { useEffect, useMemo } from 'react'
import type { PeopleSearch } from '../resources/people-search.ts'
import { useMyAccounts, usePlan } from './api.ts'
import { choiceOf, useScope, useSettings } from './choice.ts'

/** Everything a dispatch is decided by, and the check-up that follows from it a moment after the last change. */
export function useDispatchDraft(what: 'letter' | 'email', kind: PersonKind, search: PeopleSearch, given = true) {
  const [settings, change] = useSettings(kind, what)
  const scope = useScope(kind, search)
  const account = useMyAccounts().data?.accounts.find(candidate => candidate.isDefault && candidate.state === 'active')
  // The account used last stands there already; the first active one is the server's own order.
  useEffect(() => {
    if (settings.accountId === null && account) change({ accountId: account.id })
  }, [settings.accountId, account, change])
  const now = useMemo(() => JSON.stringify(settings), [settings])
  const choice = useMemo(() => choiceOf(what, kind, scope, JSON.parse(now)), [what, kind, scope, now])
  const [settled] = useDebouncedValue(choice, 250)
  const wayChosen = what === 'email' || choice.output === 'print' || choice.attachPdf || choice.integrate
  const ready = given && wayChosen && (what === 'email' || settled.letterId !== null)
  const plan = usePlan(settled, ready)
  const asked = plan.data?.asked ?? []
  const open = asked.filter(item => item.required && isBlank(settings.values[item.field] ?? item.value))
  return { settings, change, choice: settled, plan, ready, wayChosen, asked, open, scope }
}

const isBlank = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  (typeof value === 'string' && value.trim() === '') ||
  (Array.isArray(value) && value.length === 0)

export type DispatchDraft = ReturnType<typeof useDispatchDraft>
