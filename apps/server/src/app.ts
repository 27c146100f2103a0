import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import cookie from '@fastify/cookie'
import csrf from '@fastify/csrf-protection'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import session from '@fastify/session'
import staticFiles from '@fastify/static'
import type { Route } from '@mailroom/contract'
import {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  fastify,
  LogController,
} from 'fastify'
import type { Deps } from './deps.ts'
import { accountsRoutes } from './features/accounts/routes.ts'
import { dispatchesRoutes } from './features/dispatches/routes.ts'
import { lettersRoutes } from './features/letters/routes.ts'
import { messagesRoutes } from './features/messages/routes.ts'
import { watchRoutes } from './features/messages/watch/routes.ts'
import { resourcesRoutes } from './features/resources/routes.ts'
import { sendingRoutes } from './features/sending/routes.ts'
import { signaturesRoutes } from './features/signatures/routes.ts'
import { usersRoutes } from './features/users/routes.ts'
import { AppError, toAnswer } from './platform/errors.ts'
import { serveHealth } from './platform/health.ts'
import { serveOpenApi } from './platform/openapi.ts'
import { createSessionStore, idleMinutes, languageOf } from './platform/session.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    route?: Route
  }
}

const webRoot = fileURLToPath(new URL('../../web/dist', import.meta.url))
const bodyLimit = 4_000_000

/** Builds the HTTP application; does not listen. Everything it needs comes in `deps`. */
export const buildApp = async (deps: Deps): Promise<FastifyInstance> => {
  const app = fastify({
    loggerInstance: deps.logger as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit,
    requestTimeout: 60_000,
    trustProxy: deps.config.trustProxy.length > 0 ? deps.config.trustProxy : false,
    genReqId: () => crypto.randomUUID().slice(0, 8),
    routerOptions: { maxParamLength: 200 },
    // The contract validates; Fastify's own validator stays out of the way.
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    // What Fastify refuses before there is a route: an address that it cannot read, a part of it that is too long.
    frameworkErrors: answerError,
  })
  await addDefences(app, deps)
  app.setErrorHandler(answerError)
  await app.register(async api => {
    usersRoutes(api, deps)
    sendingRoutes(api, deps)
    accountsRoutes(api, deps)
    lettersRoutes(api, deps)
    signaturesRoutes(api, deps)
    resourcesRoutes(api, deps)
    dispatchesRoutes(api, deps)
    messagesRoutes(api, deps)
    watchRoutes(api, deps)
    serveHealth(api, deps)
    await serveOpenApi(api)
  })
  await addWeb(app)
  return app
}

const addDefences = async (app: FastifyInstance, { config, database }: Deps) => {
  const secure = config.publicUrl.protocol === 'https:'
  await app.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        'default-src': ["'self'"],
        'script-src': ["'self'"],
        'style-src': ["'self'", "'unsafe-inline'"],
        'img-src': ["'self'", 'data:', 'blob:'],
        'font-src': ["'self'", 'data:'],
        'frame-src': ["'self'", 'blob:'],
        'object-src': ["'none'"],
        'base-uri': ["'none'"],
        'form-action': ["'self'"],
        'frame-ancestors': ["'none'"],
        'upgrade-insecure-requests': secure ? [] : null,
      },
    },
    hsts: secure,
  })
  await app.register(rateLimit, { max: config.mode === 'test' ? 100_000 : 1200, timeWindow: '1 minute' })
  await app.register(cookie)
  await app.register(session, {
    // The id is random and looked up by its hash, so the signature is only the plugin's formality.
    secret: config.secretKey.toString('base64'),
    cookieName: secure ? '__Host-mailroom' : 'mailroom',
    cookie: { secure, httpOnly: true, sameSite: 'lax', path: '/', maxAge: idleMinutes * 60_000 },
    saveUninitialized: false,
    rolling: true,
    store: createSessionStore(database),
  })
  await app.register(csrf, {
    sessionPlugin: '@fastify/session',
    getToken: request => String(request.headers['x-csrf-token'] ?? ''),
  })
  await app.register(multipart, { limits: { fileSize: 100_000_000, files: 1, fields: 20 } })
  app.addHook('preHandler', (request, reply, done) => {
    if (!request.routeOptions.config.route || request.method === 'GET') return done()
    refuseOtherOrigins(request, config.publicUrl)
    app.csrfProtection(request, reply, done)
  })
}

/** A browser always names the origin of a change; another site's is refused (OWASP CSRF: verify the origin). */
const refuseOtherOrigins = (request: FastifyRequest, publicUrl: URL) => {
  const origin = request.headers.origin
  if (origin !== undefined && origin !== publicUrl.origin && new URL(origin).host !== request.headers.host)
    throw new AppError('ORIGIN')
}

const answerError = (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
  const { status, body, expected } = toAnswer(error, languageOf(request), request.id)
  if (!expected) request.log.error({ err: error, req: request }, 'request failed')
  if (body.error.code === 'THROTTLED' || body.error.code === 'RATE_LIMITED')
    reply.header('retry-after', Number(body.error.values?.minutes ?? 1) * 60)
  // A stream that ends before its first line has named its own type already.
  return reply.status(status).type('application/json; charset=utf-8').send(body)
}

/** The built web application; unknown paths outside /api get its index, which routes them. */
const addWeb = async (app: FastifyInstance) => {
  const built = existsSync(`${webRoot}/index.html`)
  if (built) {
    // Files under assets/ are named by their content: they may be kept for good. All else is asked for again.
    const keep = (reply: { header: (name: string, value: string) => unknown }, file: string) =>
      void reply.header('cache-control', file.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
    await app.register(staticFiles, { root: webRoot, index: false, cacheControl: false, setHeaders: keep })
    app.get('/', (_, reply) => reply.sendFile('index.html'))
  }
  app.setNotFoundHandler((request, reply) => {
    if (
      !built ||
      request.method !== 'GET' ||
      request.url.startsWith('/api') ||
      /\.\w+$/.test(request.url.split('?')[0] ?? '')
    )
      throw new AppError('NOT_FOUND')
    return reply.sendFile('index.html')
  })
}
