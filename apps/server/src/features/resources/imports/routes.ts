import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../../deps.ts'

/** Uploads of lists, their preview and their application. */
export const importsRoutes = (_app: FastifyInstance, _deps: Deps): void => {}
