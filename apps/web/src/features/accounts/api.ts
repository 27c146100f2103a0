import {
  authoriseUsers,
  type Body,
  confirmAccount,
  createAccount,
  createPersonalAccount,
  deleteAccount,
  listAccounts,
  listMyAccounts,
  resendCode,
  saveAccountSettings,
  updateAccount,
} from '@mailroom/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '../../lib/api.ts'

export const useAccounts = () => useQuery({ queryKey: ['accounts'], queryFn: () => call(listAccounts) })
export const useMyAccounts = () => useQuery({ queryKey: ['my-accounts'], queryFn: () => call(listMyAccounts) })

/** Every change to an account may change what I may send from. */
function useAccountChange<Input, Output>(change: (input: Input) => Promise<Output>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['accounts'] }),
        client.invalidateQueries({ queryKey: ['my-accounts'] }),
      ]),
  })
}

export const useCreateAccount = () =>
  useAccountChange((body: Body<typeof createAccount>) => call(createAccount, { body }))
export const useCreatePersonalAccount = () =>
  useAccountChange((body: Body<typeof createPersonalAccount>) => call(createPersonalAccount, { body }))
export const useUpdateAccount = (id: string) =>
  useAccountChange((body: Body<typeof updateAccount>) => call(updateAccount, { params: { id }, body }))
export const useDeleteAccount = () => useAccountChange((id: string) => call(deleteAccount, { params: { id } }))
export const useAuthoriseUsers = (id: string) =>
  useAccountChange((body: Body<typeof authoriseUsers>) => call(authoriseUsers, { params: { id }, body }))
export const useConfirmAccount = (id: string) =>
  useAccountChange((code: string) => call(confirmAccount, { params: { id }, body: { code } }))
export const useResendCode = (id: string) => useAccountChange(() => call(resendCode, { params: { id } }))
export const useSaveAccountSettings = (id: string) =>
  useAccountChange((body: Body<typeof saveAccountSettings>) => call(saveAccountSettings, { params: { id }, body }))
