import { z } from 'zod'
import { emailText, id, idParams, instant, line, mailbox, nothing, optionalLine, rowVersion } from './primitives.ts'
import { route } from './route.ts'

export const security = z.enum(['none', 'starttls-offered', 'starttls-required', 'tls'])
export const authentication = z.enum(['none', 'password', 'oauth2'])
/** Seconds of silence allowed before the final dot (the manual's "waiting time"). */
export const waitingSeconds = z
  .number({ error: 'WAITING_TIME' })
  .int({ error: 'WAITING_TIME' })
  .min(1, { error: 'WAITING_TIME' })
  .max(60, { error: 'WAITING_TIME' })

/** An SMTP server as a form. `secret`: absent keeps the saved one, null erases it, text replaces it. Never sent back. */
export const serverForm = z.object({
  host: line(253),
  port: z.number({ error: 'PORT' }).int({ error: 'PORT' }).min(1, { error: 'PORT' }).max(65535, { error: 'PORT' }),
  security,
  allowSelfSigned: z.boolean().default(false),
  authentication,
  username: optionalLine(320).default(''),
  secret: z.string().max(1000).nullable().optional(),
  waitingSeconds: waitingSeconds.default(15),
  connections: z.number().int().min(1).max(50).default(5),
  ratePerMinute: z.number().int().min(1).max(100_000).nullable().default(null),
  perDay: z
    .number()
    .int()
    .min(1)
    .max(10_000_000)
    .nullable()
    .default(null)
    .describe('E-mails per 24 hours that the provider allows; more wait, none is lost'),
})
export type ServerForm = z.output<typeof serverForm>
/** What a click changes in the form: only what is named, no defaults (`partial()` alone would fill them in). */
export const serverPatch = z
  .object({
    host: serverForm.shape.host,
    port: serverForm.shape.port,
    security,
    allowSelfSigned: z.boolean(),
    authentication,
    username: optionalLine(320),
    waitingSeconds,
  })
  .partial()

/** Circuit breaker of a server (RELIABILITY §4). */
export const serverState = z.object({
  breaker: z.enum(['closed', 'open', 'attention']),
  since: instant.nullable(),
  nextTryAt: instant.nullable(),
  kept: z.number().int().describe('Messages waiting for this server'),
  reason: z.string().nullable().describe('Reason code of the last failure'),
  words: z.string().nullable().describe('The reason as one sentence in the language asked for'),
  reply: z.string().nullable().describe("The server's own words; supervisors only"),
  lastAcceptedAt: instant.nullable(),
  answerMs: z.number().nullable(),
})
export const serverView = serverForm.omit({ secret: true }).extend({
  id,
  hasSecret: z.boolean(),
  state: serverState,
  tested: z.object({ at: instant, by: z.string(), ok: z.boolean() }).nullable(),
})
export type ServerView = z.output<typeof serverView>
export const domainView = z.object({
  id,
  domain: z.string().describe('ASCII (punycode), lower case; a leading dot means: and its subdomains'),
  display: z.string(),
  users: z.number().int(),
})
export const fromPreview = z.object({
  user: z.string(),
  from: mailbox,
  replyTo: mailbox.nullable(),
  rewritten: z.boolean(),
  why: z.string(),
})
export const sendingSettings = z.object({
  version: z.number().int(),
  delegated: z.boolean(),
  fromEnvironment: z
    .record(z.string(), z.string())
    .describe('Field → the environment variable it comes from; such fields are read-only'),
  senderName: z.string(),
  defaultSenderAddress: z.string(),
  server: serverView.nullable(),
  domains: z.array(domainView),
  users: z.object({
    total: z.number().int(),
    ownSettings: z.number().int(),
    outside: z.number().int(),
    outsideNames: z.array(z.string()),
  }),
})
export type SendingSettings = z.output<typeof sendingSettings>

export const getSending = route({
  name: 'getSending',
  method: 'GET',
  path: '/api/sending',
  access: 'sending.manage',
  summary: 'E-mail dispatching parameters with the state of the server',
  response: sendingSettings,
})
export const saveSending = route({
  name: 'saveSending',
  method: 'PUT',
  path: '/api/sending',
  access: 'sending.manage',
  summary:
    'Save the parameters; `version` is the one read (409 with the name of who saved since). A changed host or user asks for the secret again',
  body: z.object({
    version: rowVersion,
    delegated: z.boolean(),
    senderName: optionalLine(100),
    defaultSenderAddress: emailText,
    server: serverForm,
  }),
  response: sendingSettings,
})
export const addDomain = route({
  name: 'addDomain',
  method: 'POST',
  path: '/api/sending/domains',
  access: 'sending.manage',
  summary: 'Authorise a domain (`example.org`, or `.example.org` with its subdomains)',
  status: 201,
  body: z.object({ domain: line(260) }),
  response: z.object({ domain: domainView }),
})
export const removeDomain = route({
  name: 'removeDomain',
  method: 'DELETE',
  path: '/api/sending/domains/:id',
  access: 'sending.manage',
  summary: 'Stop authorising a domain',
  params: idParams,
  response: nothing,
})
export const previewFrom = route({
  name: 'previewFrom',
  method: 'POST',
  path: '/api/sending/from',
  access: 'sending.manage',
  summary: 'What recipients will see as sender for a few users (inside and outside the domains), for the form as typed',
  body: z.object({
    senderName: optionalLine(100),
    defaultSenderAddress: z.string().max(320),
    domains: z.array(z.string().max(260)).max(200).optional(),
  }),
  response: z.object({ previews: z.array(fromPreview) }),
})
export const testSteps = ['dns', 'connect', 'greeting', 'tls', 'login', 'sender', 'recipient', 'data'] as const
/** A one-click repair: `patch` is laid over the form, then the test runs again. `label` is translated. */
export const advice = z.object({
  code: z.string(),
  label: z.string(),
  patch: serverPatch.optional(),
  link: z.string().optional(),
})
export const testEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('step'),
    step: z.enum(testSteps),
    state: z.enum(['running', 'ok', 'failed', 'skipped']),
    ms: z.number().nullable(),
    words: z.string(),
    reply: z.string().nullable(),
  }),
  z.object({
    type: z.literal('done'),
    ok: z.boolean(),
    title: z.string().describe('"Elapsed time" on a timeout'),
    words: z.string(),
    explanation: z.string().nullable(),
    advice: z.array(advice),
    transcript: z.array(z.object({ at: instant, who: z.enum(['client', 'server', 'note']), text: z.string() })),
  }),
])
export type TestEvent = z.output<typeof testEvent>
export const testSending = route({
  name: 'testSending',
  method: 'POST',
  path: '/api/sending/test',
  access: 'sending.manage',
  summary: 'Test the dispatching of e-mail with the unsaved form; each step is streamed as it happens (NDJSON)',
  stream: 'ndjson',
  body: z.object({ to: emailText, senderName: optionalLine(100), defaultSenderAddress: emailText, server: serverForm }),
  response: testEvent,
})
export const detectSending = route({
  name: 'detectSending',
  method: 'POST',
  path: '/api/sending/detect',
  access: 'sending.manage',
  summary: 'Settings guessed from an e-mail address: presets, autoconfig, SRV records, each with a bounded wait',
  body: z.object({ address: emailText }),
  response: z.object({
    candidates: z.array(z.object({ source: z.string(), label: z.string(), server: serverPatch })),
  }),
})
export const probeServer = route({
  name: 'probeServer',
  method: 'POST',
  path: '/api/sending/servers/:id/probe',
  access: 'dispatches.create',
  summary: 'Try a paused server now',
  params: idParams,
  response: z.object({ state: serverState }),
})
