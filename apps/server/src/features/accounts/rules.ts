/** What ordering and choosing look at. */
export type Choosable = {
  kind: 'institution' | 'personal'
  state: 'pending' | 'active'
  designation: string
  lastUsedAt: Date | null
}

/** Active before pending; then the last used (or set as default); then institution accounts before personal ones. */
const compare = (a: Choosable, b: Choosable): number => {
  if (a.state !== b.state) return a.state === 'active' ? -1 : 1
  const used = (b.lastUsedAt?.getTime() ?? 0) - (a.lastUsedAt?.getTime() ?? 0)
  if (used !== 0) return used
  if (a.kind !== b.kind) return a.kind === 'institution' ? -1 : 1
  return a.designation.localeCompare(b.designation)
}

/** My accounts in the order they are offered: the first one is the default, if it is active (SPEC row 19). */
export const orderAccounts = <T extends Choosable>(accounts: readonly T[]): T[] => accounts.toSorted(compare)

/** The account that a dispatch uses when none was chosen: null when none is active. */
export const defaultAccount = <T extends Choosable>(accounts: readonly T[]): T | null => {
  const [first] = orderAccounts(accounts)
  return first?.state === 'active' ? first : null
}
