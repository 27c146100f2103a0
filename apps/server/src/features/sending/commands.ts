import { randomUUID } from 'node:crypto'
import { isIP } from 'node:net'
import type { ServerForm } from '@mailroom/contract'
import { detectSettings } from '@mailroom/mailer'
import type { Deps } from '../../deps.ts'
import type { Transaction } from '../../platform/database.ts'
import { despiteDeadlocks } from '../../platform/deadlock.ts'
import { AppError } from '../../platform/errors.ts'
import type { Right } from '../../platform/rights.ts'
import { audit, strictAddress } from '../users/commands.ts'
import { environmentFields, getSettingsRow } from './queries.ts'
import { displayDomain, isForbiddenAddress, isLocalName, mailPorts, parseDomain, parseHost } from './rules.ts'

/** A form's host and port as they may be used, or a refusal naming the field. */
export const checkTarget = ({ config }: Deps, form: Pick<ServerForm, 'host' | 'port'>, prefix: string) => {
  const host = parseHost(form.host)
  if (!host) throw new AppError('HOST_INVALID', `${prefix}host`, { value: form.host.slice(0, 80) })
  if (config.localSmtp) return host
  if (isLocalName(host) || (isIP(host) && isForbiddenAddress(host)))
    throw new AppError('HOST_FORBIDDEN', `${prefix}host`, { value: host })
  if (!mailPorts.includes(form.port)) throw new AppError('PORT_FORBIDDEN', `${prefix}port`, { value: form.port })
  return host
}

/** Addresses that a host name leads to and that may be connected to; a name that leads to this machine is refused. */
export const resolveChecked = async (deps: Deps, host: string): Promise<string[]> => {
  const addresses = isIP(host) ? [host] : isLocalName(host) ? ['127.0.0.1'] : await deps.resolve(host)
  const allowed = deps.config.localSmtp ? addresses : addresses.filter(address => !isForbiddenAddress(address))
  if (addresses.length > 0 && allowed.length === 0)
    throw new AppError('HOST_FORBIDDEN', 'server.host', { value: addresses[0] ?? host })
  return allowed
}

export const checkLogin = (server: ServerForm) => {
  if (server.authentication !== 'none' && server.username === '')
    throw new AppError('USERNAME_REQUIRED', 'server.username')
}

export type Settings = Awaited<ReturnType<typeof getSettingsRow>>
/** The secret to use with the form: the typed one, or the saved one if it is for the same host and user. */
export const secretFor = (deps: Deps, settings: Settings, form: ServerForm): string | null => {
  if (form.authentication === 'none') return null
  if (form.secret !== undefined) return form.secret
  const saved = settings.server
  if (!saved?.secret) return null
  if (saved.host !== form.host || saved.username !== form.username) throw new AppError('SECRET_AGAIN', 'server.secret')
  return deps.secrets.open(saved.secret, { table: 'smtp_server', row: saved.id, column: 'secret' })
}

const refuseEnvironmentChanges = (deps: Deps) => {
  const variable = environmentFields(deps)['server.host']
  if (variable) throw new AppError('FROM_ENVIRONMENT', 'server.host', { variable })
}

export type SaveSendingInput = {
  version: number
  delegated: boolean
  senderName: string
  defaultSenderAddress: string
  server: ServerForm
}

/** Saves the parameters whole. A saved change closes the server's breaker: somebody mended something. */
export const saveSending = async (
  deps: Deps,
  right: Right<'sending.manage'>,
  input: SaveSendingInput,
): Promise<void> => {
  refuseEnvironmentChanges(deps)
  const defaultSenderAddress = strictAddress(input.defaultSenderAddress, 'defaultSenderAddress')
  const host = checkTarget(deps, input.server, 'server.')
  checkLogin(input.server)
  const settings = await getSettingsRow(deps)
  const secret = secretFor(deps, settings, { ...input.server, host })
  const save = () =>
    deps.database.prisma.$transaction(async tx => {
      const { count } = await tx.sendingSettings.updateMany({
        where: { id: 1, version: input.version },
        data: {
          version: { increment: 1 },
          delegated: input.delegated,
          senderName: input.senderName,
          defaultSenderAddress,
          savedById: right.actor.userId,
        },
      })
      if (count === 0) {
        const by = settings.savedById
          ? await tx.user.findUnique({ where: { id: settings.savedById }, select: { name: true } })
          : null
        throw new AppError('CHANGED_MEANWHILE', undefined, { by: by?.name ?? '?' })
      }
      const id = settings.serverId ?? randomUUID()
      const data = {
        ...serverColumns(input.server, host),
        secret: secret === null ? null : deps.secrets.seal(secret, { table: 'smtp_server', row: id, column: 'secret' }),
        ...mended,
      }
      await tx.smtpServer.upsert({ where: { id }, create: { id, purpose: 'institution', ...data }, update: data })
      await tx.sendingSettings.update({ where: { id: 1 }, data: { serverId: id } })
      await releaseHeld(tx, id)
      await audit(tx, right.actor, 'sending.saved', id, { host, delegated: input.delegated })
    })
  await despiteDeadlocks(save)
}

/**
 * What was held for its sender or its server goes now that somebody has mended them; not what is held since its author
 * was shut out, and not before its dispatch is resumed.
 */
const releaseHeld = async (tx: Transaction, serverId: string): Promise<void> => {
  // Somebody may be pausing one of them: what is released behind their back would leave.
  await tx.$queryRaw`SELECT id FROM dispatch WHERE id IN (SELECT dispatch_id FROM message WHERE server_id = ${serverId}::uuid AND state = 'held' AND held_reason IN ('sender', 'server')) ORDER BY id FOR UPDATE`
  await tx.$executeRaw`UPDATE message m SET state = CASE WHEN d.state = 'paused' THEN 'held' ELSE 'ready' END, held_reason = CASE WHEN d.state = 'paused' THEN 'paused' END,
      reason = CASE WHEN d.state = 'paused' THEN 'paused' END, changed_at = now()
    FROM dispatch d WHERE d.id = m.dispatch_id AND m.server_id = ${serverId}::uuid AND m.state = 'held' AND m.held_reason IN ('sender', 'server') AND m.reason IS DISTINCT FROM 'right-revoked'`
}

const serverColumns = (form: ServerForm, host: string) => ({
  host,
  port: form.port,
  security: form.security,
  allowSelfSigned: form.allowSelfSigned,
  authentication: form.authentication,
  username: form.authentication === 'none' ? '' : form.username,
  waitingSeconds: form.waitingSeconds,
  connections: form.connections,
  ratePerMinute: form.ratePerMinute,
  perDay: form.perDay,
})
/** A server that somebody has just mended starts afresh. */
const mended = {
  breaker: 'closed',
  breakerSince: null,
  failures: 0,
  probeStep: 0,
  nextProbeAt: null,
  ramp: 1_000_000,
  contentFailures: 0,
  reason: null,
  reply: null,
}

/** Hosted mode: the environment's server becomes the delegated one at each start (SPEC row 1). */
export const applyEnvironment = async (deps: Deps): Promise<void> => {
  const { smtp } = deps.config
  if (!smtp) return
  const { serverId } = await getSettingsRow(deps)
  const id = serverId ?? randomUUID()
  const secret = smtp.password
    ? deps.secrets.seal(smtp.password, { table: 'smtp_server', row: id, column: 'secret' })
    : null
  const data = {
    host: smtp.host,
    port: smtp.port,
    security: smtp.security,
    authentication: smtp.user ? 'password' : 'none',
    username: smtp.user ?? '',
    secret,
  }
  await deps.database.prisma.$transaction(async tx => {
    await tx.smtpServer.upsert({ where: { id }, create: { id, ...data }, update: data })
    await tx.sendingSettings.update({
      where: { id: 1 },
      data: {
        serverId: id,
        delegated: true,
        ...(smtp.from ? { defaultSenderAddress: smtp.from } : {}),
        ...(smtp.fromName ? { senderName: smtp.fromName } : {}),
      },
    })
  })
}

export const addDomain = async (deps: Deps, right: Right<'sending.manage'>, text: string) => {
  const domain = parseDomain(text)
  if (!domain) throw new AppError('DOMAIN_INVALID', 'domain', { value: text.slice(0, 80) })
  return deps.database.prisma.$transaction(async tx => {
    if (await tx.authorisedDomain.findUnique({ where: { domain } })) throw new AppError('DOMAIN_EXISTS', 'domain')
    const row = await tx.authorisedDomain.create({ data: { domain } })
    await audit(tx, right.actor, 'sending.domain-added', domain)
    return { id: row.id, domain, display: displayDomain(domain) }
  })
}

export const removeDomain = async (deps: Deps, right: Right<'sending.manage'>, id: string): Promise<void> => {
  await deps.database.prisma.$transaction(async tx => {
    const row = await tx.authorisedDomain.findUnique({ where: { id } })
    if (!row) throw new AppError('NOT_FOUND')
    await tx.authorisedDomain.delete({ where: { id } })
    await audit(tx, right.actor, 'sending.domain-removed', row.domain)
  })
}

/** A probe as soon as a worker looks: the breaker's clock is set to now. */
export const probeNow = async (deps: Deps, _right: Right<'dispatches.create'>, id: string) => {
  const { count } = await deps.database.prisma.smtpServer.updateMany({
    where: { id, breaker: { not: 'closed' } },
    data: { nextProbeAt: new Date() },
  })
  const server = await deps.database.prisma.smtpServer.findUnique({ where: { id } })
  if (!server) throw new AppError('NOT_FOUND')
  return { server, probing: count > 0 }
}

/** Candidate settings for an address; each look-up has a bounded wait inside the mailer. */
export const detect = async (_deps: Deps, _right: Right<'sending.manage'>, address: string) => {
  const found = await detectSettings(strictAddress(address, 'address'))
  if (!found.ok) return []
  return found.found.map(one => ({
    source: one.source,
    label: `${one.provider ?? one.host} · ${one.host}:${one.port}`,
    server: {
      host: one.host,
      port: one.port,
      security: one.security,
      authentication: 'password' as const,
      username: one.user,
    },
  }))
}
