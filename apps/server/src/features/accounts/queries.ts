import type { AccountView, Language, UsableAccountView } from '@mailroom/contract'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../platform/errors.ts'
import type { Actor, Right } from '../../platform/rights.ts'
import { explainSender, getSenderFacts, listDomains, type SenderFacts } from '../sending/queries.ts'
import { isAuthorised, resolveSender } from '../sending/rules.ts'
import { viewCode } from './code/rules.ts'
import { defaultAccount, orderAccounts } from './rules.ts'

declare const usable: unique symbol
/**
 * An account that the actor may send from at this moment, with the actor's own settings for it. Only `usableAccount`
 * makes one, so that no dispatch can name an account nobody checked.
 */
export type UsableAccount = {
  readonly id: string
  readonly kind: 'institution' | 'personal'
  readonly designation: string
  readonly address: string
  readonly responseAddress: string | null
  readonly maskCopies: boolean
  readonly defaultSignatureId: string | null
  readonly [usable]: true
}

type May = Right<'dispatches.create'>

/** My link to an account: my own personal one, or a shared one that I am authorised for (`revoked`: was). */
const findMine = async ({ database }: Deps, userId: string, id?: string) => {
  const rows = await database.prisma.account.findMany({
    where: {
      ...(id ? { id } : {}),
      deletedAt: null,
      OR: [
        { kind: 'personal', ownerId: userId },
        { kind: 'institution', users: { some: { userId } } },
      ],
    },
    include: { users: { include: { user: { select: { name: true, status: true } } } } },
  })
  return rows.map(row => {
    const mine = row.users.find(link => link.userId === userId)
    return {
      id: row.id,
      kind: row.kind as 'institution' | 'personal',
      designation: row.designation,
      address: row.address,
      state: row.state as 'pending' | 'active',
      lastUsedAt: mine?.lastUsedAt ?? null,
      revoked: row.kind === 'institution' && mine?.revokedAt !== null,
      responseAddress: mine?.responseAddress ?? null,
      maskCopies: mine?.maskCopies ?? false,
      defaultSignatureId: mine?.defaultSignatureId ?? null,
      others: row.users
        .filter(link => link.userId !== userId && link.revokedAt === null && link.user.status !== 'disabled')
        .map(link => link.user.name)
        .sort((a, b) => a.localeCompare(b)),
    }
  })
}
type Mine = Awaited<ReturnType<typeof findMine>>[number]

const chooseAccount = (accounts: readonly Mine[], wanted: string | null): Mine => {
  const chosen = wanted ? accounts[0] : defaultAccount(accounts.filter(one => !one.revoked))
  if (wanted && !chosen) throw new AppError('NOT_FOUND', 'accountId')
  if (!chosen)
    throw new AppError(accounts.some(one => !one.revoked) ? 'ACCOUNT_PENDING' : 'ACCOUNT_MISSING', 'accountId')
  if (chosen.revoked) throw new AppError('ACCOUNT_NOT_YOURS', 'accountId')
  if (chosen.state !== 'active') throw new AppError('ACCOUNT_PENDING', 'accountId')
  return chosen
}

/**
 * The account to send from: the given one, or (null) the default one. NOT_FOUND for a foreign or unknown id,
 * ACCOUNT_NOT_YOURS after a revocation, ACCOUNT_PENDING before the code, ACCOUNT_MISSING when there is none at all.
 */
export const usableAccount = async (deps: Deps, right: May, accountId: string | null): Promise<UsableAccount> => {
  const accounts = await findMine(deps, right.actor.userId, accountId ?? undefined)
  const { id, kind, designation, address, responseAddress, maskCopies, defaultSignatureId } = chooseAccount(
    accounts,
    accountId,
  )
  return {
    id,
    kind,
    designation,
    address,
    responseAddress,
    maskCopies,
    defaultSignatureId,
  } as UsableAccount
}

/**
 * Accounts whose sent mail the actor may read: own personal ones and the shared ones they may use today. Deleted
 * accounts stay in it, since their history does.
 */
export const visibleAccountIds = async ({ database }: Deps, actor: Pick<Actor, 'userId'>): Promise<string[]> => {
  const rows = await database.prisma.account.findMany({
    where: {
      OR: [
        { kind: 'personal', ownerId: actor.userId },
        { kind: 'institution', users: { some: { userId: actor.userId, revokedAt: null } } },
      ],
    },
    select: { id: true },
  })
  return rows.map(row => row.id)
}

const viewMine = (
  one: Mine,
  isDefault: boolean,
  context: { actor: Actor; facts: SenderFacts; language: Language },
): UsableAccountView => {
  const { actor, facts, language } = context
  const sender = resolveSender({
    ...facts,
    user: { name: actor.name, email: actor.email },
    account: one,
    responseAddress: one.responseAddress,
  })
  return {
    id: one.id,
    kind: one.kind,
    designation: one.designation,
    address: one.address,
    state: one.state,
    isDefault,
    others: one.others,
    settings: {
      responseAddress: one.responseAddress,
      maskCopies: one.maskCopies,
      defaultSignatureId: one.defaultSignatureId,
    },
    preview: {
      from: sender.from,
      replyTo: sender.replyTo,
      rewritten: sender.rewritten,
      why: explainSender(sender, language),
    },
  }
}

/** The accounts I may send from, the default one first, with what recipients will see; pending ones come last. */
export const listMyAccounts = async (deps: Deps, right: May, language: Language) => {
  const { actor } = right
  const [found, facts] = await Promise.all([findMine(deps, actor.userId), getSenderFacts(deps)])
  const mine = orderAccounts(found.filter(one => !one.revoked))
  const first = defaultAccount(mine)
  return {
    delegated: facts.delegated,
    accounts: mine.map(one => viewMine(one, one === first, { actor, facts, language })),
  }
}

/** One of my accounts as `listMyAccounts` shows it; NOT_FOUND for any other. */
export const getMyAccount = async (deps: Deps, right: May, id: string, language: Language) => {
  const { accounts } = await listMyAccounts(deps, right, language)
  const account = accounts.find(one => one.id === id)
  if (!account) throw new AppError('NOT_FOUND')
  return account
}

const userColumns = { id: true, name: true, email: true, role: true } as const

const findShared = ({ database }: Deps, where: { id?: string } = {}) =>
  database.prisma.account.findMany({
    where: { ...where, kind: 'institution', deletedAt: null },
    orderBy: { designation: 'asc' },
    include: {
      users: {
        where: { revokedAt: null },
        include: { user: { select: userColumns } },
        orderBy: { user: { name: 'asc' } },
      },
    },
  })

const viewShared =
  (domains: readonly string[]) =>
  (account: Awaited<ReturnType<typeof findShared>>[number]): AccountView => ({
    id: account.id,
    kind: 'institution',
    designation: account.designation,
    address: account.address,
    state: account.state as AccountView['state'],
    version: account.version,
    users: account.users.map(link => link.user),
    code: viewCode(account),
    insideDomains: isAuthorised(account.address, domains),
  })

/** Institution accounts with their authorised users, and who may be authorised. */
export const listAccounts = async (deps: Deps, _right: Right<'accounts.manage'>) => {
  const [accounts, domains, candidates] = await Promise.all([
    findShared(deps),
    listDomains(deps),
    deps.database.prisma.user.findMany({
      where: { status: { not: 'disabled' } },
      orderBy: { name: 'asc' },
      select: userColumns,
    }),
  ])
  return { accounts: accounts.map(viewShared(domains)), candidates }
}

/** One institution account as `listAccounts` shows it; NOT_FOUND when it is none. */
export const getAccount = async (deps: Deps, _right: Right<'accounts.manage'>, id: string): Promise<AccountView> => {
  const [accounts, domains] = await Promise.all([findShared(deps, { id }), listDomains(deps)])
  const account = accounts[0]
  if (!account) throw new AppError('NOT_FOUND')
  return viewShared(domains)(account)
}
