import { timingSafeEqual } from 'node:crypto'
import * as contract from '@mailroom/contract'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../../deps.ts'
import { AppError } from '../../../platform/errors.ts'
import { serve } from '../../../platform/serve.ts'
import * as commands from './commands.ts'
import { getMetricsPage, getWatch } from './queries.ts'

/** The supervisor's health page: queues, breakers, alerts, and the word after a restore. */
export const watchRoutes = (app: FastifyInstance, deps: Deps): void => {
  const { database } = deps
  serve(app, database, contract.getWatch, ({ language }) => getWatch(deps, language))
  serve(app, database, contract.pauseServer, async ({ right, params, language }) => {
    await commands.pauseServer(deps, right, params.id, true)
    return getWatch(deps, language)
  })
  serve(app, database, contract.resumeServer, async ({ right, params, language }) => {
    await commands.pauseServer(deps, right, params.id, false)
    return getWatch(deps, language)
  })
  serve(app, database, contract.settleRestored, async ({ right, body, language }) => {
    await commands.settleRestored(deps, right, body.what)
    return getWatch(deps, language)
  })
  metricsRoute(app, deps)
}

const mayScrape = (header: string | undefined, token: string | null): boolean => {
  const [given, wanted] = [Buffer.from(header ?? ''), Buffer.from(`Bearer ${token}`)]
  return token !== null && given.length === wanted.length && timingSafeEqual(given, wanted)
}

/** `GET /metrics` in Prometheus' text format, for whoever sends METRICS_TOKEN as bearer; 404 for everybody else. */
const metricsRoute = (app: FastifyInstance, deps: Deps) => {
  app.get('/metrics', async (request, reply) => {
    if (!mayScrape(request.headers.authorization, deps.config.metricsToken)) throw new AppError('NOT_FOUND')
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(await getMetricsPage(deps))
  })
}
