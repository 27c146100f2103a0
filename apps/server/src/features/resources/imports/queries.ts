import {
  type ImportView,
  type Language,
  personKind,
  type Query,
  type listImportRows as rowsRoute,
} from '@mailroom/contract'
import type { Deps } from '../../../deps.ts'
import { AppError } from '../../../platform/errors.ts'
import type { Right } from '../../../platform/rights.ts'
import { type Note, sayProblem } from './rules.ts'
import { sayNote } from './words.ts'

type May = Right<'people.import'>

/** An import of one's own; a supervisor may see everybody's. NOT_FOUND for others, whether they exist or not. */
export const getRun = async ({ database }: Deps, { actor }: May, id: string) => {
  const run = await database.prisma.importRun.findUnique({ where: { id } })
  if (!run || (run.authorId !== actor.userId && actor.role !== 'supervisor')) throw new AppError('NOT_FOUND')
  return run
}
export type Run = Awaited<ReturnType<typeof getRun>>

/** State and preview of an import. */
export const viewImport = async (deps: Deps, right: May, id: string, language: Language): Promise<ImportView> => {
  const run = await getRun(deps, right, id)
  const busy = run.state === 'checking' || run.state === 'applying'
  return {
    id: run.id,
    fileName: run.fileName,
    state: run.state as ImportView['state'],
    format: run.format as ImportView['format'],
    kind: personKind.nullable().catch(null).parse(run.kind),
    encoding: run.encoding,
    separator: run.separator,
    columns: run.columns as ImportView['columns'],
    counts: run.counts as ImportView['counts'],
    perKind: run.perKind as ImportView['perKind'],
    progress: busy ? { done: Math.min(run.done, run.total), total: run.total } : null,
    problem: sayProblem(run.problem, language),
    createdAt: run.createdAt.toISOString(),
  }
}

/** Lines of the preview, in words. */
export const listRows = async (
  deps: Deps,
  right: May,
  id: string,
  query: Query<typeof rowsRoute>,
  language: Language,
) => {
  const run = await getRun(deps, right, id)
  const where = { runId: run.id, ...(query.outcome ? { outcome: query.outcome } : {}) }
  const [total, rows] = await Promise.all([
    deps.database.prisma.importRow.count({ where }),
    deps.database.prisma.importRow.findMany({
      where,
      orderBy: { position: 'asc' },
      skip: query.offset,
      take: query.limit,
    }),
  ])
  const say = (note: string) => sayNote(JSON.parse(note) as Note, language)
  return {
    total,
    rows: rows.map(row => ({
      line: row.line,
      file: row.file,
      name: row.name,
      outcome: row.outcome as 'created',
      reason: row.reason ? say(row.reason) : null,
      changes: row.changes.map(say),
    })),
  }
}
