import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { Route } from '@mailroom/contract'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { servedRoutes } from './serve.ts'

const jsonSchema = (schema: z.ZodType, io: 'input' | 'output') => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { unrepresentable: 'any', io })
  return rest
}

const parameters = (schema: z.ZodType | undefined, where: 'path' | 'query') => {
  if (!schema) return []
  const { properties = {}, required = [] } = jsonSchema(schema, 'input') as {
    properties?: Record<string, unknown>
    required?: string[]
  }
  return Object.entries(properties).map(([name, type]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: type,
  }))
}

const contentType = (route: Route) =>
  ({
    ndjson: 'application/x-ndjson',
    sse: 'text/event-stream',
    file: 'application/octet-stream',
    json: 'application/json',
  })[route.stream ?? 'json']

const operation = (route: Route) => ({
  operationId: route.name,
  summary: route.summary,
  tags: [route.path.split('/')[2] ?? 'api'],
  'x-access': route.access,
  parameters: [...parameters(route.params, 'path'), ...parameters(route.query, 'query')],
  ...(route.body
    ? { requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(route.body, 'input') } } } }
    : {}),
  ...(route.multipart
    ? {
        requestBody: {
          required: true,
          content: {
            'multipart/form-data': {
              schema: { type: 'object', properties: { file: { type: 'string', format: 'binary' } } },
            },
          },
        },
      }
    : {}),
  responses: {
    [String(route.status ?? 200)]: {
      description: 'Done',
      content: {
        [contentType(route)]: {
          schema: route.stream === 'file' ? { type: 'string', format: 'binary' } : jsonSchema(route.response, 'output'),
        },
      },
    },
    '4XX': { description: '`{ error: { code, field, message, hint } }` in the language of Accept-Language' },
  },
})

/** The OpenAPI 3.1 description of the routes served, made from the same zod schemas that validate them. */
export const describeApi = (routes: readonly Route[]) => {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Mailroom',
      version: '1',
      description: 'Changes need the session cookie and the `x-csrf-token` of GET /api/session.',
    },
    paths,
  }
}

/** `/api/openapi.json` and a readable page at `/api/docs`. Called after the routes, with the same instance. */
export const serveOpenApi = async (app: FastifyInstance): Promise<void> => {
  const document = describeApi(servedRoutes(app))
  await app.register(swagger, { mode: 'static', specification: { document: document as never } })
  await app.register(swaggerUi, { routePrefix: '/api/docs', staticCSP: true })
  app.get('/api/openapi.json', async () => document)
}
