import { z } from 'zod'
import { roles } from './capabilities.ts'
import { healthPart } from './health.ts'
import { emailText, id, idParams, instant, language, line, nothing, paging } from './primitives.ts'
import { route } from './route.ts'

export const role = z.enum(roles)
/** At least 10 characters; the length limit keeps argon2 bounded. */
export const password = z.string().min(10, { error: 'PASSWORD_SHORT' }).max(200, { error: 'TOO_LONG' })
export const me = z.object({
  id,
  name: z.string(),
  email: z.string(),
  role,
  language,
  theme: z.enum(['system', 'light', 'dark']),
  shortcuts: z.boolean(),
})
export type Me = z.output<typeof me>

/** First-run steps in order; the last one that is not done is where the stepper resumes. */
export const setupSteps = ['administrator', 'institution', 'sending', 'domains', 'people'] as const

export const getSession = route({
  name: 'getSession',
  method: 'GET',
  path: '/api/session',
  access: 'public',
  summary: 'Who is signed in, the CSRF token for changes, and whether first-run setup is still open',
  response: z.object({
    user: me.nullable(),
    csrfToken: z.string(),
    institution: z.object({ name: z.string(), language }),
    setup: z.object({ open: z.boolean(), next: z.enum(setupSteps).nullable() }),
    demo: z.boolean().describe('Demo mode: the built-in inbox is at inboxUrl'),
    inboxUrl: z.string().nullable(),
    demoSignIns: z
      .array(z.object({ email: z.string(), password: z.string(), name: z.string(), role }))
      .describe('Only in demo mode'),
  }),
})
export const signIn = route({
  name: 'signIn',
  method: 'POST',
  path: '/api/session',
  access: 'public',
  summary: 'Sign in; the session id changes, attempts are limited per account and address',
  body: z.object({ email: emailText, password: z.string().min(1, { error: 'REQUIRED' }).max(200) }),
  response: z.object({ user: me }),
})
export const signOut = route({
  name: 'signOut',
  method: 'DELETE',
  path: '/api/session',
  access: 'signed-in',
  summary: 'Sign out: the session is destroyed',
  response: nothing,
})
export const getSetup = route({
  name: 'getSetup',
  method: 'GET',
  path: '/api/setup',
  access: 'public',
  summary: 'First-run self-test and whether the setup token is right; closed for good once a supervisor exists',
  query: z.object({ token: z.string().max(200).default('') }),
  response: z.object({
    open: z.boolean(),
    tokenValid: z.boolean(),
    selfTest: z.array(healthPart.extend({ part: z.enum(['database', 'queue', 'renderer']) })),
  }),
})
export const createAdministrator = route({
  name: 'createAdministrator',
  method: 'POST',
  path: '/api/setup/administrator',
  access: 'public',
  summary: 'First run: make the first supervisor with the one-time token printed at start, and sign in',
  status: 201,
  body: z.object({ token: z.string().max(200), name: line(100), email: emailText, password, language }),
  response: z.object({ user: me }),
})
export const finishSetupStep = route({
  name: 'finishSetupStep',
  method: 'POST',
  path: '/api/setup/steps',
  access: 'institution.manage',
  summary: 'Mark a first-run step as done or put off',
  body: z.object({ step: z.enum(setupSteps) }),
  response: z.object({ next: z.enum(setupSteps).nullable() }),
})
export const updateMe = route({
  name: 'updateMe',
  method: 'PUT',
  path: '/api/me',
  access: 'signed-in',
  summary: 'My name, interface language, theme and single-key shortcuts',
  body: z.object({
    name: line(100).optional(),
    language: language.optional(),
    theme: me.shape.theme.optional(),
    shortcuts: z.boolean().optional(),
  }),
  response: z.object({ user: me }),
})
export const changePassword = route({
  name: 'changePassword',
  method: 'PUT',
  path: '/api/me/password',
  access: 'signed-in',
  summary: 'Change my password; my other sessions end',
  body: z.object({ current: z.string().min(1).max(200), next: password }),
  response: nothing,
})
export const userRow = z.object({
  id,
  name: z.string(),
  email: z.string(),
  role,
  status: z.enum(['invited', 'active', 'disabled']),
  accounts: z.array(z.object({ id, designation: z.string() })),
  insideDomains: z.boolean().describe('The address belongs to an authorised domain'),
  person: z
    .object({ id, name: z.string() })
    .nullable()
    .describe('The teacher or staff member in the lists this user is'),
  lastSeenAt: instant.nullable(),
})
export const listUsers = route({
  name: 'listUsers',
  method: 'GET',
  path: '/api/users',
  access: 'users.manage',
  summary: 'All users with role, accounts and domain',
  response: z.object({ users: z.array(userRow) }),
})
export const inviteUser = route({
  name: 'inviteUser',
  method: 'POST',
  path: '/api/users',
  access: 'users.manage',
  summary: 'Invite a user: an e-mail with a link goes through the real queue; the link is also returned once',
  status: 201,
  body: z.object({ name: line(100), email: emailText, role, language, personId: id.nullable().default(null) }),
  response: z.object({ user: userRow, link: z.string(), mailed: z.boolean() }),
})
export const renewInvitation = route({
  name: 'renewInvitation',
  method: 'POST',
  path: '/api/users/:id/invitation',
  access: 'users.manage',
  summary: 'A fresh invitation link; the old one stops working',
  params: idParams,
  response: z.object({ link: z.string(), mailed: z.boolean() }),
})
export const updateUser = route({
  name: 'updateUser',
  method: 'PUT',
  path: '/api/users/:id',
  access: 'users.manage',
  summary: 'Name, role, status; the last active supervisor cannot be demoted or disabled',
  params: idParams,
  body: z.object({
    name: line(100),
    role,
    status: z.enum(['invited', 'active', 'disabled']),
    personId: id.nullable().default(null),
  }),
  response: z.object({ user: userRow }),
})
export const tokenParams = z.object({ token: z.string().min(20).max(200) })
export const getInvitation = route({
  name: 'getInvitation',
  method: 'GET',
  path: '/api/invitations/:token',
  access: 'public',
  summary: 'Whom an invitation is for',
  params: tokenParams,
  response: z.object({ name: z.string(), email: z.string(), institution: z.string() }),
})
export const acceptInvitation = route({
  name: 'acceptInvitation',
  method: 'POST',
  path: '/api/invitations/:token',
  access: 'public',
  summary: 'Accept an invitation: set the password and sign in',
  params: tokenParams,
  body: z.object({ name: line(100), password }),
  response: z.object({ user: me }),
})
export const listAudit = route({
  name: 'listAudit',
  method: 'GET',
  path: '/api/audit',
  access: 'audit.read',
  summary: 'Audit log, newest first; the chain of hashes is checked on the way',
  query: z.object(paging),
  response: z.object({
    total: z.number(),
    intact: z.boolean(),
    entries: z.array(
      z.object({
        id: z.string(),
        at: instant,
        actor: z.string().nullable(),
        action: z.string(),
        subject: z.string().nullable(),
        details: z.record(z.string(), z.unknown()),
      }),
    ),
  }),
})
