import { z } from 'zod'

const port = z.coerce.number().int().min(0).max(65535)
const optional = z.string().trim().min(1).optional()

/**
 * Everything the environment may say, in one place (`.env.example` is held against this by a test). Read once at start;
 * a wrong value stops the process with the variable's name.
 */
export const environment = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must start with postgresql://')
    .describe('Postgres 18'),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, 'must start with redis://')
    .optional()
    .describe('Queue on Redis (noeviction); without it the queue is in Postgres'),
  SECRET_KEY: z
    .string()
    .regex(/^[A-Za-z0-9+/]{43}=$/, 'must be 32 bytes in base64 (openssl rand -base64 32)')
    .describe('Wraps the keys of the stored secrets; keep it outside the database'),
  HOST: z.string().default('127.0.0.1').describe('Address the API listens on'),
  PORT: port.default(3000).describe('Port the API listens on'),
  PUBLIC_URL: z
    .url()
    .default('http://localhost:3000')
    .describe('Where users reach Mailroom; https turns on secure cookies'),
  TRUST_PROXY: z.string().default('').describe('Comma-separated addresses of reverse proxies that may name the client'),
  DATA_DIR: z.string().default('./data').describe('Local journal of accepted mail, and the own Postgres of npm start'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  MODE: z
    .enum(['production', 'development', 'demo', 'test'])
    .default('production')
    .describe('demo and test may use the built-in inbox'),
  INBOX_URL: z.url().optional().describe('Page of the built-in inbox; set by npm run demo, refused in production'),
  PUPPETEER_EXECUTABLE_PATH: optional.describe(
    'Chrome or Chromium for the PDFs; else an installed one, else the one from npm',
  ),
  CONCURRENCY: z.coerce
    .number()
    .int()
    .min(1)
    .max(200)
    .default(20)
    .describe('E-mails one worker process sends at once, at most; each server has its own limit too'),
  METRICS_TOKEN: z
    .string()
    .min(16, 'must have at least 16 characters')
    .optional()
    .describe('Opens /metrics for Prometheus, which sends it as a bearer token; closed without'),
  SMTP_LOCAL: z
    .enum(['true', 'false'])
    .optional()
    .describe(
      'true: the mail server may be on this machine or on an unusual port (a relay of your own); on in demo, development and test',
    ),
  SMTP_HOST: optional.describe(
    'Hosted mode: the sending server from the environment; delegation is then on and read-only',
  ),
  SMTP_PORT: port.default(587),
  SMTP_SECURITY: z.enum(['none', 'starttls-offered', 'starttls-required', 'tls']).default('starttls-required'),
  SMTP_USER: optional,
  SMTP_PASSWORD: optional,
  SMTP_FROM: optional.describe('Hosted mode: default sender address'),
  SMTP_FROM_NAME: optional.describe("Hosted mode: sender's name"),
})
export type Environment = z.output<typeof environment>

export type Config = {
  databaseUrl: string
  redisUrl: string | undefined
  secretKey: Buffer
  host: string
  port: number
  publicUrl: URL
  trustProxy: string[]
  dataDir: string
  logLevel: Environment['LOG_LEVEL']
  mode: Environment['MODE']
  inboxUrl: string | null
  chromium: string | undefined
  concurrency: number
  metricsToken: string | null
  /** Loopback mail servers and unusual ports are allowed. */
  localSmtp: boolean
  smtp: {
    host: string
    port: number
    security: Environment['SMTP_SECURITY']
    user?: string
    password?: string
    from?: string
    fromName?: string
  } | null
}

/** Reads the environment; throws one error naming every variable that is wrong and what it must be. */
export const readConfig = (env: NodeJS.ProcessEnv = process.env): Config => {
  // An empty variable is an absent one: compose files pass `REDIS_URL=`.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = environment.safeParse(given)
  if (!parsed.success) {
    const lines = parsed.error.issues.map(issue => {
      const name = String(issue.path[0])
      return given[name] === undefined ? `${name} is missing` : `${name} ${issue.message}`
    })
    throw new Error(`Mailroom cannot start:\n  ${lines.join('\n  ')}`)
  }
  const e = parsed.data
  if (e.MODE === 'production' && e.INBOX_URL)
    throw new Error('Mailroom cannot start:\n  INBOX_URL is for demo and tests; unset it in production')
  return {
    databaseUrl: e.DATABASE_URL,
    redisUrl: e.REDIS_URL,
    secretKey: Buffer.from(e.SECRET_KEY, 'base64'),
    host: e.HOST,
    port: e.PORT,
    publicUrl: new URL(e.PUBLIC_URL),
    trustProxy: e.TRUST_PROXY.split(',')
      .map(part => part.trim())
      .filter(Boolean),
    dataDir: e.DATA_DIR,
    logLevel: e.LOG_LEVEL,
    mode: e.MODE,
    inboxUrl: e.INBOX_URL ?? null,
    chromium: e.PUPPETEER_EXECUTABLE_PATH,
    concurrency: e.CONCURRENCY,
    metricsToken: e.METRICS_TOKEN ?? null,
    localSmtp: e.SMTP_LOCAL ? e.SMTP_LOCAL === 'true' : e.MODE !== 'production',
    smtp: e.SMTP_HOST
      ? {
          host: e.SMTP_HOST,
          port: e.SMTP_PORT,
          security: e.SMTP_SECURITY,
          user: e.SMTP_USER,
          password: e.SMTP_PASSWORD,
          from: e.SMTP_FROM,
          fromName: e.SMTP_FROM_NAME,
        }
      : null,
  }
}
