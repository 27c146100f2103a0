import type { LiveEvent } from '@mailroom/contract'
import * as contract from '@mailroom/contract'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../platform/errors.ts'
import type { Actor } from '../../platform/rights.ts'
import { readUpload, serve } from '../../platform/serve.ts'
import { uploadAttachment } from './attaching/commands.ts'
import * as commands from './commands.ts'
import { getHomePage } from './home/queries.ts'
import * as mail from './mail/queries.ts'
import { previewDispatch, previewDispatchPdf, sendTestToMe } from './preview/commands.ts'
import * as progress from './progress/commands.ts'
import { getDispatch, getLive, requireVisible } from './progress/queries.ts'
import { getPlan } from './queries.ts'
import { listRecipients } from './recipients/queries.ts'
import { maximumUploadBytes } from './rules.ts'

/** Dispatch window, compose, sending page, sent mail, home. */
export const dispatchesRoutes = (app: FastifyInstance, deps: Deps): void => {
  makingRoutes(app, deps)
  actionRoutes(app, deps)
  readingRoutes(app, deps)
}

const makingRoutes = (app: FastifyInstance, deps: Deps) => {
  const { database } = deps
  serve(app, database, contract.planDispatch, ({ right, body, language }) => getPlan(deps, right, body, language))
  serve(app, database, contract.previewDispatch, ({ right, body, language }) =>
    previewDispatch(deps, right, body, language),
  )
  serve(app, database, contract.previewDispatchPdf, ({ right, body, language }) =>
    previewDispatchPdf(deps, right, body, language),
  )
  serve(app, database, contract.uploadAttachment, async ({ right, raw }) =>
    uploadAttachment(deps, right, await readUpload(raw, maximumUploadBytes)),
  )
  serve(app, database, contract.createDispatch, ({ right, body, language }) =>
    commands.createDispatch(deps, right, body, language),
  )
  serve(app, database, contract.sendTestToMe, ({ right, body, language }) => sendTestToMe(deps, right, body, language))
}

const actionRoutes = (app: FastifyInstance, deps: Deps) => {
  const actions = [
    [contract.undoDispatch, progress.undoDispatch],
    [contract.sendDispatchNow, progress.sendNow],
    [contract.pauseDispatch, progress.pauseDispatch],
    [contract.resumeDispatch, progress.resumeDispatch],
    [contract.cancelDispatch, progress.cancelDispatch],
    [contract.resendFailed, progress.resendFailed],
    [contract.markPrinted, progress.markPrinted],
  ] as const
  for (const [route, action] of actions) {
    serve(app, deps.database, route, async ({ right, params, language }) => {
      await action(deps, right, params.id)
      return getDispatch(deps, right.actor, params.id, language)
    })
  }
  serve(app, deps.database, contract.rescheduleDispatch, async ({ right, params, body, language }) => {
    await progress.rescheduleDispatch(deps, right, params.id, new Date(body.sendAt))
    return getDispatch(deps, right.actor, params.id, language)
  })
}

const readingRoutes = (app: FastifyInstance, deps: Deps) => {
  const { database } = deps
  serve(app, database, contract.listMailAccounts, async ({ right }) => ({
    accounts: await mail.listMailAccounts(deps, right.actor),
  }))
  serve(app, database, contract.listDispatches, ({ right, query }) => mail.listSentMail(deps, right.actor, query))
  serve(app, database, contract.getDispatch, ({ right, params, language }) =>
    getDispatch(deps, right.actor, params.id, language),
  )
  serve(app, database, contract.listRecipients, ({ right, params, query, language }) =>
    listRecipients(deps, right.actor, params.id, query, language),
  )
  serve(app, database, contract.getHome, ({ right, query }) => getHomePage(deps, right.actor, query.days))
  serve(app, database, contract.live, ({ right, signal }) => followLive(deps, right.actor, signal))
  serve(app, database, contract.getPrintFile, async ({ right, params }) => {
    await requireVisible(deps, right.actor, params.id)
    const row = await database.prisma.dispatch.findUniqueOrThrow({
      where: { id: params.id },
      select: { printSha: true, printState: true, subject: true },
    })
    const file = row.printSha && row.printState !== 'preparing' ? await deps.files.get(row.printSha) : undefined
    if (!file) throw new AppError('PRINT_NOT_READY')
    return { bytes: file.bytes, type: 'application/pdf', name: `${row.subject || 'letters'}.pdf`, inline: true }
  })
  serve(app, database, contract.getAttachment, async ({ right, params }) => {
    await requireVisible(deps, right.actor, params.id)
    const row = await database.prisma.dispatch.findUniqueOrThrow({
      where: { id: params.id },
      select: { attachments: true },
    })
    const found = (row.attachments as { id: string; name: string; type: string; sha: string }[]).find(
      one => one.id === params.attachmentId,
    )
    const file = found ? await deps.files.get(found.sha) : undefined
    if (!found || !file) throw new AppError('NOT_FOUND')
    return { bytes: file.bytes, type: found.type, name: found.name, inline: true }
  })
}

/** An event at once, then one whenever something changed, looking every second, until the client goes away. */
async function* followLive(deps: Deps, actor: Actor, signal: AbortSignal): AsyncGenerator<LiveEvent> {
  let last = ''
  while (!signal.aborted) {
    const event = await getLive(deps, actor)
    const text = JSON.stringify(event)
    if (text !== last) yield event
    last = text
    await new Promise(resolve => setTimeout(resolve, 1000))
  }
}
