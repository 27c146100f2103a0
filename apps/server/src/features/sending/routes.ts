import * as contract from '@mailroom/contract'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { serve } from '../../platform/serve.ts'
import * as commands from './commands.ts'
import * as queries from './queries.ts'
import { runTest } from './trial/commands.ts'

/** E-mail dispatching parameters (SPEC rows 1 to 7). */
export const sendingRoutes = (app: FastifyInstance, deps: Deps): void => {
  const { database } = deps
  serve(app, database, contract.getSending, ({ right, language }) => queries.getSending(deps, right, language))
  serve(app, database, contract.saveSending, async ({ right, body, language }) => {
    await commands.saveSending(deps, right, body)
    return queries.getSending(deps, right, language)
  })
  serve(app, database, contract.addDomain, async ({ right, body, language }) => {
    const { id } = await commands.addDomain(deps, right, body.domain)
    const { domains } = await queries.getSending(deps, right, language)
    return { domain: domains.find(domain => domain.id === id)! }
  })
  serve(app, database, contract.removeDomain, async ({ right, params }) => {
    await commands.removeDomain(deps, right, params.id)
    return { ok: true as const }
  })
  serve(app, database, contract.previewFrom, async ({ right, body, language }) => ({
    previews: await queries.previewFrom(deps, right, body, language),
  }))
  serve(app, database, contract.testSending, ({ right, body, language }) => runTest(deps, right, body, language))
  serve(app, database, contract.detectSending, async ({ right, body }) => ({
    candidates: await commands.detect(deps, right, body.address),
  }))
  serve(app, database, contract.probeServer, async ({ right, params, language }) => {
    const { server } = await commands.probeNow(deps, right, params.id)
    return { state: await queries.getServerState(deps, server, language, right.actor.role === 'supervisor') }
  })
}
