import { randomUUID } from 'node:crypto'
import { type Body, type Language, type mapImport as mapRoute, type PersonKind, personKind, personKinds } from '@mailroom/contract'
import type { Deps } from '../../../deps.ts'
import type { Transaction } from '../../../platform/database.ts'
import { AppError } from '../../../platform/errors.ts'
import { addJob, FinalError } from '../../../platform/outbox.ts'
import type { Right } from '../../../platform/rights.ts'
import { digest } from '../../../platform/secrets.ts'
import { audit } from '../../users/commands.ts'
import { runIn, runOn, writePlan } from '../directory/commands.ts'
import { loadKnown, type Run as Statement } from '../directory/queries.ts'
import { fold } from '../rules.ts'
import { applyChoice, type Column, guessKind, isMapped, looksLikeAddresses, mapHeaders } from './columns.ts'
import { type Choice, type Comparison, compareImport } from './compare.ts'
import { type Opened, openUpload, quickLines, type Wanted } from './inspect.ts'
import { getRun, type Run } from './queries.ts'
import { keepProblem, type PreviewRow } from './rules.ts'
import { sayState } from './words.ts'

type May = Right<'people.import'>
const patience = { timeout: 300_000, maxWait: 20_000 }
const rowChunk = 5000
const keptDays = 7

/**
 * The upload under a name of its own: a random head makes its address unique, so that it can be deleted when the import
 * is over (it may hold passwords) though files are content-addressed.
 */
const storeUpload = (deps: Deps, bytes: Uint8Array) => deps.files.put(Buffer.concat([Buffer.from(randomUUID()), bytes]), 'application/octet-stream')
const headLength = 36
const loadUpload = async (deps: Deps, run: Run): Promise<Buffer> => {
  const file = await deps.files.get(run.fileSha)
  if (!file) throw new AppError('NOT_FOUND')
  return file.bytes.subarray(headLength)
}
const dropUpload = (tx: Transaction, sha: string) => tx.file.deleteMany({ where: { sha } })

const headersHash = (columns: readonly Column[]) => digest(JSON.stringify(columns.map(column => fold(column.header))))
const columnsOf = (run: Run) => run.columns as unknown as Column[]
const kindOf = (text: string | null | undefined): PersonKind | null => personKind.nullable().catch(null).parse(text || null)
/** A tab travels as it is; XLSX has neither separator nor encoding. */
const wantedOf = (run: { encoding: string; separator: string }): Wanted => ({ encoding: run.encoding || undefined, separator: run.separator || undefined })

type Guess = { format: Run['format']; kind: PersonKind | null; columns: Column[] }

/** Do most of the first names or identifiers stand in the lists already? Then the file adds addresses to them. */
const areKnown = async ({ database }: Deps, table: Extract<Opened, { type: 'table' }>['table'], columns: readonly Column[]): Promise<boolean> => {
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
  const remembered = await deps.database.prisma.importMapping.findUnique({ where: { headersHash: headersHash(columns) } })
  const chosen = remembered ? applyChoice(columns, remembered.columns as unknown as Column[]) : columns
  const into = kind ?? kindOf(remembered?.kind) ?? guessKind(chosen, fileName)
  const addresses = looksLikeAddresses(chosen) && (await areKnown(deps, opened.table, chosen))
  return { format: addresses ? 'addresses' : 'table', kind: addresses ? kind : into, columns: chosen }
}

const isComplete = (guessed: Guess) => guessed.format.startsWith('oneroster') || (isMapped(guessed.columns) && (guessed.format === 'addresses' || guessed.kind !== null))

/** Takes an upload in: opened, guessed, and checked at once when it is small. Nothing is saved to the lists. */
export const createImport = async (deps: Deps, right: May, upload: { name: string; bytes: Uint8Array; kind: string | undefined }): Promise<string> => {
  const { prisma } = deps.database
  const opened = await openUpload(upload.bytes, upload.name, { look: true })
  const guessed = await guess(deps, opened, upload.name, kindOf(upload.kind))
  const fileSha = await storeUpload(deps, upload.bytes)
  const run = await prisma.importRun.create({
    data: {
      ...guessed, columns: guessed.columns as object[], fileSha, authorId: right.actor.userId, state: 'mapping', encoding: opened.encoding, separator: opened.separator, total: opened.lines,
      fileName: upload.name.replace(/[^\p{L}\p{N} ._()-]+/gu, '_').slice(-120) || 'import',
    }, // biome-ignore format: one line per thought
  })
  await forgetOldImports(deps, right)
  if (isComplete(guessed)) await startCheck(deps, run, opened)
  return run.id
}

/** Uploads that nobody applied within a week go. */
const forgetOldImports = async ({ database }: Deps, right: May) => {
  await database.prisma.$transaction(async tx => {
    const old = await tx.importRun.findMany({ where: { authorId: right.actor.userId, state: { in: ['mapping', 'ready', 'failed'] }, createdAt: { lt: new Date(Date.now() - keptDays * 86_400_000) } }, select: { id: true, fileSha: true } })
    await tx.file.deleteMany({ where: { sha: { in: old.map(run => run.fileSha) } } })
    await tx.importRun.deleteMany({ where: { id: { in: old.map(run => run.id) } } })
  })
}

const startCheck = async (deps: Deps, run: Run, opened: Opened) => {
  if (opened.lines < quickLines) return checkRun(deps, run, opened)
  await deps.database.prisma.$transaction(async tx => {
    await tx.importRun.update({ where: { id: run.id }, data: { state: 'checking', done: 0, total: opened.lines, problem: null } })
    await addJob(tx, 'resources.check', { runId: run.id })
  })
}

/** Encoding, separator, list or columns as chosen; remembered for the same headers; checked again. */
export const mapImport = async (deps: Deps, right: May, id: string, input: Body<typeof mapRoute>, language: Language): Promise<void> => {
  const run = await getRun(deps, right, id)
  if (!['mapping', 'ready', 'failed'].includes(run.state)) throw new AppError('IMPORT_STATE', undefined, { state: sayState(run.state, language) })
  const opened = await openUpload(await loadUpload(deps, run), run.fileName, { ...wantedOf(input), look: true })
  const columns = opened.type === 'table' ? applyChoice(mapHeaders(opened.table, input.kind), input.columns) : []
  const format = opened.type === 'oneroster' ? opened.format : input.format === 'addresses' ? 'addresses' : 'table'
  if (opened.type === 'table') {
    if (!isMapped(columns)) throw new AppError('IMPORT_COLUMNS', 'columns')
    if (format === 'table' && !input.kind) throw new AppError('REQUIRED', 'kind')
  }
  const data = { kind: input.kind, format, columns: columns as object[], encoding: opened.encoding, separator: opened.separator, total: opened.lines, state: 'mapping', counts: undefined, problem: null }
  const mapped = await deps.database.prisma.importRun.update({ where: { id }, data })
  const remembered = { kind: input.kind, columns: columns.map(({ header, target }) => ({ header, target })) }
  if (opened.type === 'table') await deps.database.prisma.importMapping.upsert({ where: { headersHash: headersHash(columns) }, create: { headersHash: headersHash(columns), ...remembered }, update: remembered })
  await startCheck(deps, mapped, opened)
}

const compare = async (deps: Deps, statement: Statement, run: Run, opened: Opened): Promise<Comparison> => {
  const [known, institution] = [await loadKnown(statement, personKinds), await deps.database.prisma.institution.findUnique({ where: { id: 1 }, select: { language: true } })]
  const choice: Choice = { format: run.format as Choice['format'], kind: kindOf(run.kind), columns: columnsOf(run), file: run.fileName, language: institution?.language === 'en' ? 'en' : 'fr' }
  return compareImport(opened, choice, known)
}

const rowsSql = `
  INSERT INTO import_row (run_id, position, file, line, name, outcome, reason, changes)
  SELECT $2::uuid, position, file, line, name, outcome, reason, changes
  FROM jsonb_to_recordset($1::jsonb) AS d(position int, file text, line int, name text, outcome text, reason text, changes text[])`

const writeRows = async (statement: Statement, runId: string, rows: readonly PreviewRow[]) => {
  await statement('DELETE FROM import_row WHERE run_id = $1::uuid', [runId])
  for (let at = 0; at < rows.length; at += rowChunk) {
    const chunk = rows.slice(at, at + rowChunk).map(({ reason, changes, ...row }, index) => ({ ...row, position: at + index, reason: reason && JSON.stringify(reason), changes: changes.map(change => JSON.stringify(change)) }))
    await statement(rowsSql, [JSON.stringify(chunk), runId])
  }
}

/** Compares an upload with the lists and keeps the preview. An upload at fault is failed with its reason. */
const checkRun = async (deps: Deps, run: Run, opened: Opened): Promise<void> => {
  try {
    const { preview } = await compare(deps, runOn(deps.database.pool), run, opened)
    await deps.database.prisma.$transaction(async tx => {
      await writeRows(runIn(tx), run.id, preview.rows)
      await tx.importRun.update({ where: { id: run.id }, data: { state: 'ready', counts: preview.counts, perKind: preview.perKind, done: run.total, problem: null } })
    }, patience)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    await deps.database.prisma.importRun.update({ where: { id: run.id }, data: { state: 'failed', problem: keepProblem(error.code, error.values) } })
  }
}

/** The job `resources.check`. */
export const checkImport = async (deps: Deps, runId: string): Promise<void> => {
  const run = await deps.database.prisma.importRun.findUnique({ where: { id: runId } })
  if (run?.state !== 'checking') return
  await checkRun(deps, run, await openUpload(await loadUpload(deps, run), run.fileName, wantedOf(run)))
}

/** Promises the application: a checked import, once. */
export const applyImport = async (deps: Deps, right: May, id: string, language: Language): Promise<void> => {
  const run = await getRun(deps, right, id)
  await deps.database.prisma.$transaction(async tx => {
    const { count } = await tx.importRun.updateMany({ where: { id, state: 'ready' }, data: { state: 'applying', done: 0, problem: null } })
    if (count === 0) throw new AppError('IMPORT_STATE', undefined, { state: sayState(run.state, language) })
    await audit(tx, right.actor, 'people.import-applied', id, { format: run.format })
    await addJob(tx, 'resources.apply', { runId: id })
  })
}

const applyLock = 7_204_531

const applyRun = (deps: Deps, run: Run, opened: Opened) =>
  deps.database.prisma.$transaction(async tx => {
    const statement = runIn(tx)
    await statement('SELECT pg_advisory_xact_lock($1::bigint)::text', [applyLock])
    const current = await tx.importRun.findUnique({ where: { id: run.id }, select: { state: true } })
    if (current?.state !== 'applying') return
    // Nobody edits a person between the comparison and the writing.
    await tx.$executeRawUnsafe('LOCK TABLE person IN SHARE ROW EXCLUSIVE MODE')
    const { plan, preview } = await compare(deps, statement, run, opened)
    const total = plan.people.filter(one => one.outcome !== 'unchanged').length
    // Outside the transaction, so that it can be seen while the transaction is open.
    const report = (step: number) => deps.database.pool.query('UPDATE import_run SET done = least(done + $2, $3), total = $3 WHERE id = $1', [run.id, step, total])
    await report(0)
    await writePlan(statement, plan, async step => void (await report(step)))
    await writeRows(statement, run.id, preview.rows)
    await dropUpload(tx, run.fileSha)
    await tx.importRun.update({ where: { id: run.id }, data: { state: 'applied', appliedAt: new Date(), counts: preview.counts, perKind: preview.perKind } })
  }, patience)

const mostAttempts = 3
/** The job `resources.apply`: in one transaction, whole or not at all. Again, it does nothing. */
export const finishImport = async (deps: Deps, runId: string, attempt: number): Promise<void> => {
  const run = await deps.database.prisma.importRun.findUnique({ where: { id: runId } })
  if (run?.state !== 'applying') return
  try {
    await applyRun(deps, run, await openUpload(await loadUpload(deps, run), run.fileName, wantedOf(run)))
  } catch (error) {
    if (attempt < mostAttempts && !(error instanceof AppError)) throw error
    const problem = error instanceof AppError ? keepProblem(error.code, error.values) : keepProblem('INTERNAL')
    await deps.database.prisma.importRun.updateMany({ where: { id: runId, state: 'applying' }, data: { state: 'failed', problem } })
    throw new FinalError(error instanceof AppError ? error.code : 'IMPORT_FAILED')
  }
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
