import * as contract from '@mailroom/contract'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../platform/errors.ts'
import { readHealth } from '../../platform/health.ts'
import { serve } from '../../platform/serve.ts'
import { beginSession, readActor } from '../../platform/session.ts'
import { mailInvitation } from '../dispatches/notices/commands.ts'
import { installSuppliedLetters } from '../letters/commands.ts'
import * as commands from './commands.ts'
import * as queries from './queries.ts'
import { demoSignIns } from './rules.ts'

/** Sign-in, first run, users, audit. */
export const usersRoutes = (app: FastifyInstance, deps: Deps): void => {
  sessionRoutes(app, deps)
  setupRoutes(app, deps)
  managementRoutes(app, deps)
}

const sessionRoutes = (app: FastifyInstance, deps: Deps) => {
  const { database, config } = deps
  serve(app, database, contract.getSession, async ({ raw, reply }) => {
    const actor = await readActor(database, raw)
    const [user, welcome] = await Promise.all([
      actor ? queries.findMe(deps, actor.userId) : null,
      queries.getWelcome(deps),
    ])
    const csrfToken = await reply.generateCsrf()
    return {
      user,
      csrfToken,
      ...welcome,
      demo: config.mode === 'demo',
      inboxUrl: config.inboxUrl,
      demoSignIns: config.mode === 'demo' ? demoSignIns : [],
    }
  })
  serve(app, database, contract.signIn, async ({ body, raw }) => {
    const userId = await commands.signIn(deps, { ...body, network: raw.ip })
    await beginSession(raw, userId)
    return { user: await queries.getMe(deps, userId) }
  })
  serve(app, database, contract.signOut, async ({ raw }) => {
    await raw.session.destroy()
    return { ok: true as const }
  })
  serve(app, database, contract.updateMe, async ({ right, body }) => {
    await commands.updateMe(deps, right, body)
    return { user: await queries.getMe(deps, right.actor.userId) }
  })
  serve(app, database, contract.changePassword, async ({ right, body, raw }) => {
    await commands.changePassword(deps, right, { ...body, keepSession: raw.session.sessionId })
    return { ok: true as const }
  })
}

const setupRoutes = (app: FastifyInstance, deps: Deps) => {
  const { database } = deps
  serve(app, database, contract.getSetup, async ({ query, language }) => {
    const [{ setup }, tokenValid, { parts }] = await Promise.all([
      queries.getWelcome(deps),
      queries.isSetupToken(deps, query.token),
      readHealth(database, deps.queue, language),
    ])
    const selfTest = (['database', 'queue', 'renderer'] as const).map(part => ({
      part,
      ...parts[part],
    }))
    return { open: setup.open, tokenValid: setup.open && tokenValid, selfTest }
  })
  serve(app, database, contract.createAdministrator, async ({ body, raw }) => {
    const userId = await commands.createAdministrator(deps, body)
    // The institution's language is known now: its letters are designated in it.
    await installSuppliedLetters(deps)
    await beginSession(raw, userId)
    return { user: await queries.getMe(deps, userId) }
  })
  serve(app, database, contract.finishSetupStep, async ({ right, body }) => ({
    next: await commands.finishSetupStep(deps, right, body.step),
  }))
}

const managementRoutes = (app: FastifyInstance, deps: Deps) => {
  const { database } = deps
  serve(app, database, contract.listUsers, async ({ right }) => ({ users: await queries.listUsers(deps, right) }))
  serve(app, database, contract.inviteUser, ({ right, body }) =>
    commands.inviteUser(deps, right, body, mailInvitation(deps)),
  )
  serve(app, database, contract.renewInvitation, ({ right, params }) =>
    commands.renewInvitation(deps, right, params.id, mailInvitation(deps)),
  )
  serve(app, database, contract.updateUser, async ({ right, params, body }) => ({
    user: await commands.updateUser(deps, right, params.id, body),
  }))
  serve(app, database, contract.getInvitation, async ({ params }) => {
    const invited = await queries.findInvitation(deps, params.token)
    if (!invited) throw new AppError('INVITATION_INVALID')
    const { institution } = await queries.getWelcome(deps)
    return { name: invited.name, email: invited.email, institution: institution.name }
  })
  serve(app, database, contract.acceptInvitation, async ({ params, body, raw }) => {
    const userId = await commands.acceptInvitation(deps, params.token, body)
    await beginSession(raw, userId)
    return { user: await queries.getMe(deps, userId) }
  })
  serve(app, database, contract.listAudit, ({ right, query }) => queries.listAudit(deps, right, query))
}
