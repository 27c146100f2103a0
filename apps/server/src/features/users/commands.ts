import type { Language, Role } from '@mailroom/contract'
import { parseAddress } from '@mailroom/mailer'
import { hash, verify } from '@node-rs/argon2'
import type { Deps } from '../../deps.ts'
import type { Transaction } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import type { Actor, Right } from '../../platform/rights.ts'
import { digest, newToken } from '../../platform/secrets.ts'
import { findInvitation, getUserRow, isSetupToken } from './queries.ts'
import { auditText, invitationDays, leavesNoSupervisor, nextSetupStep, type SetupStep, signInLimits } from './rules.ts'

/** argon2id, 19 MiB, t = 2, p = 1 (OWASP Password Storage Cheat Sheet). */
const argon = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const
const hashPassword = (password: string) => hash(password.normalize('NFKC'), argon)
const passwordMatches = (stored: string, password: string) => verify(stored, password.normalize('NFKC'))
let decoy: Promise<string> | undefined

/** One address as the database keeps it (lower case, ASCII domain), or a refusal naming the field. */
export const strictAddress = (text: string, field: string): string => {
  const parsed = parseAddress(text)
  if (parsed.ok) return parsed.address.toLowerCase()
  const code = {
    'two-addresses': 'ADDRESS_SEVERAL',
    group: 'ADDRESS_SEVERAL',
    quoted: 'ADDRESS_QUOTED',
    comment: 'ADDRESS_QUOTED',
    'name-not-allowed': 'ADDRESS_QUOTED',
    'local-not-ascii': 'ADDRESS_NOT_ASCII',
    'control-character': 'CONTROL_CHARACTERS',
    empty: 'REQUIRED',
  } as const
  const known = code[parsed.code as keyof typeof code]
  throw new AppError(known ?? 'ADDRESS_INVALID', field, { value: text.slice(0, 60) })
}

/**
 * Appends to the audit log inside the caller's transaction. Entries form a chain of hashes; a lock makes them one line.
 */
export const audit = async (
  tx: Transaction,
  actor: Pick<Actor, 'userId' | 'name'> | null,
  action: string,
  subject: string | null = null,
  details: Record<string, unknown> = {},
): Promise<void> => {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(7204518)`
  const last = await tx.auditEntry.findFirst({ orderBy: { id: 'desc' }, select: { hash: true } })
  const at = new Date()
  const previousHash = last?.hash ?? ''
  const entry = { previousHash, at: at.toISOString(), actorId: actor?.userId ?? null, action, subject, details }
  await tx.auditEntry.create({
    data: {
      at,
      actorId: entry.actorId,
      actorName: actor?.name ?? null,
      action,
      subject,
      details: details as object,
      previousHash,
      hash: digest(auditText(entry)),
    },
  })
}

/** Counts an attempt under a key; THROTTLED once the window's limit is passed. */
export const countAttempt = async ({ database }: Deps, key: string, limit: { attempts: number; seconds: number }) => {
  const { rows } = await database.pool.query<{ count: number; seconds: number }>(
    `INSERT INTO throttle (key, count, resets_at) VALUES ($1, 1, now() + make_interval(secs => $2))
     ON CONFLICT (key) DO UPDATE SET count = CASE WHEN throttle.resets_at < now() THEN 1 ELSE throttle.count + 1 END,
       resets_at = CASE WHEN throttle.resets_at < now() THEN EXCLUDED.resets_at ELSE throttle.resets_at END
     RETURNING count, extract(epoch FROM resets_at - now())::int AS seconds`,
    [digest(key), limit.seconds],
  )
  const row = rows[0]
  if (row && row.count > limit.attempts)
    throw new AppError('THROTTLED', undefined, { minutes: Math.max(1, Math.ceil(row.seconds / 60)) })
}

/**
 * At each start: the institution's row, and a fresh setup token while no supervisor exists (only its hash is kept).
 * Returns the token to print, or null when setup is closed.
 */
export const prepareInstallation = async ({ database }: Deps): Promise<string | null> => {
  await database.prisma.institution.upsert({ where: { id: 1 }, create: { id: 1 }, update: {} })
  await database.prisma.sendingSettings.upsert({ where: { id: 1 }, create: { id: 1 }, update: {} })
  const supervisors = await database.prisma.user.count({ where: { role: 'supervisor', passwordHash: { not: null } } })
  if (supervisors > 0) return null
  const token = newToken()
  await database.prisma.institution.update({ where: { id: 1 }, data: { setupTokenHash: digest(token) } })
  return token
}

/** The first supervisor; a lock makes two clicks one. Returns the user's id. */
export const createAdministrator = async (
  deps: Deps,
  input: { token: string; name: string; email: string; password: string; language: Language },
): Promise<string> => {
  const email = strictAddress(input.email, 'email')
  const passwordHash = await hashPassword(input.password)
  const tokenRight = await isSetupToken(deps, input.token)
  return deps.database.prisma.$transaction(async tx => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(7204519)`
    if ((await tx.user.count({ where: { role: 'supervisor', passwordHash: { not: null } } })) > 0)
      throw new AppError('SETUP_CLOSED')
    if (!tokenRight) throw new AppError('SETUP_TOKEN', 'token')
    const user = await tx.user.create({
      data: { name: input.name, email, role: 'supervisor', status: 'active', passwordHash, language: input.language },
    })
    await tx.institution.update({
      where: { id: 1 },
      data: { setupTokenHash: null, setupDone: ['administrator'], language: input.language },
    })
    await audit(tx, { userId: user.id, name: user.name }, 'user.first-supervisor', user.id)
    return user.id
  })
}

/** Marks a first-run step as done or put off; returns the next one. */
export const finishSetupStep = async ({ database }: Deps, _right: Right<'institution.manage'>, step: SetupStep) => {
  const { setupDone } = await database.prisma.institution.findUniqueOrThrow({ where: { id: 1 } })
  const done = [...new Set([...setupDone, step])]
  await database.prisma.institution.update({ where: { id: 1 }, data: { setupDone: done } })
  return nextSetupStep(done)
}

/**
 * Checks a password: attempts are limited per account and per network address; an unknown address costs the same time
 * and gives the same answer as a wrong password. Returns the user's id.
 */
export const signIn = async (
  deps: Deps,
  input: { email: string; password: string; network: string },
): Promise<string> => {
  const parsed = parseAddress(input.email)
  const email = parsed.ok ? parsed.address.toLowerCase() : input.email.toLowerCase()
  await countAttempt(deps, `network:${input.network}`, signInLimits.network)
  await countAttempt(deps, `account:${email}`, signInLimits.account)
  const user = await deps.database.prisma.user.findUnique({
    where: { email },
    select: { id: true, passwordHash: true, status: true },
  })
  decoy ??= hashPassword('no such user')
  const matches = await passwordMatches(user?.passwordHash ?? (await decoy), input.password)
  if (!user?.passwordHash || !matches || user.status !== 'active') throw new AppError('SIGN_IN_FAILED')
  await deps.database.prisma.throttle.deleteMany({ where: { key: digest(`account:${email}`) } })
  await deps.database.prisma.user.update({ where: { id: user.id }, data: { lastSeenAt: new Date() } })
  return user.id
}

export const updateMe = async (
  { database }: Deps,
  right: Right,
  input: { name?: string; language?: Language; theme?: string; shortcuts?: boolean },
) => {
  await database.prisma.user.update({ where: { id: right.actor.userId }, data: input })
}

/** Changes my password; every other session of mine ends. */
export const changePassword = async (
  { database }: Deps,
  right: Right,
  input: { current: string; next: string; keepSession: string },
) => {
  const user = await database.prisma.user.findUniqueOrThrow({ where: { id: right.actor.userId } })
  if (!user.passwordHash || !(await passwordMatches(user.passwordHash, input.current)))
    throw new AppError('PASSWORD_WRONG', 'current')
  const passwordHash = await hashPassword(input.next)
  await database.prisma.$transaction(async tx => {
    await tx.user.update({ where: { id: user.id }, data: { passwordHash } })
    await tx.session.deleteMany({ where: { userId: user.id, id: { not: digest(input.keepSession) } } })
    await audit(tx, right.actor, 'user.password-changed', user.id)
  })
}

const newInvitation = () => {
  const token = newToken()
  return {
    token,
    data: { invitationHash: digest(token), invitationExpiresAt: new Date(Date.now() + invitationDays * 86_400_000) },
  }
}

/** Makes the user and an invitation. `mail` puts the e-mail into the same transaction; it says whether one could go. */
export type MailInvitation = (
  tx: Transaction,
  to: { name: string; address: string },
  link: string,
  language: Language,
) => Promise<boolean>

export const inviteUser = async (
  deps: Deps,
  right: Right<'users.manage'>,
  input: { name: string; email: string; role: Role; language: Language; personId: string | null },
  mail: MailInvitation,
) => {
  const email = strictAddress(input.email, 'email')
  if (await deps.database.prisma.user.findUnique({ where: { email } })) throw new AppError('USER_EXISTS', 'email')
  await requirePerson(deps, input.personId)
  const invitation = newInvitation()
  const link = `${deps.config.publicUrl.origin}/invitation/${invitation.token}`
  const { id, mailed } = await deps.database.prisma.$transaction(async tx => {
    const user = await tx.user.create({
      data: {
        name: input.name,
        email,
        role: input.role,
        language: input.language,
        personId: input.personId,
        ...invitation.data,
      },
    })
    await audit(tx, right.actor, 'user.invited', user.id, { role: input.role })
    return { id: user.id, mailed: await mail(tx, { name: user.name, address: email }, link, input.language) }
  })
  return { user: await getUserRow(deps, id), link, mailed }
}

/** A user may be one of the people of the lists. NOT_FOUND on the field for anybody else. */
const requirePerson = async (deps: Deps, personId: string | null): Promise<void> => {
  if (personId && (await deps.database.prisma.person.count({ where: { id: personId } })) === 0)
    throw new AppError('NOT_FOUND', 'personId')
}

/** A fresh link; the old one stops working. Only for users who have not accepted yet. */
export const renewInvitation = async (deps: Deps, right: Right<'users.manage'>, id: string, mail: MailInvitation) => {
  const user = await deps.database.prisma.user.findFirst({ where: { id, status: 'invited' } })
  if (!user) throw new AppError('NOT_FOUND')
  const invitation = newInvitation()
  const link = `${deps.config.publicUrl.origin}/invitation/${invitation.token}`
  const mailed = await deps.database.prisma.$transaction(async tx => {
    await tx.user.update({ where: { id }, data: invitation.data })
    await audit(tx, right.actor, 'user.invitation-renewed', id)
    return mail(tx, { name: user.name, address: user.email }, link, user.language === 'en' ? 'en' : 'fr')
  })
  return { link, mailed }
}

/** Name, role, status. The last active supervisor stays one; a disabled user is signed out everywhere. */
export const updateUser = async (
  deps: Deps,
  right: Right<'users.manage'>,
  id: string,
  input: { name: string; role: Role; status: 'invited' | 'active' | 'disabled'; personId: string | null },
) => {
  await requirePerson(deps, input.personId)
  await deps.database.prisma.$transaction(async tx => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(7204519)`
    const user = await tx.user.findUnique({ where: { id } })
    if (!user) throw new AppError('NOT_FOUND')
    const supervisors = await tx.user.count({ where: { role: 'supervisor', status: 'active' } })
    const was = user.status === 'active' ? (user.role as Role) : null
    if (leavesNoSupervisor(supervisors, was, input.status === 'disabled' ? null : input.role))
      throw new AppError('LAST_SUPERVISOR', 'role')
    // Somebody who has not accepted the invitation yet stays invited.
    const status = input.status === 'disabled' ? 'disabled' : user.passwordHash === null ? 'invited' : 'active'
    await tx.user.update({
      where: { id },
      data: { name: input.name, role: input.role, status, personId: input.personId },
    })
    if (status === 'disabled') await tx.session.deleteMany({ where: { userId: id } })
    await audit(tx, right.actor, 'user.changed', id, { role: input.role, status })
  })
  return getUserRow(deps, id)
}

/** Accepts an invitation: the link works once. Returns the user's id. */
export const acceptInvitation = async (
  deps: Deps,
  token: string,
  input: { name: string; password: string },
): Promise<string> => {
  const invited = await findInvitation(deps, token)
  if (!invited) throw new AppError('INVITATION_INVALID')
  const passwordHash = await hashPassword(input.password)
  return deps.database.prisma.$transaction(async tx => {
    const { count } = await tx.user.updateMany({
      where: { id: invited.id, invitationHash: digest(token), status: 'invited' },
      data: { name: input.name, passwordHash, status: 'active', invitationHash: null, invitationExpiresAt: null },
    })
    if (count !== 1) throw new AppError('INVITATION_INVALID')
    await audit(tx, { userId: invited.id, name: input.name }, 'user.accepted', invited.id)
    return invited.id
  })
}

/** An active user with a password, for the demo school. */
export const addDemoUser = async (
  { database }: Deps,
  input: { name: string; email: string; role: Role; language: Language; password: string; personId?: string | null },
): Promise<string> => {
  const passwordHash = await hashPassword(input.password)
  const { password: _, ...data } = input
  const user = await database.prisma.user.upsert({
    where: { email: input.email },
    create: { ...data, status: 'active', passwordHash },
    update: {},
  })
  return user.id
}
