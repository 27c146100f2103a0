import { type Capability, type PersonKind, personKinds, roleMay } from '@mailroom/contract'
import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, createRouter, notFound, redirect } from '@tanstack/react-router'
import { z } from 'zod'
import { ErrorState } from '../components/error-state.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { letterSearch, lettersSearch } from '../features/letters/letters-search.ts'
import { mailSearch } from '../features/messages/mail-search.ts'
import { peopleSearch } from '../features/resources/people-search.ts'
import { sessionQuery } from '../features/users/api.ts'
import { foundPage, lazyPage } from './lazy-page.tsx'
import { NotFound } from './not-found.tsx'
import { Shell } from './shell/shell.tsx'

interface RouterContext {
  client: QueryClient
}

const root = createRootRouteWithContext<RouterContext>()({
  beforeLoad: async ({ context }) => ({ session: await context.client.ensureQueryData(sessionQuery) }),
  notFoundComponent: NotFound,
})

/* Without the shell */
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: z.object({ next: z.string().optional().catch(undefined) }),
  beforeLoad: ({ context }) => {
    if (context.session.user) throw redirect({ to: '/' })
    if (context.session.setup.open) throw redirect({ to: '/setup' })
  },
  component: lazyPage(() => import('../features/users/sign-in-page.tsx'), 'SignInPage'),
})
const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  validateSearch: z.object({ token: z.string().optional().catch(undefined) }),
  component: lazyPage(() => import('../features/users/setup-page.tsx'), 'SetupPage'),
})
const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation/$token',
  component: lazyPage(() => import('../features/users/invitation-page.tsx'), 'InvitationPage'),
})

/* Behind the sign-in, in the shell */
const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  beforeLoad: ({ context, location }) => {
    const { user, setup: firstRun } = context.session
    if (!user && firstRun.open) throw redirect({ to: '/setup' })
    if (!user) throw redirect({ to: '/sign-in', search: { next: location.href === '/' ? undefined : location.href } })
    // A supervisor whose first steps are unfinished resumes them from the front door only; every other address stays open.
    if (user.role === 'supervisor' && firstRun.next !== null && location.pathname === '/')
      throw redirect({ to: '/setup' })
    return { user }
  },
  component: Shell,
})

/** The menu already hides what a role may not do; this answers an address typed by hand. */
const needs =
  (capability: Capability) =>
  ({ context }: { context: { user: { role: Parameters<typeof roleMay>[0] } } }) => {
    if (!roleMay(context.user.role, capability)) throw notFound()
  }

const isKind = (text: string): text is PersonKind => (personKinds as readonly string[]).includes(text)

const people = createRoute({
  getParentRoute: () => shell,
  path: '/people/$kind',
  params: {
    parse: ({ kind }) => {
      if (!isKind(kind)) throw notFound()
      return { kind }
    },
    stringify: ({ kind }) => ({ kind }),
  },
  validateSearch: peopleSearch,
  component: lazyPage(() => import('../features/resources/people-page.tsx'), 'PeoplePage'),
})
const importPeople = createRoute({
  getParentRoute: () => shell,
  path: '/import',
  validateSearch: z.object({
    kind: z.enum(personKinds).optional().catch(undefined),
    id: z.string().optional().catch(undefined),
  }),
  beforeLoad: needs('people.import'),
  component: lazyPage(() => import('../features/resources/imports/import-page.tsx'), 'ImportPage'),
})

const administration = createRoute({
  getParentRoute: () => shell,
  path: '/administration',
  beforeLoad: needs('institution.manage'),
  component: lazyPage(() => import('../features/users/administration-page.tsx'), 'AdministrationPage'),
})
const adminSending = createRoute({
  getParentRoute: () => shell,
  path: '/administration/sending',
  beforeLoad: needs('sending.manage'),
  component: lazyPage(() => import('../features/sending/sending-parameters-page.tsx'), 'SendingParametersPage'),
})
const adminAccounts = createRoute({
  getParentRoute: () => shell,
  path: '/administration/accounts',
  validateSearch: z.object({ open: z.string().optional().catch(undefined) }),
  beforeLoad: needs('accounts.manage'),
  component: lazyPage(() => import('../features/accounts/accounts-page.tsx'), 'AccountsPage'),
})
const adminUsers = createRoute({
  getParentRoute: () => shell,
  path: '/administration/users',
  beforeLoad: needs('users.manage'),
  component: lazyPage(() => import('../features/users/users-page.tsx'), 'UsersPage'),
})
const adminInstitution = createRoute({
  getParentRoute: () => shell,
  path: '/administration/institution',
  beforeLoad: needs('institution.manage'),
  component: lazyPage(() => import('../features/users/institution-page.tsx'), 'InstitutionPage'),
})
const adminHealth = createRoute({
  getParentRoute: () => shell,
  path: '/administration/health',
  beforeLoad: needs('health.read'),
  component: lazyPage(() => import('../features/messages/watch/health-page.tsx'), 'HealthPage'),
})
const account = createRoute({
  getParentRoute: () => shell,
  path: '/account',
  validateSearch: z.object({ tab: z.enum(['profile', 'sending', 'signatures']).optional().catch(undefined) }),
  component: lazyPage(() => import('../features/users/my-account-page.tsx'), 'MyAccountPage'),
})

/* The writing half: pages are found by file name, see lazy-page.tsx. */
const home = createRoute({ getParentRoute: () => shell, path: '/', component: foundPage('dispatches/home-page') })
const letters = createRoute({
  getParentRoute: () => shell,
  path: '/letters',
  validateSearch: lettersSearch,
  component: foundPage('letters/letters-page'),
})
const letter = createRoute({
  getParentRoute: () => shell,
  path: '/letters/$id',
  validateSearch: letterSearch,
  component: foundPage('letters/letter-page'),
})
const dispatchWindow = createRoute({
  getParentRoute: () => shell,
  path: '/dispatch/$kind',
  validateSearch: peopleSearch,
  component: foundPage('dispatches/dispatch-page'),
})
const compose = createRoute({
  getParentRoute: () => shell,
  path: '/compose',
  validateSearch: peopleSearch.extend({
    kind: z.enum(personKinds).optional().catch(undefined),
    letter: z.string().optional().catch(undefined),
    reuse: z.string().optional().catch(undefined),
  }),
  component: foundPage('dispatches/compose-page'),
})
const sending = createRoute({
  getParentRoute: () => shell,
  path: '/sending',
  validateSearch: z.object({ open: z.string().optional().catch(undefined) }),
  component: foundPage('dispatches/sending-page'),
})
const scheduled = createRoute({
  getParentRoute: () => shell,
  path: '/scheduled',
  component: foundPage('dispatches/scheduled-page'),
})
const mail = createRoute({
  getParentRoute: () => shell,
  path: '/mail',
  validateSearch: mailSearch,
  component: foundPage('messages/mail-page'),
})

const routeTree = root.addChildren([
  signIn,
  setup,
  invitation,
  shell.addChildren([
    home,
    people,
    importPeople,
    letters,
    letter,
    dispatchWindow,
    compose,
    sending,
    scheduled,
    mail,
    account,
    administration,
    adminSending,
    adminAccounts,
    adminUsers,
    adminInstitution,
    adminHealth,
  ]),
])

export function makeRouter(client: QueryClient) {
  return createRouter({
    routeTree,
    context: { client },
    defaultPreload: 'intent',
    defaultPendingMs: 150,
    defaultPendingComponent: () => <Skeleton />,
    defaultErrorComponent: ({ error, reset }) => <ErrorState error={error} onRetry={reset} />,
    defaultNotFoundComponent: NotFound,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>
  }
}
