import type { Language, Mailbox, SendingSettings, ServerView } from '@mailroom/contract'
import { sayReason } from '@mailroom/contract'
import type { SmtpSettings } from '@mailroom/mailer'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../platform/errors.ts'
import type { Right } from '../../platform/rights.ts'
import { displayDomain, isAuthorised, resolveSender, type Sender } from './rules.ts'

/** Authorised domains as kept. */
export const listDomains = async ({ database }: Deps): Promise<string[]> => {
  const rows = await database.prisma.authorisedDomain.findMany({ orderBy: { domain: 'asc' }, select: { domain: true } })
  return rows.map(row => row.domain)
}

export const getSettingsRow = ({ database }: Deps) =>
  database.prisma.sendingSettings.findUniqueOrThrow({ where: { id: 1 }, include: { server: true } })
type ServerRow = NonNullable<Awaited<ReturnType<typeof getSettingsRow>>['server']>

/** Which fields the environment decides, by the variable's name (hosted mode). */
export const environmentFields = ({ config }: Deps): Record<string, string> => {
  if (!config.smtp) return {}
  const fields: Record<string, string> = {
    delegated: 'SMTP_HOST',
    'server.host': 'SMTP_HOST',
    'server.port': 'SMTP_PORT',
    'server.security': 'SMTP_SECURITY',
    'server.username': 'SMTP_USER',
    'server.secret': 'SMTP_PASSWORD',
    'server.authentication': 'SMTP_USER',
  }
  if (config.smtp.from) fields.defaultSenderAddress = 'SMTP_FROM'
  if (config.smtp.fromName) fields.senderName = 'SMTP_FROM_NAME'
  return fields
}

/** State of a server's breaker with what waits for it. The server's own words go to supervisors only. */
export const getServerState = async (
  { database }: Deps,
  server: ServerRow,
  language: Language,
  supervisor: boolean,
): Promise<ServerView['state']> => {
  const { rows } = await database.pool.query<{ kept: number }>(
    `SELECT count(*)::int AS kept FROM message WHERE server_id = $1 AND state IN ('ready','sending','deferred','held')`,
    [server.id],
  )
  return {
    breaker: server.breaker as 'closed' | 'open' | 'attention',
    since: server.breakerSince?.toISOString() ?? null,
    nextTryAt: server.breaker === 'closed' ? null : (server.nextProbeAt?.toISOString() ?? null),
    kept: rows[0]?.kept ?? 0,
    reason: server.reason,
    words: server.reason ? sayReason(server.reason, language) : null,
    reply: supervisor ? server.reply : null,
    lastAcceptedAt: server.lastAcceptedAt?.toISOString() ?? null,
    answerMs: server.answerMs,
  }
}

const viewServer = async (deps: Deps, server: ServerRow, language: Language): Promise<ServerView> => ({
  id: server.id,
  host: server.host,
  port: server.port,
  security: server.security as ServerView['security'],
  allowSelfSigned: server.allowSelfSigned,
  authentication: server.authentication as ServerView['authentication'],
  username: server.username,
  waitingSeconds: server.waitingSeconds,
  connections: server.connections,
  ratePerMinute: server.ratePerMinute,
  perDay: server.perDay,
  hasSecret: server.secret !== null,
  state: await getServerState(deps, server, language, true),
  tested: server.testedAt
    ? { at: server.testedAt.toISOString(), by: server.testedBy ?? '', ok: server.testedOk === true }
    : null,
})

/** The whole page "E-mail dispatching parameters". */
export const getSending = async (
  deps: Deps,
  _right: Right<'sending.manage'>,
  language: Language,
): Promise<SendingSettings> => {
  const [settings, domainRows, users, ownSettings, institution] = await Promise.all([
    getSettingsRow(deps),
    deps.database.prisma.authorisedDomain.findMany({ orderBy: { domain: 'asc' } }),
    deps.database.prisma.user.findMany({
      where: { status: { not: 'disabled' } },
      select: { name: true, email: true },
      orderBy: { name: 'asc' },
    }),
    deps.database.prisma.smtpServer.count({ where: { purpose: 'user' } }),
    deps.database.prisma.institution.findUniqueOrThrow({ where: { id: 1 } }),
  ])
  const domains = domainRows.map(row => row.domain)
  const outside = users.filter(user => !isAuthorised(user.email, domains))
  return {
    version: settings.version,
    delegated: settings.delegated,
    fromEnvironment: environmentFields(deps),
    senderName: settings.senderName || institution.name,
    defaultSenderAddress: settings.defaultSenderAddress,
    server: settings.server ? await viewServer(deps, settings.server, language) : null,
    domains: domainRows.map(row => ({
      id: row.id,
      domain: row.domain,
      display: displayDomain(row.domain),
      users: users.filter(user => isAuthorised(user.email, [row.domain])).length,
    })),
    users: {
      total: users.length,
      ownSettings,
      outside: outside.length,
      outsideNames: outside.slice(0, 20).map(user => user.name),
    },
  }
}

/** What `resolveSender` needs besides user and account. */
export const getSenderFacts = async (deps: Deps) => {
  const [settings, domains, institution] = await Promise.all([
    getSettingsRow(deps),
    listDomains(deps),
    deps.database.prisma.institution.findUniqueOrThrow({ where: { id: 1 } }),
  ])
  return {
    senderName: settings.senderName,
    defaultSenderAddress: settings.defaultSenderAddress,
    domains,
    institution: institution.name,
    accent: institution.accent,
    delegated: settings.delegated,
    serverId: settings.serverId,
  }
}
export type SenderFacts = Awaited<ReturnType<typeof getSenderFacts>>

const explain: Record<Sender['why'], Record<Language, string>> = {
  notification: { en: 'Sent by the server itself', fr: 'Envoyé par le serveur lui-même' },
  inside: { en: 'Inside the authorised domains: sent as it is', fr: 'Dans les domaines autorisés : envoyé tel quel' },
  outside: {
    en: 'Outside the authorised domains: sent through the default sender, answers go to {address}',
    fr: 'Hors des domaines autorisés : envoyé par l’expéditeur par défaut, les réponses vont à {address}',
  },
}
/** Why a From is what it is, in words. */
export const explainSender = (sender: Sender, language: Language): string =>
  explain[sender.why][language].replace('{address}', sender.replyTo?.address ?? '')

/** What recipients see for a notification, and for one user inside and one outside the domains; the form as typed. */
export const previewFrom = async (
  deps: Deps,
  _right: Right<'sending.manage'>,
  form: { senderName: string; defaultSenderAddress: string; domains?: string[] },
  language: Language,
) => {
  const [facts, users] = await Promise.all([
    getSenderFacts(deps),
    deps.database.prisma.user.findMany({
      where: { status: { not: 'disabled' } },
      select: { name: true, email: true },
      orderBy: { name: 'asc' },
      take: 500,
    }),
  ])
  const domains = form.domains ?? facts.domains
  const inside = users.find(user => isAuthorised(user.email, domains))
  const outside = users.find(user => !isAuthorised(user.email, domains))
  const people = [null, outside, inside].filter(user => user !== undefined)
  return people.map(user => {
    const account = user ? { kind: 'personal' as const, designation: user.name, address: user.email } : null
    const sender = resolveSender({
      ...facts,
      ...form,
      domains,
      user: user ?? { name: '', email: '' },
      account,
      responseAddress: null,
    })
    const from: Mailbox = sender.from
    return {
      user: user?.name ?? facts.institution,
      from,
      replyTo: sender.replyTo,
      rewritten: sender.rewritten,
      why: explainSender(sender, language),
    }
  })
}

/** The delegated server for new mail; SERVER_MISSING when none is set up. */
export const requireServer = async (deps: Deps): Promise<string> => {
  const { serverId, delegated } = await getSettingsRow(deps)
  if (!serverId || !delegated) throw new AppError('SERVER_MISSING')
  return serverId
}

/** Everything needed to speak to a server, its secret opened. For the worker and the test; never leaves the process. */
export const openServer = async (
  { database, secrets }: Deps,
  id: string,
): Promise<(SmtpSettings & { connections: number }) | null> => {
  const server = await database.prisma.smtpServer.findUnique({ where: { id } })
  if (!server) return null
  const secret = server.secret ? secrets.open(server.secret, { table: 'smtp_server', row: id, column: 'secret' }) : ''
  const auth =
    server.authentication === 'password'
      ? { type: 'password' as const, user: server.username, secret }
      : server.authentication === 'oauth2'
        ? { type: 'oauth2' as const, user: server.username, accessToken: secret }
        : { type: 'none' as const }
  return {
    host: server.host,
    port: server.port,
    security: server.security as SmtpSettings['security'],
    allowSelfSigned: server.allowSelfSigned,
    auth,
    waitingSeconds: server.waitingSeconds,
    connections: server.connections,
  }
}
