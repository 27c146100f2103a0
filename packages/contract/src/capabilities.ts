export const roles = ['supervisor', 'secretary', 'teacher'] as const
export type Role = (typeof roles)[number]

/**
 * What each role may do. Row scope (own accounts, a teacher's own classes) is decided in the queries; this table only
 * opens the door. A route without an entry here cannot be declared: `access` is typed by these keys.
 */
export const capabilities = {
  'institution.manage': ['supervisor'],
  'sending.manage': ['supervisor'],
  'accounts.manage': ['supervisor'],
  'users.manage': ['supervisor'],
  'audit.read': ['supervisor'],
  'health.read': ['supervisor'],
  'people.read': ['supervisor', 'secretary', 'teacher'],
  'people.edit': ['supervisor', 'secretary'],
  'people.import': ['supervisor', 'secretary'],
  'letters.read': ['supervisor', 'secretary', 'teacher'],
  'letters.edit': ['supervisor', 'secretary'],
  'dispatches.create': ['supervisor', 'secretary', 'teacher'],
  'mail.read': ['supervisor', 'secretary', 'teacher'],
} as const satisfies Record<string, readonly Role[]>

export type Capability = keyof typeof capabilities

/** True when the role holds the capability. */
export const roleMay = (role: Role, capability: Capability): boolean =>
  (capabilities[capability] as readonly Role[]).includes(role)
