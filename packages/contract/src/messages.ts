import { z } from 'zod'
import { recipientRow } from './dispatches.ts'
import { emailText, id, idParams, instant, mailbox, nothing } from './primitives.ts'
import { route } from './route.ts'

export const messageView = z.object({
  id,
  dispatchId: id,
  subject: z.string(),
  from: mailbox,
  replyTo: mailbox.nullable(),
  to: mailbox,
  cc: z.array(mailbox),
  bcc: z.array(mailbox).describe('Only for those who may see it'),
  html: z.string().nullable(),
  text: z.string(),
  prepared: z.boolean(),
  attachments: z.array(
    z.object({ index: z.number().int(), name: z.string(), type: z.string(), bytes: z.number().int() }),
  ),
  attempts: z.array(z.object({ at: instant, words: z.string(), reply: z.string().nullable() })),
  position: z.object({
    index: z.number().int(),
    total: z.number().int(),
    previous: id.nullable(),
    next: id.nullable(),
  }),
})
export type MessageView = z.output<typeof messageView>
export const getMessage = route({
  name: 'getMessage',
  method: 'GET',
  path: '/api/messages/:id',
  access: 'mail.read',
  summary: 'Exactly what was sent to one recipient, with its attempts in plain words',
  params: idParams,
  response: messageView,
})
export const getMessageAttachment = route({
  name: 'getMessageAttachment',
  method: 'GET',
  path: '/api/messages/:id/attachments/:index',
  access: 'mail.read',
  summary: 'An attachment of one message, exactly as sent',
  stream: 'file',
  params: z.object({ id, index: z.coerce.number().int().min(0) }),
  response: nothing,
})
export const retryMessage = route({
  name: 'retryMessage',
  method: 'POST',
  path: '/api/messages/:id/retry',
  access: 'dispatches.create',
  summary: 'Try one failed or deferred message again now',
  params: idParams,
  response: z.object({ recipient: recipientRow }),
})
export const correctMessage = route({
  name: 'correctMessage',
  method: 'POST',
  path: '/api/messages/:id/correct',
  access: 'dispatches.create',
  summary: 'Correct the address of a failed recipient and resend only that one',
  params: idParams,
  body: z.object({ address: emailText, keepForPerson: z.boolean().default(true) }),
  response: z.object({ recipient: recipientRow }),
})
export const printInstead = route({
  name: 'printInstead',
  method: 'POST',
  path: '/api/messages/:id/print',
  access: 'dispatches.create',
  summary: 'Put a failed recipient in the paper pile',
  params: idParams,
  response: z.object({ recipient: recipientRow }),
})
export const giveUpMessage = route({
  name: 'giveUpMessage',
  method: 'POST',
  path: '/api/messages/:id/give-up',
  access: 'dispatches.create',
  summary: 'Stop trying one message that failed or waits for a decision',
  params: idParams,
  response: z.object({ recipient: recipientRow }),
})
