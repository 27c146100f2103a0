import type { Role } from '@mailroom/contract'
import { setupSteps } from '@mailroom/contract'

export type SetupStep = (typeof setupSteps)[number]

/** The first step that is neither done nor put off; null when the stepper is over. */
export const nextSetupStep = (done: readonly string[]): SetupStep | null =>
  setupSteps.find(step => !done.includes(step)) ?? null

/**
 * Would this change leave nobody to administer? `supervisors` counts the active ones; `was` and `becomes` are the
 * user's active role before and after (null: not active).
 */
export const leavesNoSupervisor = (supervisors: number, was: Role | null, becomes: Role | null): boolean =>
  was === 'supervisor' && becomes !== 'supervisor' && supervisors <= 1

/** How many attempts a window allows before it closes, and for how long (seconds). */
export const signInLimits = {
  account: { attempts: 8, seconds: 15 * 60 },
  network: { attempts: 60, seconds: 15 * 60 },
} as const

/** Links of invitations live a week. */
export const invitationDays = 7

/** The text that one audit entry's hash covers; the previous hash makes it a chain. */
export const auditText = (entry: {
  previousHash: string
  at: string
  actorId: string | null
  action: string
  subject: string | null
  details: unknown
}): string =>
  JSON.stringify([entry.previousHash, entry.at, entry.actorId, entry.action, entry.subject, canonical(entry.details)])

/** JSON with sorted keys: Postgres' jsonb does not keep their order. */
const canonical = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(canonical)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, canonical(inner)]),
  )
}

/** Sign-ins of the demo school; the password is shown on the sign-in page in demo mode only. */
export const demoPassword = 'demo-school-2026'
export const demoSignIns = [
  { name: 'Julien Roche', email: 'julien.roche@tilleuls.example', role: 'supervisor' as const, password: demoPassword },
  {
    name: 'Hélène Marchand',
    email: 'helene.marchand@tilleuls.example',
    role: 'secretary' as const,
    password: demoPassword,
  },
  { name: 'Marc Delmas', email: 'm.delmas@courriel.example', role: 'teacher' as const, password: demoPassword },
]
