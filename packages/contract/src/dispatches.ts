import { z } from 'zod'
import { direction, id, idParams, instant, language, mailbox, nothing, paging, text } from './primitives.ts'
import { personFilters, personKind } from './resources.ts'
import { route } from './route.ts'

/** What becomes of one recipient. */
export const outcome = z.enum(['email', 'paper', 'both', 'unreachable'])
export type Outcome = z.output<typeof outcome>
/** Why: one sentence per code, in both languages. */
export const outcomeReason = z.enum([
  'has-email',
  'chosen-paper',
  'prefers-paper',
  'refuses-email',
  'refuses-paper',
  'no-email',
  'invalid-email',
  'bounced-email',
  'no-postal-address',
  'address-does-not-fit',
  'copy-for-all',
  'required-field-empty',
  'too-many-pages',
  'letter-not-made',
  'duplicate',
])
export const scope = z.discriminatedUnion('type', [
  z.object({ type: z.literal('selected'), ids: z.array(id).min(1).max(50_000) }),
  z.object({ type: z.literal('filtered'), filters: personFilters }),
])
export type Scope = z.output<typeof scope>
/** Everything that decides who gets what: the dispatch window. */
export const dispatchChoice = z.object({
  kind: z.enum(['letter', 'email']),
  list: personKind,
  scope,
  recipients: z
    .enum(['guardians', 'students', 'both', 'self'])
    .default('self')
    .describe('From students: guardians, students or both; otherwise `self`'),
  per: z.enum(['person', 'household']).default('person'),
  letterId: id.nullable().default(null),
  output: z.enum(['email', 'print']).default('email'),
  attachPdf: z.boolean().default(true),
  integrate: z.boolean().default(false),
  printCopy: z.enum(['none', 'all', 'without-email']).default('without-email'),
  duplex: z.boolean().default(true),
  order: z.enum(['name', 'class', 'postcode']).default('name'),
  accountId: id.nullable().default(null),
  values: z
    .record(z.string(), z.unknown())
    .default({})
    .describe('Asked fields of the letter, e.g. {"meeting.date":"2026-12-08"}'),
  excluded: z.array(id).max(50_000).default([]).describe('People unticked in the recipients list'),
})
export type DispatchChoice = z.output<typeof dispatchChoice>
export const planRow = z.object({
  key: z.string(),
  personIds: z.array(id),
  name: z.string(),
  concerned: z.string().describe('"Lina, 4e B"'),
  language,
  outcome,
  reason: outcomeReason,
  words: z.string(),
  address: z.string().nullable(),
  addressLines: z.array(z.string()),
})
export type PlanRow = z.output<typeof planRow>
export const planView = z.object({
  concerned: z.number().int(),
  recipients: z.number().int(),
  households: z.number().int(),
  email: z.number().int(),
  paper: z.number().int(),
  both: z.number().int(),
  unreachable: z.number().int(),
  copies: z
    .object({ none: z.number().int(), all: z.number().int(), withoutEmail: z.number().int() })
    .describe('Letters printed under each choice of "print a copy"'),
  notes: z.array(z.object({ code: z.string(), words: z.string() })),
  rows: z.array(planRow).describe('Worst first; at most 500'),
  from: mailbox.nullable(),
  replyTo: mailbox.nullable(),
  rewritten: z.boolean(),
  letterVersion: z.number().int().nullable(),
  asked: z
    .array(
      z.object({
        field: z.string(),
        label: z.string(),
        type: z.string(),
        required: z.boolean(),
        value: z.string().nullable(),
      }),
    )
    .describe('Fields to fill in for this letter'),
})
export type PlanView = z.output<typeof planView>
export const planDispatch = route({
  name: 'planDispatch',
  method: 'POST',
  path: '/api/dispatches/plan',
  access: 'dispatches.create',
  summary: 'Check-up: the outcome of every recipient with its reason; nothing is saved',
  body: dispatchChoice,
  response: planView,
})
export const previewDispatch = route({
  name: 'previewDispatch',
  method: 'POST',
  path: '/api/dispatches/preview',
  access: 'dispatches.create',
  summary: 'What recipient number `index` will get: e-mail, page and text',
  body: z.object({
    choice: dispatchChoice,
    index: z.number().int().min(0),
    subject: text(1000).default(''),
    body: text(2_000_000).default(''),
    signatureId: id.nullable().default(null),
  }),
  response: z.object({
    index: z.number().int(),
    total: z.number().int(),
    name: z.string(),
    words: z.string(),
    subject: z.string(),
    email: z.string(),
    page: z.string().nullable(),
    text: z.string(),
    window: z.enum(['none', 'din5008b', 'nf']),
    missing: z.array(z.string()),
    held: z.array(z.string()),
  }),
})
export const previewDispatchPdf = route({
  name: 'previewDispatchPdf',
  method: 'POST',
  path: '/api/dispatches/preview/pdf',
  access: 'dispatches.create',
  summary: 'The PDF of recipient number `index`',
  stream: 'file',
  body: z.object({ choice: dispatchChoice, index: z.number().int().min(0) }),
  response: nothing,
})

export const attachmentView = z.object({
  id,
  name: z.string(),
  type: z.string(),
  bytes: z.number().int(),
  encodedBytes: z.number().int(),
})
export const uploadAttachment = route({
  name: 'uploadAttachment',
  method: 'POST',
  path: '/api/attachments',
  access: 'dispatches.create',
  summary: 'Upload an attachment (multipart field `file`); checked by its first bytes, 0 B and programs refused',
  status: 201,
  multipart: true,
  response: attachmentView,
})

export const createDispatch = route({
  name: 'createDispatch',
  method: 'POST',
  path: '/api/dispatches',
  access: 'dispatches.create',
  status: 202,
  summary: 'Send: whole in the database before the answer. The same idempotency key is the same dispatch, always',
  body: z.object({
    idempotencyKey: z.uuid(),
    choice: dispatchChoice,
    subject: text(2000).describe('May hold {{ fields }}'),
    body: text(2_000_000).describe('HTML of the message; sanitised'),
    signatureId: id.nullable().default(null),
    others: z.array(z.string().trim().max(320)).max(50).default([]).describe('Free addresses'),
    otherPersonIds: z.array(id).max(50).default([]),
    attachmentIds: z.array(id).max(20).default([]),
    sendAt: instant.nullable().default(null),
    expectedRecipients: z
      .number()
      .int()
      .optional()
      .describe('How many the check-up said are reached, by e-mail or on paper; another number is a 409'),
  }),
  response: z.object({
    id,
    email: z.number().int(),
    paper: z.number().int(),
    unreachable: z.number().int(),
    undoUntil: instant.nullable(),
    repeated: z.boolean(),
  }),
})
export const sendTestToMe = route({
  name: 'sendTestToMe',
  method: 'POST',
  path: '/api/dispatches/test',
  access: 'dispatches.create',
  status: 202,
  summary: "The first recipient's e-mail, sent to my own address instead",
  body: z.object({
    choice: dispatchChoice,
    index: z.number().int().min(0).default(0),
    subject: text(2000),
    body: text(2_000_000),
    signatureId: id.nullable().default(null),
    attachmentIds: z.array(id).max(20).default([]),
  }),
  response: z.object({ id, to: z.string() }),
})

export const dispatchState = z.enum(['undoable', 'scheduled', 'sending', 'paused', 'done', 'cancelled'])
/**
 * Live counts of a dispatch's e-mails (`total`): `waiting` = scheduled, preparing, ready or being sent; `held` stands
 * apart; `toDecide` waits for a person; `unknown`: nobody knows whether it arrived, and nobody needs to decide any more.
 * `paper` and `unreachable` count recipients, not e-mails.
 */
export const dispatchCounts = z.object({
  total: z.number().int(),
  accepted: z.number().int(),
  waiting: z.number().int(),
  deferred: z.number().int(),
  failed: z.number().int(),
  bounced: z.number().int(),
  cancelled: z.number().int(),
  held: z.number().int(),
  toDecide: z.number().int(),
  unknown: z.number().int(),
  paper: z.number().int(),
  unreachable: z.number().int(),
})
export type DispatchCounts = z.output<typeof dispatchCounts>
export const dispatchRow = z.object({
  id,
  subject: z.string(),
  author: z.string(),
  kind: z.enum(['letter', 'email', 'system']),
  state: dispatchState,
  counts: dispatchCounts,
  attachments: z.boolean(),
  createdAt: instant,
  startsAt: instant.nullable(),
  undoUntil: instant.nullable(),
  printState: z.enum(['none', 'preparing', 'ready', 'printed']),
})
export type DispatchRow = z.output<typeof dispatchRow>
export const dispatchSort = z.enum(['subject', 'author', 'state', 'sent'])
export const listDispatches = route({
  name: 'listDispatches',
  method: 'GET',
  path: '/api/dispatches',
  access: 'mail.read',
  summary: 'Sent mail of an account (or `mine`, or `all` that I may see), sorted and searched on the server',
  query: z.object({
    account: text(60).default('all'),
    search: z.string().max(200).default(''),
    sort: dispatchSort.default('sent'),
    direction: direction.default('desc'),
    view: z.enum(['all', 'sending', 'scheduled', 'to-print', 'to-decide', 'refused']).default('all'),
    from: instant.or(z.literal('')).default('').describe('Sent at or after it'),
    to: instant.or(z.literal('')).default('').describe('Sent before it'),
    author: text(60).default(''),
    ...paging,
  }),
  response: z.object({ total: z.number().int(), rows: z.array(dispatchRow) }),
})
export const listMailAccounts = route({
  name: 'listMailAccounts',
  method: 'GET',
  path: '/api/dispatches/accounts',
  access: 'mail.read',
  summary: 'Account drop-down of the sent mail, with counts',
  response: z.object({
    accounts: z.array(
      z.object({ id: z.string(), designation: z.string(), address: z.string(), count: z.number().int() }),
    ),
  }),
})
export const dispatchView = dispatchRow.extend({
  from: mailbox,
  replyTo: mailbox.nullable(),
  account: z.object({ id, designation: z.string() }).nullable(),
  letter: z.object({ id, designation: z.string(), version: z.number().int() }).nullable(),
  words: z.string().describe('"Standard letter to the guardians of 4A to 4E"'),
  maskCopies: z.boolean(),
  others: z.array(z.string()),
  attachmentsList: z.array(z.object({ id, name: z.string(), type: z.string(), bytes: z.number().int() })),
  server: z
    .object({
      id,
      host: z.string(),
      breaker: z.enum(['closed', 'open', 'attention']),
      since: instant.nullable(),
      nextTryAt: instant.nullable(),
      words: z.string().nullable(),
      pausedAt: instant.nullable().describe('A supervisor stopped all sending through this server'),
      pausedBy: z.string().nullable(),
      limited: z.boolean().describe('The daily limit is reached: the rest waits for the next day'),
    })
    .nullable(),
  held: z
    .array(z.object({ reason: z.string(), words: z.string(), count: z.number().int() }))
    .describe('Why letters are held back, other than that somebody paused this dispatch'),
  resendable: z.number().int().describe('What "resend" takes along'),
  rate: z.object({ perMinute: z.number(), secondsLeft: z.number().nullable() }),
  printPages: z.number().int().nullable(),
  mayChange: z.boolean(),
  history: z.array(z.object({ at: instant, words: z.string() })),
})
export type DispatchView = z.output<typeof dispatchView>
export const getDispatch = route({
  name: 'getDispatch',
  method: 'GET',
  path: '/api/dispatches/:id',
  access: 'mail.read',
  summary: 'One dispatch with live counts',
  params: idParams,
  response: dispatchView,
})
/** Shown state of a recipient; `paper` and `unreachable` have no message. */
export const recipientState = z.enum([
  'preparing',
  'waiting',
  'sending',
  'deferred',
  'held',
  'accepted',
  'unknown',
  'failed',
  'bounced',
  'needs-decision',
  'cancelled',
  'paper',
  'unreachable',
])
export const recipientRow = z.object({
  id,
  messageId: id.nullable(),
  personId: id.nullable(),
  name: z.string(),
  concerned: z.string(),
  address: z.string().nullable(),
  state: recipientState,
  reason: z.string().nullable(),
  words: z.string(),
  nextTryAt: instant.nullable(),
  attempts: z.number().int(),
  changedAt: instant.nullable(),
  outcome,
  printed: z.boolean(),
})
export type RecipientRow = z.output<typeof recipientRow>
export const listRecipients = route({
  name: 'listRecipients',
  method: 'GET',
  path: '/api/dispatches/:id/recipients',
  access: 'mail.read',
  summary: 'Recipients with state and reason in plain words, worst first',
  params: idParams,
  query: z.object({
    group: z
      .enum([
        'all',
        'accepted',
        'waiting',
        'deferred',
        'failed',
        'toDecide',
        'unknown',
        'paper',
        'unreachable',
        'cancelled',
      ])
      .default('all'),
    search: z.string().max(200).default(''),
    ...paging,
  }),
  response: z.object({ total: z.number().int(), rows: z.array(recipientRow) }),
})
const dispatchAction = (name: string, path: string, summary: string) =>
  route({
    name,
    method: 'POST',
    path: `/api/dispatches/:id/${path}`,
    access: 'dispatches.create',
    summary,
    params: idParams,
    response: dispatchView,
  })
export const undoDispatch = dispatchAction(
  'undoDispatch',
  'undo',
  'Undo within the delay: nothing has left, nothing will',
)
export const sendDispatchNow = dispatchAction('sendDispatchNow', 'send-now', 'End the undo delay or the schedule now')
export const pauseDispatch = dispatchAction(
  'pauseDispatch',
  'pause',
  'Pause: what is already past the final dot completes',
)
export const resumeDispatch = dispatchAction('resumeDispatch', 'resume', 'Resume a paused dispatch')
export const cancelDispatch = dispatchAction('cancelDispatch', 'cancel', 'Cancel what has not gone: exact')
export const resendFailed = dispatchAction('resendFailed', 'resend', 'Try the failed recipients again')
export const rescheduleDispatch = route({
  name: 'rescheduleDispatch',
  method: 'POST',
  path: '/api/dispatches/:id/schedule',
  access: 'dispatches.create',
  summary: 'Another time for a dispatch that has not begun',
  params: idParams,
  body: z.object({ sendAt: instant }),
  response: dispatchView,
})
export const markPrinted = dispatchAction('markPrinted', 'printed', 'Mark the paper letters as printed and posted')
export const getPrintFile = route({
  name: 'getPrintFile',
  method: 'GET',
  path: '/api/dispatches/:id/print',
  access: 'mail.read',
  summary: 'The print copy: one PDF, sorted, duplex-padded',
  stream: 'file',
  params: idParams,
  response: nothing,
})
export const getAttachment = route({
  name: 'getAttachment',
  method: 'GET',
  path: '/api/dispatches/:id/attachments/:attachmentId',
  access: 'mail.read',
  summary: 'An attachment as sent',
  stream: 'file',
  params: z.object({ id, attachmentId: id }),
  response: nothing,
})

export const getHome = route({
  name: 'getHome',
  method: 'GET',
  path: '/api/home',
  access: 'mail.read',
  summary: 'What to finish, what is running, volume per day, health in one line',
  query: z.object({ days: z.coerce.number().int().min(7).max(366).default(56) }),
  response: z.object({
    toFinish: z.array(
      z.object({
        code: z.enum([
          'bounced',
          'to-print',
          'scheduled',
          'account-code',
          'incomplete',
          'failed',
          'to-decide',
          'set-up-sending',
          'import-people',
        ]),
        count: z.number().int(),
        names: z.array(z.string()).describe('The first of those whose address came back'),
      }),
    ),
    running: z.array(
      dispatchRow.extend({ perMinute: z.number(), secondsLeft: z.number().nullable(), nextTryAt: instant.nullable() }),
    ),
    volume: z.array(
      z.object({
        day: z.string(),
        email: z.number().int(),
        paper: z.number().int(),
        returned: z.number().int(),
        waiting: z.number().int(),
      }),
    ),
    servers: z.array(
      z.object({
        id,
        host: z.string(),
        state: z.enum(['ready', 'away', 'attention', 'paused']),
        since: instant.nullable().describe('Since when it does not work'),
        answerMs: z.number().int().nullable().describe('How long it took for its last answer; none yet: null'),
      }),
    ),
  }),
})
/** The sending indicator and open pages follow this (one event a second while something changes). */
export const liveEvent = z.object({
  sending: z.object({ done: z.number().int(), total: z.number().int() }).nullable(),
  kept: z.number().int().describe('Messages kept because a server does not answer'),
  dispatches: z.array(z.object({ id, state: dispatchState, counts: dispatchCounts })),
})
export type LiveEvent = z.output<typeof liveEvent>
export const live = route({
  name: 'live',
  method: 'GET',
  path: '/api/live',
  access: 'mail.read',
  summary: 'Server-sent events: progress of running dispatches that I may see',
  stream: 'sse',
  response: liveEvent,
})
