import { z } from 'zod'
import { emailText, id, idParams, instant, line, mailbox, nothing, rowVersion } from './primitives.ts'
import { route } from './route.ts'

export const accountKind = z.enum(['institution', 'personal'])
/** `pending` until the code sent to the address has been typed in. */
export const accountState = z.enum(['pending', 'active'])
export const accountUser = z.object({ id, name: z.string(), email: z.string(), role: z.string() })
export const accountView = z.object({
  id,
  kind: accountKind,
  designation: z.string(),
  address: z.string(),
  state: accountState,
  version: z.number().int(),
  users: z.array(accountUser),
  code: z.object({ sentAt: instant, expiresAt: instant, triesLeft: z.number().int(), resendAt: instant }).nullable(),
  insideDomains: z.boolean(),
})
export type AccountView = z.output<typeof accountView>
/** An account I may send from, with my own settings for it. */
export const usableAccountView = z.object({
  id,
  kind: accountKind,
  designation: z.string(),
  address: z.string(),
  state: accountState,
  isDefault: z.boolean(),
  others: z.array(z.string()).describe('Names of the other users of the shared account'),
  settings: z.object({
    responseAddress: z.string().nullable(),
    maskCopies: z.boolean(),
    defaultSignatureId: id.nullable(),
  }),
  preview: z.object({ from: mailbox, replyTo: mailbox.nullable(), rewritten: z.boolean(), why: z.string() }),
})
export type UsableAccountView = z.output<typeof usableAccountView>

export const listAccounts = route({
  name: 'listAccounts',
  method: 'GET',
  path: '/api/accounts',
  access: 'accounts.manage',
  summary: 'Institution accounts',
  response: z.object({
    accounts: z.array(accountView),
    candidates: z.array(accountUser).describe('Users who may be authorised'),
  }),
})
export const createAccount = route({
  name: 'createAccount',
  method: 'POST',
  path: '/api/accounts',
  access: 'accounts.manage',
  summary: 'Create an institution account; a code goes to its address through the real queue',
  status: 201,
  body: z.object({ designation: line(80), address: emailText }),
  response: z.object({ account: accountView }),
})
export const updateAccount = route({
  name: 'updateAccount',
  method: 'PUT',
  path: '/api/accounts/:id',
  access: 'accounts.manage',
  summary: 'Change designation or address; a changed address makes the account pending again',
  params: idParams,
  body: z.object({ version: rowVersion, designation: line(80), address: emailText }),
  response: z.object({ account: accountView }),
})
export const deleteAccount = route({
  name: 'deleteAccount',
  method: 'DELETE',
  path: '/api/accounts/:id',
  access: 'accounts.manage',
  summary: 'Delete an account; refused while letters wait in it ("312 wait")',
  params: idParams,
  response: nothing,
})
export const authoriseUsers = route({
  name: 'authoriseUsers',
  method: 'PUT',
  path: '/api/accounts/:id/users',
  access: 'accounts.manage',
  summary: 'Set who may send from the account. Queued mail of a removed user still goes',
  params: idParams,
  body: z.object({ version: rowVersion, userIds: z.array(id).max(1000) }),
  response: z.object({ account: accountView }),
})
export const confirmAccount = route({
  name: 'confirmAccount',
  method: 'POST',
  path: '/api/accounts/:id/code',
  access: 'dispatches.create',
  summary: 'Type in the code: 5 tries, 30 minutes; spaces are ignored',
  params: idParams,
  body: z.object({ code: z.string().min(1, { error: 'REQUIRED' }).max(40) }),
  response: z.object({ state: accountState }),
})
export const resendCode = route({
  name: 'resendCode',
  method: 'POST',
  path: '/api/accounts/:id/code/resend',
  access: 'dispatches.create',
  summary: 'Send a new code (cool-down of 60 s)',
  params: idParams,
  response: z.object({ sentAt: instant, resendAt: instant }),
})
export const listMyAccounts = route({
  name: 'listMyAccounts',
  method: 'GET',
  path: '/api/me/accounts',
  access: 'dispatches.create',
  summary: 'Accounts I may send from, the default one first',
  response: z.object({ delegated: z.boolean(), accounts: z.array(usableAccountView) }),
})
export const createPersonalAccount = route({
  name: 'createPersonalAccount',
  method: 'POST',
  path: '/api/me/accounts',
  access: 'dispatches.create',
  summary: 'Set up my personal account (name and address), proven by a code',
  status: 201,
  body: z.object({ designation: line(80), address: emailText }),
  response: z.object({ account: usableAccountView }),
})
export const saveAccountSettings = route({
  name: 'saveAccountSettings',
  method: 'PUT',
  path: '/api/me/accounts/:id',
  access: 'dispatches.create',
  summary: 'My response address, masked copies and default signature for this account',
  params: idParams,
  body: z.object({
    responseAddress: z.string().trim().max(320).nullable(),
    maskCopies: z.boolean(),
    defaultSignatureId: id.nullable(),
    isDefault: z.boolean().default(false),
  }),
  response: z.object({ account: usableAccountView }),
})
