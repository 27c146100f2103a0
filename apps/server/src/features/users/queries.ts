import type { Me } from '@mailroom/contract'
import type { Deps } from '../../deps.ts'
import type { Right } from '../../platform/rights.ts'
import { digest } from '../../platform/secrets.ts'
import { listDomains } from '../sending/queries.ts'
import { isAuthorised } from '../sending/rules.ts'
import { auditText, nextSetupStep } from './rules.ts'

const meColumns = {
  id: true,
  name: true,
  email: true,
  role: true,
  language: true,
  theme: true,
  shortcuts: true,
} as const

/** The signed-in user as the web app knows them; null when disabled or gone. */
export const findMe = async ({ database }: Deps, userId: string): Promise<Me | null> => {
  const user = await database.prisma.user.findFirst({ where: { id: userId, status: 'active' }, select: meColumns })
  return user as Me | null
}

export const getMe = async (deps: Deps, userId: string): Promise<Me> => {
  const user = await findMe(deps, userId)
  if (!user) throw new Error('the user is gone')
  return user
}

/** Institution name and language, and where first-run setup stands. Open means: no supervisor yet. */
export const getWelcome = async ({ database }: Deps) => {
  const [institution, supervisors] = await Promise.all([
    database.prisma.institution.findUnique({
      where: { id: 1 },
      select: { name: true, language: true, setupDone: true },
    }),
    database.prisma.user.count({ where: { role: 'supervisor', passwordHash: { not: null } } }),
  ])
  const next = nextSetupStep(institution?.setupDone ?? [])
  return {
    institution: {
      name: institution?.name ?? '',
      language: institution?.language === 'en' ? ('en' as const) : ('fr' as const),
    },
    setup: { open: supervisors === 0, next },
  }
}

/** True while setup is open and `token` is the one printed at start. */
export const isSetupToken = async ({ database }: Deps, token: string): Promise<boolean> => {
  const row = await database.prisma.institution.findUnique({ where: { id: 1 }, select: { setupTokenHash: true } })
  return row?.setupTokenHash !== null && row?.setupTokenHash === digest(token)
}

const rowOf = (domains: readonly string[]) => (user: Awaited<ReturnType<typeof findUsers>>[number]) => ({
  id: user.id,
  name: user.name,
  email: user.email,
  role: user.role as 'supervisor' | 'secretary' | 'teacher',
  status: user.status as 'invited' | 'active' | 'disabled',
  accounts: user.accounts
    .filter(link => link.account.deletedAt === null)
    .map(({ account }) => ({ id: account.id, designation: account.designation })),
  insideDomains: isAuthorised(user.email, domains),
  person: user.person ? { id: user.person.id, name: `${user.person.givenName} ${user.person.surname}`.trim() } : null,
  lastSeenAt: user.lastSeenAt?.toISOString() ?? null,
})

const findUsers = ({ database }: Deps, where: { id?: string } = {}) =>
  database.prisma.user.findMany({
    where,
    orderBy: { name: 'asc' },
    include: { person: true, accounts: { where: { revokedAt: null }, include: { account: true } } },
  })

/** All users with role, accounts and whether their address is inside the authorised domains. */
export const listUsers = async (deps: Deps, _right: Right<'users.manage'>) => {
  const [users, domains] = await Promise.all([findUsers(deps), listDomains(deps)])
  return users.map(rowOf(domains))
}

export const getUserRow = async (deps: Deps, id: string) => {
  const [users, domains] = await Promise.all([findUsers(deps, { id }), listDomains(deps)])
  const user = users[0]
  if (!user) throw new Error('the user is gone')
  return rowOf(domains)(user)
}

/** Whom a living invitation is for, by its token. */
export const findInvitation = async ({ database }: Deps, token: string) =>
  database.prisma.user.findFirst({
    where: { invitationHash: digest(token), invitationExpiresAt: { gt: new Date() }, status: 'invited' },
    select: { id: true, name: true, email: true, role: true },
  })

/** A page of the audit log, newest first; `intact` is false when any hash of the page does not follow from the one before. */
export const listAudit = async (
  { database }: Deps,
  _right: Right<'audit.read'>,
  page: { offset: number; limit: number },
) => {
  const [total, rows] = await Promise.all([
    database.prisma.auditEntry.count(),
    database.prisma.auditEntry.findMany({ orderBy: { id: 'desc' }, skip: page.offset, take: page.limit + 1 }),
  ])
  const facts = (row: (typeof rows)[number]) => auditText({ ...row, at: row.at.toISOString() })
  const intact = rows.every(
    (row, index) =>
      digest(facts(row)) === row.hash && (rows[index + 1] === undefined || rows[index + 1]?.hash === row.previousHash),
  )
  const entries = rows.slice(0, page.limit).map(row => ({
    id: String(row.id),
    at: row.at.toISOString(),
    actor: row.actorName,
    action: row.action,
    subject: row.subject,
    details: row.details as Record<string, unknown>,
  }))
  return { total, intact, entries }
}
