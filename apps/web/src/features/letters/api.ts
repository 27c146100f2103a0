import {
  archiveLetter,
  type Call,
  createLetter,
  duplicateLetter,
  getLetter,
  getLetterVersion,
  type LetterView,
  listLetters,
  listLetterVersions,
  previewLetter,
  saveLetter,
} from '@mailroom/contract'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '../../lib/api.ts'

export const useLetters = (archived: boolean) =>
  useQuery({
    queryKey: ['letters', 'all', archived],
    queryFn: async () => (await call(listLetters, { query: { archived: archived ? 'true' : 'false' } })).letters,
    placeholderData: keepPreviousData,
  })

/** Somebody's half-written text may lie over it: never refetched behind the editor's back. */
export const useLetter = (id: string) =>
  useQuery({
    queryKey: ['letter', id],
    queryFn: () => call(getLetter, { params: { id } }),
    refetchOnWindowFocus: false,
    staleTime: Number.POSITIVE_INFINITY,
  })

function useLetterChange<Input>(change: (input: Input) => Promise<LetterView>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: letter => {
      client.setQueryData(['letter', letter.id], letter)
      return Promise.all([
        client.invalidateQueries({ queryKey: ['letters'] }),
        client.invalidateQueries({ queryKey: ['letter-versions', letter.id] }),
      ])
    },
  })
}

export const useCreateLetter = () => useLetterChange((body: Call<typeof createLetter>['body']) => call(createLetter, { body }))
export const useDuplicateLetter = () =>
  useLetterChange(({ id, designation }: { id: string; designation: string }) =>
    call(duplicateLetter, { params: { id }, body: { designation } }),
  )
export const useArchiveLetter = () =>
  useLetterChange(({ id, archived }: { id: string; archived: boolean }) => call(archiveLetter, { params: { id }, body: { archived } }))
export const useSaveLetter = (id: string) =>
  useLetterChange((body: Call<typeof saveLetter>['body']) => call(saveLetter, { params: { id }, body }))

export const useVersions = (id: string) =>
  useQuery({
    queryKey: ['letter-versions', id],
    queryFn: async () => (await call(listLetterVersions, { params: { id } })).versions,
  })

export const useVersion = (id: string, number: number | null) =>
  useQuery({
    queryKey: ['letter-version', id, number],
    queryFn: () => call(getLetterVersion, { params: { id, number: number ?? 1 } }),
    enabled: number !== null,
  })

export type PreviewSource = Call<typeof previewLetter>['body']

/** The unsaved letter for one recipient; the last picture stays until the next one is drawn. */
export const useLetterPreview = (source: PreviewSource) =>
  useQuery({
    queryKey: ['letter-preview', source],
    queryFn: ({ signal }) => call(previewLetter, { body: source }, { signal }),
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 30_000,
  })
