import { createSignature, deleteSignature, listSignatures, updateSignature } from '@mailroom/contract'
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '../../lib/api.ts'

export const signaturesQuery = queryOptions({ queryKey: ['signatures'], queryFn: () => call(listSignatures) })

interface SignatureInput {
  id: string | null
  name: string
  html: string
}

export function useSaveSignature() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, ...body }: SignatureInput) =>
      id ? call(updateSignature, { params: { id }, body }) : call(createSignature, { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: signaturesQuery.queryKey }),
  })
}

export function useDeleteSignature() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => call(deleteSignature, { params: { id } }),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: signaturesQuery.queryKey }),
        client.invalidateQueries({ queryKey: ['my-accounts'] }),
      ]),
  })
}
