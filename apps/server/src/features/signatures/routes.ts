import * as contract from '@mailroom/contract'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { serve } from '../../platform/serve.ts'
import * as commands from './commands.ts'
import * as queries from './queries.ts'

/** My e-mail signatures (SPEC row 41). */
export const signaturesRoutes = (app: FastifyInstance, deps: Deps): void => {
  const { database } = deps
  serve(app, database, contract.listSignatures, async ({ right, language }) => ({
    signatures: await queries.listSignatures(deps, right, language),
  }))
  serve(app, database, contract.createSignature, ({ right, body, language }) =>
    commands.createSignature(deps, right, body, language),
  )
  serve(app, database, contract.updateSignature, ({ right, params, body, language }) =>
    commands.updateSignature(deps, right, { ...body, id: params.id }, language),
  )
  serve(app, database, contract.deleteSignature, async ({ right, params }) => {
    await commands.deleteSignature(deps, right, params.id)
    return { ok: true as const }
  })
}
