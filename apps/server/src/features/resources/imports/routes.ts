import * as contract from '@mailroom/contract'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../../deps.ts'
import { readUpload, serve } from '../../../platform/serve.ts'
import * as commands from './commands.ts'
import * as queries from './queries.ts'

const largestUpload = 60_000_000

/** Uploads of lists, their preview and their application. */
export const importsRoutes = (app: FastifyInstance, deps: Deps): void => {
  const { database } = deps
  serve(app, database, contract.createImport, async ({ right, raw, language }) => {
    const { name, bytes, fields } = await readUpload(raw, largestUpload)
    return queries.viewImport(
      deps,
      right,
      await commands.createImport(deps, right, { name, bytes, kind: fields.kind }),
      language,
    )
  })
  serve(app, database, contract.getImport, ({ right, params, language }) =>
    queries.viewImport(deps, right, params.id, language),
  )
  serve(app, database, contract.mapImport, async ({ right, params, body, language }) => {
    await commands.mapImport(deps, right, params.id, body, language)
    return queries.viewImport(deps, right, params.id, language)
  })
  serve(app, database, contract.listImportRows, ({ right, params, query, language }) =>
    queries.listRows(deps, right, params.id, query, language),
  )
  serve(app, database, contract.applyImport, async ({ right, params, language }) => {
    await commands.applyImport(deps, right, params.id, language)
    return queries.viewImport(deps, right, params.id, language)
  })
  serve(app, database, contract.discardImport, async ({ right, params, language }) => {
    await commands.discardImport(deps, right, params.id, language)
    return { ok: true as const }
  })
}
