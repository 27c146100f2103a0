import * as contract from '@mailroom/contract'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { serve } from '../../platform/serve.ts'
import * as commands from './commands.ts'
import { saveInstitution } from './institution/commands.ts'
import { getPreviewPage, previewLetter } from './preview/queries.ts'
import * as queries from './queries.ts'

/** Standard letters, their previews, and the institution whose letterhead they carry (SPEC rows 25 to 29). */
export const lettersRoutes = (app: FastifyInstance, deps: Deps): void => {
  readingRoutes(app, deps)
  editingRoutes(app, deps)
  institutionRoutes(app, deps)
}

const readingRoutes = (app: FastifyInstance, deps: Deps) => {
  const { database } = deps
  serve(app, database, contract.listLetters, async ({ right, query }) => ({
    letters: await queries.listLetters(deps, right, { list: query.list, archived: query.archived === 'true' }),
  }))
  serve(app, database, contract.getLetter, ({ right, params }) => queries.getLetter(deps, right, params.id))
  serve(app, database, contract.listLetterVersions, async ({ right, params }) => ({
    versions: await queries.listLetterVersions(deps, right, params.id),
  }))
  serve(app, database, contract.getLetterVersion, ({ right, params }) => queries.getLetterVersion(deps, right, params))
  serve(app, database, contract.previewLetter, ({ right, body, language }) =>
    previewLetter(deps, right, body, language),
  )
  serve(app, database, contract.previewLetterPdf, async ({ right, body, language }) => {
    const page = await getPreviewPage(deps, right, body, language)
    const bytes = await commands.renderPdf(deps, page.html, page.language)
    return { bytes, type: 'application/pdf', name: page.name, inline: true }
  })
}

const editingRoutes = (app: FastifyInstance, deps: Deps) => {
  const { database } = deps
  serve(app, database, contract.createLetter, async ({ right, body, language }) => {
    const id = await commands.createLetter(deps, right, body, language)
    return queries.getLetter(deps, right, id)
  })
  serve(app, database, contract.saveLetter, async ({ right, params, body, language }) => {
    await commands.saveLetter(deps, right, { ...body, id: params.id }, language)
    return queries.getLetter(deps, right, params.id)
  })
  serve(app, database, contract.duplicateLetter, async ({ right, params, body }) => {
    const id = await commands.duplicateLetter(deps, right, { ...body, id: params.id })
    return queries.getLetter(deps, right, id)
  })
  serve(app, database, contract.archiveLetter, async ({ right, params, body }) => {
    await commands.archiveLetter(deps, right, { ...body, id: params.id })
    return queries.getLetter(deps, right, params.id)
  })
}

const institutionRoutes = (app: FastifyInstance, deps: Deps) => {
  const { database } = deps
  serve(app, database, contract.getInstitution, () => queries.getInstitution(deps))
  serve(app, database, contract.saveInstitution, async ({ right, body }) => {
    await saveInstitution(deps, right, body)
    return queries.getInstitution(deps)
  })
}
