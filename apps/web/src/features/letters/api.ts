import {
  archiveLetter,
  type Body,
  createLetter,
  duplicateLetter,
  getLetter,
  getLetterVersion,
  type LetterView,
  listLetters,
  listLetterVersions,
  previewLetter,
  previewLetterPdf,
  saveLetter,
} from '@mailroom/contract'
import { keepPreviousData, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call, callFile } from '../../lib/api.ts'

export type PreviewSource = Body<typeof previewLetter>

export const useLetters = (archived: boolean) =>
  useQuery({
    queryKey: ['letters', 'all', archived],
    queryFn: async () => (await call(listLetters, { query: { archived: archived ? 'true' : 'false' } })).letters,
  })

export const letterQuery = (id: string) =>
  queryOptions({ queryKey: ['letters', 'one', id], queryFn: () => call(getLetter, { params: { id } }) })

export const useVersions = (id: string) =>
  useQuery({
    queryKey: ['letters', 'versions', id],
    queryFn: async () => (await call(listLetterVersions, { params: { id } })).versions,
  })

export const useVersion = (id: string, number: number | null) =>
  useQuery({
    queryKey: ['letters', 'version', id, number],
    queryFn: () => call(getLetterVersion, { params: { id, number: number ?? 1 } }),
    enabled: number !== null,
    // A saved version never changes.
    staleTime: Number.POSITIVE_INFINITY,
  })

/** The answer is the letter as it now stands; the lists around it are asked again. */
function useLetterMutation<Input>(act: (input: Input) => Promise<LetterView>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: act,
    onSuccess: letter => {
      client.setQueryData(letterQuery(letter.id).queryKey, letter)
      void client.invalidateQueries({ queryKey: ['letters', 'all'] })
      void client.invalidateQueries({ queryKey: ['letters', 'list'] })
      void client.invalidateQueries({ queryKey: ['letters', 'versions', letter.id] })
    },
  })
}

export const useCreateLetter = () =>
  useLetterMutation((body: Body<typeof createLetter>) => call(createLetter, { body }))
export const useDuplicateLetter = () =>
  useLetterMutation(({ id, designation }: { id: string; designation: string }) =>
    call(duplicateLetter, { params: { id }, body: { designation } }),
  )
export const useArchiveLetter = () =>
  useLetterMutation(({ id, archived }: { id: string; archived: boolean }) =>
    call(archiveLetter, { params: { id }, body: { archived } }),
  )
export const useSaveLetter = () =>
  useLetterMutation(({ id, body }: { id: string; body: Body<typeof saveLetter> }) =>
    call(saveLetter, { params: { id }, body }),
  )

/** The unsaved letter for one recipient; the last page stays in sight while the next is drawn. */
export const useLetterPreview = (source: PreviewSource, enabled: boolean) =>
  useQuery({
    queryKey: ['letter-preview', source],
    queryFn: ({ signal }) => call(previewLetter, { body: source }, { signal }),
    placeholderData: keepPreviousData,
    enabled,
    gcTime: 60_000,
    retry: false,
  })

export const fetchPreviewPdf = (source: PreviewSource): Promise<Blob> => callFile(previewLetterPdf, { body: source })
