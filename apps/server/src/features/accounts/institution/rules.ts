/** States in which a message needs nothing from its account any more (RELIABILITY §2). */
export const finalStates = ['accepted', 'unknown', 'failed', 'bounced', 'cancelled', 'prepare_failed'] as const

export type Grant = { userId: string; revoked: boolean }

/** What setting the list of authorised users changes: who is new, who comes back, who goes. */
export const planGrants = (existing: readonly Grant[], wanted: readonly string[]) => {
  const known = new Map(existing.map(grant => [grant.userId, grant]))
  const ids = [...new Set(wanted)]
  return {
    added: ids.filter(id => !known.has(id)),
    restored: ids.filter(id => known.get(id)?.revoked),
    revoked: existing.filter(grant => !grant.revoked && !ids.includes(grant.userId)).map(grant => grant.userId),
  }
}
