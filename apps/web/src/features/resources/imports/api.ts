import {
  applyImport,
  type Body,
  createImport,
  discardImport,
  getImport,
  type ImportView,
  listImportRows,
  mapImport,
  type PersonKind,
} from '@mailroom/contract'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { usePagedRows } from '../../../components/data-table/rows.ts'
import { call, upload } from '../../../lib/api.ts'

const importQuery = (id: string) =>
  queryOptions({ queryKey: ['import', id], queryFn: () => call(getImport, { params: { id } }) })

const moving = (view: ImportView | undefined) => view?.state === 'applying' || view?.state === 'checking'

/** Follows an import while the server works on it. */
export const useImport = (id: string) =>
  useQuery({ ...importQuery(id), refetchInterval: query => (moving(query.state.data) ? 700 : false) })

export function useUpload() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ file, kind }: { file: File; kind?: PersonKind | undefined }) => {
      const form = new FormData()
      if (kind) form.set('kind', kind)
      form.set('file', file)
      return upload(createImport, form)
    },
    onSuccess: view => client.setQueryData(importQuery(view.id).queryKey, view),
  })
}

function useImportChange<Input>(id: string, change: (input: Input) => Promise<ImportView>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: view => {
      client.setQueryData(importQuery(id).queryKey, view)
      void client.invalidateQueries({ queryKey: ['import-rows', id] })
    },
  })
}

export const useMapImport = (id: string) =>
  useImportChange(id, (body: Body<typeof mapImport>) => call(mapImport, { params: { id }, body }))
export const useApplyImport = (id: string) => useImportChange(id, () => call(applyImport, { params: { id } }))
export const useDiscardImport = () =>
  useMutation({ mutationFn: (id: string) => call(discardImport, { params: { id } }) })

type Outcome = NonNullable<Parameters<typeof call<typeof listImportRows>>[1]['query']['outcome']>

export const useImportRows = (id: string, outcome: Outcome, state: ImportView['state']) =>
  usePagedRows({
    // A new check gives new lines: the state is part of what they answer.
    queryKey: ['import-rows', id, outcome, state],
    fetchPage: (offset, limit, signal) =>
      call(listImportRows, { params: { id }, query: { outcome, offset, limit } }, { signal }),
  })
