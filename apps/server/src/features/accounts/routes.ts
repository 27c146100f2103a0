import * as contract from '@mailroom/contract'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { serve } from '../../platform/serve.ts'
import { confirmCode, resendCode } from './code/commands.ts'
import { saveAccountSettings } from './commands.ts'
import * as institution from './institution/commands.ts'
import { createPersonalAccount } from './personal/commands.ts'
import * as queries from './queries.ts'

/** Institution and personal accounts (SPEC rows 10 to 15, 19 to 21). */
export const accountsRoutes = (app: FastifyInstance, deps: Deps): void => {
  institutionRoutes(app, deps)
  myRoutes(app, deps)
}

const institutionRoutes = (app: FastifyInstance, deps: Deps) => {
  const { database } = deps
  serve(app, database, contract.listAccounts, ({ right }) => queries.listAccounts(deps, right))
  serve(app, database, contract.createAccount, async ({ right, body, language }) => {
    const id = await institution.createAccount(deps, right, body, language)
    return { account: await queries.getAccount(deps, right, id) }
  })
  serve(app, database, contract.updateAccount, async ({ right, params, body, language }) => {
    await institution.updateAccount(deps, right, { ...body, id: params.id }, language)
    return { account: await queries.getAccount(deps, right, params.id) }
  })
  serve(app, database, contract.deleteAccount, async ({ right, params }) => {
    await institution.deleteAccount(deps, right, params.id)
    return { ok: true as const }
  })
  serve(app, database, contract.authoriseUsers, async ({ right, params, body }) => {
    await institution.authoriseUsers(deps, right, { ...body, id: params.id })
    return { account: await queries.getAccount(deps, right, params.id) }
  })
}

const myRoutes = (app: FastifyInstance, deps: Deps) => {
  const { database } = deps
  serve(app, database, contract.confirmAccount, async ({ right, params, body }) => {
    await confirmCode(deps, right, params.id, body.code)
    return { state: 'active' as const }
  })
  serve(app, database, contract.resendCode, ({ right, params, language }) =>
    resendCode(deps, right, params.id, language),
  )
  serve(app, database, contract.listMyAccounts, ({ right, language }) => queries.listMyAccounts(deps, right, language))
  serve(app, database, contract.createPersonalAccount, async ({ right, body, language }) => {
    const id = await createPersonalAccount(deps, right, body, language)
    return { account: await queries.getMyAccount(deps, right, id, language) }
  })
  serve(app, database, contract.saveAccountSettings, async ({ right, params, body, language }) => {
    await saveAccountSettings(deps, right, params.id, body)
    return { account: await queries.getMyAccount(deps, right, params.id, language) }
  })
}
