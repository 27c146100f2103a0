import {
  type Answer,
  acceptInvitation,
  type Body,
  changePassword,
  createAdministrator,
  finishSetupStep,
  getInstitution,
  getInvitation,
  getSession,
  getSetup,
  inviteUser,
  listUsers,
  renewInvitation,
  saveInstitution,
  signIn,
  signOut,
  updateMe,
  updateUser,
} from '@mailroom/contract'
import { queryOptions, useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { call, forgetCsrfToken } from '../../lib/api.ts'
import { asApiError } from '../../lib/api-error.ts'

type SignIn = Body<typeof signIn>

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: () => call(getSession),
  staleTime: 5 * 60_000,
})

/** Loaded by the router before any page, so pages read it without waiting. */
export const useSession = () => useSuspenseQuery(sessionQuery).data

export function useMe() {
  const { user } = useSession()
  if (!user) throw new Error('useMe is for pages behind the sign-in')
  return user
}

/** Another tab or person was faster: the page then says that the first steps are closed, and leads to the sign-in. */
const isClosed = (error: unknown) => asApiError(error).code === 'SETUP_CLOSED'

/** A new session means new rights and a new token: nothing from before may stay in the cache. */
function useEnter<Input>(enter: (input: Input) => Promise<unknown>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: enter,
    onSuccess: async () => {
      forgetCsrfToken()
      client.removeQueries({ predicate: query => query.queryKey[0] !== 'session' })
      await client.fetchQuery({ ...sessionQuery, staleTime: 0 })
    },
    onError: error => {
      if (isClosed(error)) void client.invalidateQueries({ queryKey: sessionQuery.queryKey })
    },
  })
}

export const useSignIn = () => useEnter((body: SignIn) => call(signIn, { body }))
export const useCreateAdministrator = () =>
  useEnter((body: Body<typeof createAdministrator>) => call(createAdministrator, { body }))
export const useAcceptInvitation = (token: string) =>
  useEnter((body: Body<typeof acceptInvitation>) => call(acceptInvitation, { params: { token }, body }))

export function useSignOut() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => call(signOut),
    onSuccess: () => {
      forgetCsrfToken()
      client.clear()
      sessionStorage.clear()
      // A full load drops everything that the last person had on screen.
      window.location.assign('/sign-in')
    },
  })
}

export function useUpdateMe() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Body<typeof updateMe>) => call(updateMe, { body }),
    onSuccess: ({ user }) => client.setQueryData(sessionQuery.queryKey, old => old && { ...old, user }),
  })
}

export const useChangePassword = () =>
  useMutation({ mutationFn: (body: Body<typeof changePassword>) => call(changePassword, { body }) })

export const setupQuery = (token: string) =>
  queryOptions({ queryKey: ['setup', token], queryFn: () => call(getSetup, { query: { token } }), staleTime: 0 })

export function useFinishStep() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (step: Body<typeof finishSetupStep>['step']) => call(finishSetupStep, { body: { step } }),
    onSuccess: () => client.fetchQuery({ ...sessionQuery, staleTime: 0 }),
  })
}

export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: ['invitation', token],
    queryFn: () => call(getInvitation, { params: { token } }),
    retry: false,
  })

export type UserRow = Answer<typeof listUsers>['users'][number]
export const useUsers = () => useQuery({ queryKey: ['users'], queryFn: () => call(listUsers) })

export function useInviteUser() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Body<typeof inviteUser>) => call(inviteUser, { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['users'] }),
  })
}

export const useRenewInvitation = () =>
  useMutation({ mutationFn: (id: string) => call(renewInvitation, { params: { id } }) })

export function useUpdateUser() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, body }: { id: string; body: Body<typeof updateUser> }) =>
      call(updateUser, { params: { id }, body }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['users'] }),
  })
}

export const institutionQuery = queryOptions({ queryKey: ['institution'], queryFn: () => call(getInstitution) })

export function useSaveInstitution() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Body<typeof saveInstitution>) => call(saveInstitution, { body }),
    onSuccess: saved => {
      client.setQueryData(institutionQuery.queryKey, saved)
      return client.invalidateQueries({ queryKey: ['session'] })
    },
  })
}
