import { randomUUID } from 'node:crypto'
import { type PersonKind, personKind, personKinds } from '@mailroom/contract'
import type { Deps } from '../../../../deps.ts'
import type { Transaction } from '../../../../platform/database.ts'
import { AppError } from '../../../../platform/errors.ts'
import { FinalError } from '../../../../platform/outbox.ts'
import { runIn, runOn, writePlan } from '../../directory/commands.ts'
import { loadKnown, type Run as Statement } from '../../directory/queries.ts'
import type { Column } from '../columns.ts'
import { type Choice, type Comparison, compareImport } from '../compare.ts'
import { type Opened, openUpload, type Wanted } from '../inspect.ts'
import type { Run } from '../queries.ts'
import { keepProblem, type PreviewRow } from '../rules.ts'

const patience = { timeout: 300_000, maxWait: 20_000 }
const rowChunk = 5000

/**
 * The upload under a name of its own: a random head makes its address unique, so that it can be deleted when the import
 * is over (it may hold passwords) though files are content-addressed.
 */
export const storeUpload = (deps: Deps, bytes: Uint8Array) =>
  deps.files.put(Buffer.concat([Buffer.from(randomUUID()), bytes]), 'application/octet-stream')
const headLength = 36
export const loadUpload = async (deps: Deps, run: Run): Promise<Buffer> => {
  const file = await deps.files.get(run.fileSha)
  if (!file) throw new AppError('NOT_FOUND')
  return file.bytes.subarray(headLength)
}
export const dropUpload = (tx: Transaction, sha: string) => tx.file.deleteMany({ where: { sha } })

const columnsOf = (run: Run) => run.columns as unknown as Column[]
export const kindOf = (text: string | null | undefined): PersonKind | null =>
  personKind
    .nullable()
    .catch(null)
    .parse(text || null)
/** A tab travels as it is; XLSX has neither separator nor encoding. */
export const wantedOf = (run: { encoding: string; separator: string }): Wanted => ({
  encoding: run.encoding || undefined,
  separator: run.separator || undefined,
})

const compare = async (deps: Deps, statement: Statement, run: Run, opened: Opened): Promise<Comparison> => {
  const [known, institution] = [
    await loadKnown(statement, personKinds),
    await deps.database.prisma.institution.findUnique({ where: { id: 1 }, select: { language: true } }),
  ]
  const choice: Choice = {
    format: run.format as Choice['format'],
    kind: kindOf(run.kind),
    columns: columnsOf(run),
    file: run.fileName,
    language: institution?.language === 'en' ? 'en' : 'fr',
  }
  return compareImport(opened, choice, known)
}

const rowsSql = `
  INSERT INTO import_row (run_id, position, file, line, name, outcome, reason, changes)
  SELECT $2::uuid, position, file, line, name, outcome, reason, changes
  FROM jsonb_to_recordset($1::jsonb) AS d(position int, file text, line int, name text, outcome text, reason text, changes text[])`

const writeRows = async (statement: Statement, runId: string, rows: readonly PreviewRow[]) => {
  await statement('DELETE FROM import_row WHERE run_id = $1::uuid', [runId])
  for (let at = 0; at < rows.length; at += rowChunk) {
    const chunk = rows.slice(at, at + rowChunk).map(({ reason, changes, ...row }, index) => ({
      ...row,
      position: at + index,
      reason: reason && JSON.stringify(reason),
      changes: changes.map(change => JSON.stringify(change)),
    }))
    await statement(rowsSql, [JSON.stringify(chunk), runId])
  }
}

/** Compares an upload with the lists and keeps the preview. An upload at fault is failed with its reason. */
export const checkRun = async (deps: Deps, run: Run, opened: Opened): Promise<void> => {
  try {
    const { preview } = await compare(deps, runOn(deps.database.pool), run, opened)
    await deps.database.prisma.$transaction(async tx => {
      await writeRows(runIn(tx), run.id, preview.rows)
      await tx.importRun.update({
        where: { id: run.id },
        data: { state: 'ready', counts: preview.counts, perKind: preview.perKind, done: run.total, problem: null },
      })
    }, patience)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    await deps.database.prisma.importRun.update({
      where: { id: run.id },
      data: { state: 'failed', problem: keepProblem(error.code, error.values) },
    })
  }
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
    const report = (step: number) =>
      deps.database.pool.query('UPDATE import_run SET done = least(done + $2, $3), total = $3 WHERE id = $1', [
        run.id,
        step,
        total,
      ])
    await report(0)
    await writePlan(statement, plan, async step => void (await report(step)))
    await writeRows(statement, run.id, preview.rows)
    await dropUpload(tx, run.fileSha)
    await tx.importRun.update({
      where: { id: run.id },
      data: { state: 'applied', appliedAt: new Date(), counts: preview.counts, perKind: preview.perKind },
    })
  }, patience)

const mostAttempts = 3
/** A fault of the upload ends the import with its reason; any other is tried again, then ends it too. */
const settle = async (deps: Deps, runId: string, attempt: number, work: () => Promise<unknown>): Promise<void> => {
  try {
    await work()
  } catch (error) {
    if (attempt < mostAttempts && !(error instanceof AppError)) throw error
    const problem = error instanceof AppError ? keepProblem(error.code, error.values) : keepProblem('INTERNAL')
    await deps.database.prisma.importRun.updateMany({
      where: { id: runId, state: { in: ['checking', 'applying'] } },
      data: { state: 'failed', problem },
    })
    throw new FinalError(error instanceof AppError ? error.code : 'IMPORT_FAILED')
  }
}

const runUnder = async (
  deps: Deps,
  runId: string,
  state: string,
  attempt: number,
  work: (run: Run, opened: Opened) => Promise<unknown>,
) => {
  const run = await deps.database.prisma.importRun.findUnique({ where: { id: runId } })
  if (run?.state !== state) return
  await settle(deps, runId, attempt, async () =>
    work(run, await openUpload(await loadUpload(deps, run), run.fileName, wantedOf(run))),
  )
}

/** The job `resources.check`. */
export const checkImport = (deps: Deps, runId: string, attempt: number): Promise<void> =>
  runUnder(deps, runId, 'checking', attempt, (run, opened) => checkRun(deps, run, opened))

/** The job `resources.apply`: in one transaction, whole or not at all. Again, it does nothing. */
export const finishImport = (deps: Deps, runId: string, attempt: number): Promise<void> =>
  runUnder(deps, runId, 'applying', attempt, (run, opened) => applyRun(deps, run, opened))
