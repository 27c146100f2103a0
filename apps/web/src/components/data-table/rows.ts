import { type QueryKey, useQueries, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo, useRef, useState } from 'react'

export interface Page<Row> {
  total: number
  rows: Row[]
}

interface PagedRowsOptions<Row> {
  /** Everything that the list depends on: kind, filters, sort. */
  queryKey: QueryKey
  fetchPage: (offset: number, limit: number, signal: AbortSignal) => Promise<Page<Row>>
  pageSize?: number
}

export interface PagedRows<Row> {
  /** Changes with the question (filters, sort): the list then starts from its top again. */
  key: string
  total: number
  rowAt: (index: number) => Row | undefined
  /** Position of a row among those that are loaded, or -1. */
  indexWhere: (test: (row: Row) => boolean) => number
  /** Called by the table with the rows in sight; their pages are fetched. */
  onRange: (first: number, last: number) => void
  /** Nothing to show yet. */
  loading: boolean
  /** What is shown answers the previous question; the new answer is on its way. */
  stale: boolean
  error: unknown
  retry: () => void
}

/** A list of any length as pages fetched when they come into sight; the old rows stay until new ones are there. */
export function usePagedRows<Row>({ queryKey, fetchPage, pageSize = 100 }: PagedRowsOptions<Row>): PagedRows<Row> {
  const client = useQueryClient()
  const [range, setRange] = useState<readonly [number, number]>([0, 0])
  const [firstPage, lastPage] = range
  const pages = useMemo(() => [...new Set([0, ...span(firstPage, lastPage)])], [firstPage, lastPage])
  const queries = useQueries({
    queries: pages.map(page => ({
      queryKey: [...queryKey, 'page', page, pageSize],
      queryFn: ({ signal }: { signal: AbortSignal }) => fetchPage(page * pageSize, pageSize, signal),
      staleTime: 15_000,
    })),
  })
  const byPage = new Map(pages.map((page, position) => [page, queries[position]?.data]))
  const fresh = byPage.get(0)
  const previous = useRef<Map<number, Page<Row> | undefined>>(new Map())
  if (fresh) previous.current = byPage
  const shown = fresh ? byPage : previous.current
  const rowAt = (index: number) => shown.get(Math.floor(index / pageSize))?.rows[index % pageSize]
  const indexWhere = (test: (row: Row) => boolean) => {
    for (const [page, data] of shown) {
      const at = data?.rows.findIndex(test) ?? -1
      if (at >= 0) return page * pageSize + at
    }
    return -1
  }
  const onRange = useCallback(
    (first: number, last: number) => {
      const next = [Math.floor(first / pageSize), Math.floor(Math.max(first, last) / pageSize)] as const
      setRange(now => (now[0] === next[0] && now[1] === next[1] ? now : next))
    },
    [pageSize],
  )
  const failed = queries.find(query => query.error)
  return {
    key: JSON.stringify(queryKey),
    total: shown.get(0)?.total ?? 0,
    rowAt,
    indexWhere,
    onRange,
    loading: !shown.has(0) && !failed,
    stale: !fresh && shown.has(0),
    error: shown.has(0) ? null : failed?.error,
    retry: () => void client.refetchQueries({ queryKey }),
  }
}

const span = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, step) => first + step)
