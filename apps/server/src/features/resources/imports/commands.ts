import type { Body, Language, mapImport as mapRoute, PersonKind } from '@mailroom/contract'
import type { Deps } from '../../../deps.ts'
import { AppError } from '../../../platform/errors.ts'
import { addJob } from '../../../platform/outbox.ts'
import type { Right } from '../../../platform/rights.ts'
import { digest } from '../../../platform/secrets.ts'
import { audit } from '../../users/commands.ts'
import { fold } from '../rules.ts'
import { applyChoice, type Column, guessKind, isMapped, looksLikeAddresses, mapHeaders } from './columns.ts'
import { type Opened, openUpload, quickLines } from './inspect.ts'
import { getRun, type Run } from './queries.ts'
import { checkRun, dropUpload, kindOf, loadUpload, storeUpload, wantedOf } from './running/commands.ts'
import { sayState } from './words.ts'

type May = Right<'people.import'>
const keptDays = 7

const headersHash = (columns: readonly Column[]) => digest(JSON.stringify(columns.map(column => fold(column.header))))
type Guess = { format: Run['format']; kind: PersonKind | null; columns: Column[] }

/** Do most of the first names or identifiers stand in the lists already? Then the file adds addresses to them. */
const areKnown = async (
  { database }: Deps,
  table: Extract<Opened, { type: 'table' }>['table'],
  columns: readonly Column[],
): Promise<boolean> => {
  const cellsAt = (target: Column['target']) => {
    const at = columns.findIndex(column => column.target === target)
    return table.rows.slice(0, 200).map(row => (at < 0 ? '' : (row.cells[at] ?? '').trim()))
  }
  const [ids, surnames, givenNames] = [cellsAt('identifier'), cellsAt('surname'), cellsAt('givenName')]
  const names = surnames.map((surname, at) => fold(`${surname} ${givenNames[at] ?? ''}`))
  const { rows } = await database.pool.query<{ found: number }>(
    `SELECT count(*)::int AS found FROM unnest($1::text[], $2::text[]) AS t(identifier, name)
     WHERE EXISTS (SELECT 1 FROM person p WHERE p.retired_at IS NULL AND (t.identifier <> '' AND p.identifier = t.identifier OR t.identifier = '' AND p.sort_name = t.name))`,
    [ids, names],
  )
  return (rows[0]?.found ?? 0) * 2 > Math.min(table.rows.length, 200)
}

/** Format, list and columns of a table: as remembered for the same headers, else by the headers' names. */
const guess = async (deps: Deps, opened: Opened, fileName: string, kind: PersonKind | null): Promise<Guess> => {
  if (opened.type === 'oneroster') return { format: opened.format, kind: null, columns: [] }
  const columns = mapHeaders(opened.table, kind)
  const remembered = await deps.database.prisma.importMapping.findUnique({
    where: { headersHash: headersHash(columns) },
  })
  const chosen = remembered ? applyChoice(columns, remembered.columns as unknown as Column[]) : columns
  const into = kind ?? kindOf(remembered?.kind) ?? guessKind(chosen, fileName)
  const addresses = looksLikeAddresses(chosen) && (await areKnown(deps, opened.table, chosen))
  // Addresses find their people in whatever list they are; the list the upload was begun from says nothing of it.
  return { format: addresses ? 'addresses' : 'table', kind: addresses ? null : into, columns: chosen }
}

const isComplete = (guessed: Guess) =>
  guessed.format.startsWith('oneroster') ||
  (isMapped(guessed.columns) && (guessed.format === 'addresses' || guessed.kind !== null))

/** Takes an upload in: opened, guessed, and checked at once when it is small. Nothing is saved to the lists. */
export const createImport = async (
  deps: Deps,
  right: May,
  upload: { name: string; bytes: Uint8Array; kind: string | undefined },
): Promise<string> => {
  const { prisma } = deps.database
  const opened = await openUpload(upload.bytes, upload.name, { look: true })
  const guessed = await guess(deps, opened, upload.name, kindOf(upload.kind))
  const fileSha = await storeUpload(deps, upload.bytes)
  const run = await prisma.importRun.create({
    data: {
      ...guessed,
      columns: guessed.columns as object[],
      fileSha,
      authorId: right.actor.userId,
      state: 'mapping',
      encoding: opened.encoding,
      separator: opened.separator,
      total: opened.lines,
      fileName: upload.name.replace(/[^\p{L}\p{N} ._()-]+/gu, '_').slice(-120) || 'import',
    },
  })
  await forgetOldImports(deps, right)
  if (isComplete(guessed)) await startCheck(deps, run, opened)
  return run.id
}

/** Uploads that nobody applied within a week go. */
const forgetOldImports = async ({ database }: Deps, right: May) => {
  await database.prisma.$transaction(async tx => {
    const old = await tx.importRun.findMany({
      where: {
        authorId: right.actor.userId,
        state: { in: ['mapping', 'ready', 'failed'] },
        createdAt: { lt: new Date(Date.now() - keptDays * 86_400_000) },
      },
      select: { id: true, fileSha: true },
    })
    await tx.file.deleteMany({ where: { sha: { in: old.map(run => run.fileSha) } } })
    await tx.importRun.deleteMany({ where: { id: { in: old.map(run => run.id) } } })
  })
}

const startCheck = async (deps: Deps, run: Run, opened: Opened) => {
  if (opened.lines < quickLines) return checkRun(deps, run, opened)
  await deps.database.prisma.$transaction(async tx => {
    await tx.importRun.update({
      where: { id: run.id },
      data: { state: 'checking', done: 0, total: opened.lines, problem: null },
    })
    await addJob(tx, 'resources.check', { runId: run.id })
  })
}

/** Encoding, separator, list or columns as chosen; remembered for the same headers; checked again. */
export const mapImport = async (
  deps: Deps,
  right: May,
  id: string,
  input: Body<typeof mapRoute>,
  language: Language,
): Promise<void> => {
  const run = await getRun(deps, right, id)
  if (!['mapping', 'ready', 'failed'].includes(run.state))
    throw new AppError('IMPORT_STATE', undefined, { state: sayState(run.state, language) })
  const opened = await openUpload(await loadUpload(deps, run), run.fileName, { ...wantedOf(input), look: true })
  const columns = opened.type === 'table' ? applyChoice(mapHeaders(opened.table, input.kind), input.columns) : []
  const format = opened.type === 'oneroster' ? opened.format : input.format === 'addresses' ? 'addresses' : 'table'
  if (opened.type === 'table') {
    if (!isMapped(columns)) throw new AppError('IMPORT_COLUMNS', 'columns')
    if (format === 'table' && !input.kind) throw new AppError('REQUIRED', 'kind')
  }
  const data = {
    kind: input.kind,
    format,
    columns: columns as object[],
    encoding: opened.encoding,
    separator: opened.separator,
    total: opened.lines,
    state: 'mapping',
    counts: undefined,
    problem: null,
  }
  const mapped = await deps.database.prisma.importRun.update({ where: { id }, data })
  const remembered = { kind: input.kind, columns: columns.map(({ header, target }) => ({ header, target })) }
  if (opened.type === 'table')
    await deps.database.prisma.importMapping.upsert({
      where: { headersHash: headersHash(columns) },
      create: { headersHash: headersHash(columns), ...remembered },
      update: remembered,
    })
  await startCheck(deps, mapped, opened)
}

/** Promises the application: a checked import, once. */
export const applyImport = async (deps: Deps, right: May, id: string, language: Language): Promise<void> => {
  const run = await getRun(deps, right, id)
  await deps.database.prisma.$transaction(async tx => {
    const { count } = await tx.importRun.updateMany({
      where: { id, state: 'ready' },
      data: { state: 'applying', done: 0, problem: null },
    })
    if (count === 0) throw new AppError('IMPORT_STATE', undefined, { state: sayState(run.state, language) })
    await audit(tx, right.actor, 'people.import-applied', id, { format: run.format })
    await addJob(tx, 'resources.apply', { runId: id })
  })
}

/** Throws an import away with its file; not while it is under way. */
export const discardImport = async (deps: Deps, right: May, id: string, language: Language): Promise<void> => {
  const run = await getRun(deps, right, id)
  await deps.database.prisma.$transaction(async tx => {
    const { count } = await tx.importRun.deleteMany({ where: { id, state: { notIn: ['applying', 'checking'] } } })
    if (count === 0) throw new AppError('IMPORT_STATE', undefined, { state: sayState(run.state, language) })
    await dropUpload(tx, run.fileSha)
  })
}
