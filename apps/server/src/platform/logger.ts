import { type Logger, pino } from 'pino'
import type { Config } from './config.ts'

/** Keys whose values never reach a log line, at any depth that we log: people, addresses, contents, secrets. */
const redacted = [
  'password',
  'secret',
  'token',
  'answer',
  'address',
  'email',
  'to',
  'from',
  'replyTo',
  'subject',
  'html',
  'text',
  'body',
  'name',
  'authorization',
  'cookie',
  'reply',
]
const paths = redacted.flatMap(key => [key, `*.${key}`, `*.*.${key}`, `*["${key}"]`])

/** Structured logs on stdout: ids, codes, counts and times; no personal data. Errors keep type, code and stack only. */
export const createLogger = (config: Pick<Config, 'logLevel'>, process: string): Logger =>
  pino({
    level: config.logLevel,
    base: { process },
    redact: { paths: [...new Set(paths)], censor: '[redacted]' },
    serializers: {
      // The message of a database error can quote the row ("Key (email)=(…) already exists"): its code says enough.
      err: (error: Error & { code?: unknown }) => ({
        type: error.name,
        code: error.code,
        message: scrub(error.message ?? ''),
        stack: scrub(error.stack ?? ''),
      }),
      req: (request: { id: string; method: string; url?: string }) => ({
        id: request.id,
        method: request.method,
        url: request.url?.replace(/\?.*$/, ''),
      }),
    },
  })

/** Addresses inside free text (errors of libraries) become `[address]`. */
export const scrub = (text: string): string => text.replace(/[\w.+%-]+@[\w-]+(\.[\w-]+)+/g, '[address]')
export type { Logger }
