import * as contract from '@mailroom/contract'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { serve } from '../../platform/serve.ts'
import { getRecipientOfMessage } from '../dispatches/recipients/queries.ts'
import * as commands from './commands.ts'
import * as queries from './queries.ts'

/** One message: what was sent, and its repair. */
export const messagesRoutes = (app: FastifyInstance, deps: Deps): void => {
  const { database } = deps
  serve(app, database, contract.getMessage, ({ right, params, language }) =>
    queries.getMessage(deps, right.actor, params.id, language),
  )
  serve(app, database, contract.getMessageAttachment, ({ right, params }) =>
    queries.getMessageFile(deps, right.actor, params.id, params.index),
  )
  serve(app, database, contract.retryMessage, async ({ right, params, language }) => {
    await commands.retryMessage(deps, right, params.id)
    return { recipient: await getRecipientOfMessage(deps, params.id, language) }
  })
  serve(app, database, contract.correctMessage, async ({ right, params, body, language }) => {
    await commands.correctMessage(deps, right, params.id, body)
    return { recipient: await getRecipientOfMessage(deps, params.id, language) }
  })
  serve(app, database, contract.giveUpMessage, async ({ right, params, language }) => {
    await commands.giveUpMessage(deps, right, params.id)
    return { recipient: await getRecipientOfMessage(deps, params.id, language) }
  })
  serve(app, database, contract.printInstead, async ({ right, params, language }) => {
    await commands.printInstead(deps, right, params.id)
    return { recipient: await getRecipientOfMessage(deps, params.id, language) }
  })
}
