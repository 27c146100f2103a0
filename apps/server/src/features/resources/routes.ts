import * as contract from '@mailroom/contract'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { serve } from '../../platform/serve.ts'
import * as commands from './commands.ts'
import { importsRoutes } from './imports/routes.ts'
import { getPerson } from './person/queries.ts'
import * as queries from './queries.ts'

/** Lists of people, one person, contact preferences, imports. */
export const resourcesRoutes = (app: FastifyInstance, deps: Deps): void => {
  listRoutes(app, deps)
  personRoutes(app, deps)
  importsRoutes(app, deps)
}

const listRoutes = (app: FastifyInstance, deps: Deps) => {
  const { database } = deps
  serve(app, database, contract.countPeople, ({ right }) => queries.countAll(deps, right))
  serve(app, database, contract.listPeople, ({ right, params, query }) =>
    queries.listPeople(deps, right, params.kind, query),
  )
  serve(app, database, contract.listPeopleIds, ({ right, params, query }) =>
    queries.listPeopleIds(deps, right, params.kind, query),
  )
  serve(app, database, contract.summarisePeople, ({ right, params, body }) =>
    queries.summarise(deps, right, params.kind, body.ids),
  )
  serve(app, database, contract.bulkPreferences, async ({ right, params, body }) => ({
    changed: await commands.bulkPreferences(deps, right, params.kind, body),
  }))
}

const personRoutes = (app: FastifyInstance, deps: Deps) => {
  const { database } = deps
  serve(app, database, contract.getPerson, ({ right, params, language }) => getPerson(deps, right, params.id, language))
  serve(app, database, contract.createPerson, async ({ right, params, body, language }) =>
    getPerson(deps, right, await commands.createPerson(deps, right, params.kind, body), language),
  )
  serve(app, database, contract.updatePerson, async ({ right, params, body, language }) => {
    await commands.updatePerson(deps, right, params.id, body)
    return getPerson(deps, right, params.id, language)
  })
  serve(app, database, contract.savePreferences, async ({ right, params, body, language }) => {
    await commands.savePreferences(deps, right, params.id, body)
    return getPerson(deps, right, params.id, language)
  })
}
