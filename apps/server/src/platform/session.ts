import type { SessionStore } from '@fastify/session'
import type { Language } from '@mailroom/contract'
import type { FastifyRequest, Session } from 'fastify'
import type { Database } from './database.ts'
import type { Actor } from './rights.ts'
import { digest } from './secrets.ts'

export type { Actor, Right } from './rights.ts'

declare module 'fastify' {
  interface Session {
    userId?: string
    /** When the session began (ms since 1970): it ends 12 h later whatever happens. */
    startedAt?: number
  }
}

export const idleMinutes = 120
export const absoluteHours = 12

/** Sessions in Postgres under the hash of their id. Expired ones are as good as absent. */
export const createSessionStore = ({ pool }: Database): SessionStore => ({
  set: (id, session, callback) => {
    const expires = session.userId ? idleMinutes * 60 : 3600
    pool
      .query(
        `INSERT INTO session (id, user_id, data, expires_at) VALUES ($1, $2, $3, now() + make_interval(secs => $4))
         ON CONFLICT (id) DO UPDATE SET user_id = EXCLUDED.user_id, data = EXCLUDED.data, expires_at = EXCLUDED.expires_at`,
        [digest(id), session.userId ?? null, JSON.stringify(session), expires],
      )
      .then(() => callback(), callback)
  },
  get: (id, callback) => {
    pool
      .query<{ data: Session }>(
        "SELECT data FROM session WHERE id = $1 AND expires_at > now() AND started_at > now() - interval '12 hours'",
        [digest(id)],
      )
      .then(({ rows }) => callback(null, rows[0]?.data ?? null), callback)
  },
  destroy: (id, callback) => {
    pool.query('DELETE FROM session WHERE id = $1', [digest(id)]).then(() => callback(), callback)
  },
})

/** The actor of a request: read from the database each time, so that a disabled user is out at once. */
export const readActor = async ({ pool }: Database, request: FastifyRequest): Promise<Actor | null> => {
  const userId = request.session?.userId
  if (!userId) return null
  const { rows } = await pool.query<Actor>({
    name: 'actor',
    text: `SELECT id AS "userId", name, email, role, language, person_id AS "personId" FROM "user" WHERE id = $1 AND status = 'active'`,
    values: [userId],
  })
  return rows[0] ?? null
}

/** Begins a signed-in session under a new id (a fixed id would let somebody who planted it in). */
export const beginSession = async (request: FastifyRequest, userId: string): Promise<void> => {
  await request.session.regenerate()
  request.session.userId = userId
  request.session.startedAt = Date.now()
  await request.session.save()
}

/** English or French, from the interface's own header or the browser's. */
export const languageOf = (request: Pick<FastifyRequest, 'headers'>): Language =>
  /^\s*fr/i.test(String(request.headers['accept-language'] ?? '')) ? 'fr' : 'en'
