import { isDeepStrictEqual } from 'node:util'
import type { Language, LetterContents } from '@mailroom/contract'
import { type SuppliedLetter, suppliedLetters } from '@mailroom/letter/supplied'
import type { Deps } from '../../deps.ts'
import type { Transaction } from '../../platform/database.ts'
import { AppError, FormError } from '../../platform/errors.ts'
import { addJob, awaitJob } from '../../platform/outbox.ts'
import type { Right } from '../../platform/rights.ts'
import { audit } from '../users/commands.ts'
import { begunVariants, checkForm, type LetterForm } from './editing/rules.ts'
import { isLetterFault, sayRenderProblem } from './page/rules.ts'

type Edit = Right<'letters.edit'>

/** The form as it may be saved; every fault at once otherwise. */
const checkedForm = (form: LetterForm, language: Language): LetterForm => {
  const begun = { ...form, recipientKinds: [...new Set(form.recipientKinds)], contents: begunVariants(form.contents) }
  const faults = checkForm(begun, language)
  if (faults.length > 0) throw new FormError(faults.map(fault => new AppError(fault.code, fault.field, fault.values)))
  return begun
}

const columns = ({ contents: _, ...form }: LetterForm) => form
const versionOf = (right: Edit, number: number, contents: LetterContents) => ({
  number,
  contents: contents as object,
  authorId: right.actor.userId,
  authorName: right.actor.name,
})

/** Creates a letter with its version 1. Returns its id. */
export const createLetter = async (deps: Deps, right: Edit, input: LetterForm, language: Language): Promise<string> => {
  const form = checkedForm(input, language)
  return deps.database.prisma.$transaction(async tx => {
    const letter = await tx.letter.create({
      data: { ...columns(form), versions: { create: versionOf(right, 1, form.contents) } },
    })
    await audit(tx, right.actor, 'letter.created', letter.id)
    return letter.id
  })
}

const refuseSave = async (tx: Transaction, id: string): Promise<never> => {
  const letter = await tx.letter.findUnique({
    where: { id },
    include: { versions: { orderBy: { number: 'desc' }, take: 1, select: { authorName: true } } },
  })
  if (!letter) throw new AppError('NOT_FOUND')
  if (letter.archivedAt) throw new AppError('LETTER_ARCHIVED')
  throw new AppError('CHANGED_MEANWHILE', undefined, { by: letter.versions[0]?.authorName ?? 'Mailroom' })
}

/** Saves a new version on top of `version`; CHANGED_MEANWHILE names who saved since. Earlier versions stay. */
export const saveLetter = async (
  deps: Deps,
  right: Edit,
  input: LetterForm & { id: string; version: number },
  language: Language,
): Promise<void> => {
  const { id, version, ...given } = input
  const form = checkedForm(given, language)
  await deps.database.prisma.$transaction(async tx => {
    const { count } = await tx.letter.updateMany({
      where: { id, version, archivedAt: null },
      data: { ...columns(form), version: version + 1 },
    })
    if (count === 0) return refuseSave(tx, id)
    await tx.letterVersion.create({ data: { letterId: id, ...versionOf(right, version + 1, form.contents) } })
    await audit(tx, right.actor, 'letter.saved', id, { version: version + 1 })
  })
}

/** A copy of the current version with a history of its own. Returns its id. */
export const duplicateLetter = async (
  deps: Deps,
  right: Edit,
  input: { id: string; designation: string },
): Promise<string> =>
  deps.database.prisma.$transaction(async tx => {
    const letter = await tx.letter.findUnique({
      where: { id: input.id },
      include: { versions: { orderBy: { number: 'desc' }, take: 1 } },
    })
    const version = letter?.versions[0]
    if (!letter || !version) throw new AppError('NOT_FOUND')
    const { category, recipientKinds, fileName } = letter
    const copy = await tx.letter.create({
      data: {
        ...{ designation: input.designation, category, recipientKinds, fileName },
        versions: { create: versionOf(right, 1, version.contents as LetterContents) },
      },
    })
    await audit(tx, right.actor, 'letter.duplicated', copy.id, { from: letter.id })
    return copy.id
  })

/** Archives a letter (it is offered no more, its history stays) or brings it back. */
export const archiveLetter = async (
  deps: Deps,
  right: Edit,
  input: { id: string; archived: boolean },
): Promise<void> => {
  const { id, archived } = input
  await deps.database.prisma.$transaction(async tx => {
    const { count } = await tx.letter.updateMany({ where: { id }, data: { archivedAt: archived ? new Date() : null } })
    if (count === 0) throw new AppError('NOT_FOUND')
    await audit(tx, right.actor, archived ? 'letter.archived' : 'letter.restored', id)
  })
}

const contentsOf = (letter: SuppliedLetter): LetterContents => {
  const variant = (language: Language) => ({ subject: letter.subject[language], document: letter.document[language] })
  // Through JSON, as the database gives it back.
  return JSON.parse(JSON.stringify({ en: variant('en'), fr: variant('fr') }))
}

/** Adds a missing supplied letter; one that nobody has edited follows this release and the institution's language. */
const installOne = async (tx: Transaction, letter: SuppliedLetter, language: Language) => {
  const { key, category, designation } = letter
  const contents = contentsOf(letter)
  const known = await tx.letter.findUnique({ where: { supplied: key }, include: { versions: true } })
  if (!known) {
    await tx.letter.create({
      data: {
        ...{ supplied: key, category, designation: designation[language], recipientKinds: [...letter.recipientKinds] },
        versions: { create: { number: 1, contents: contents as object } },
      },
    })
    return
  }
  if (known.versions.some(version => version.authorName !== null)) return
  const current = known.versions.find(version => version.number === known.version)
  const same = isDeepStrictEqual(current?.contents, contents)
  const version = same ? known.version : known.version + 1
  await tx.letter.update({ where: { id: known.id }, data: { designation: designation[language], version } })
  if (!same)
    await tx.letterVersion.create({ data: { letterId: known.id, number: version, contents: contents as object } })
}

/**
 * Installs the letters that come with Mailroom, each once, designated in the institution's language. Call it at every
 * start and when that language changes: letters that somebody edited are left alone.
 */
export const installSuppliedLetters = async ({ database }: Deps): Promise<void> => {
  await database.prisma.$transaction(async tx => {
    // Two processes that start together: the second one finds everything done.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(7204521)`
    const institution = await tx.institution.findUnique({ where: { id: 1 }, select: { language: true } })
    const language = institution?.language === 'en' ? 'en' : 'fr'
    for (const letter of suppliedLetters) await installOne(tx, letter, language)
  })
}

const patienceMs = 20_000

/**
 * A page as PDF, made by a worker (this process never reaches Chromium) while the caller waits. LETTER_PROBLEM when the
 * letter itself cannot be printed, RENDER_FAILED when no worker could do it in time.
 */
export const renderPdf = async (deps: Deps, html: string, language: Language): Promise<Buffer> => {
  const sha = await deps.files.put(Buffer.from(html), 'text/html')
  const id = await addJob(deps.database.prisma, 'letters.render', { sha, language })
  // Somebody is waiting: ring at once instead of leaving it to the relay's next round.
  await deps.queue.ring('outbox', [{ id: `o-${id}`, data: { id } }])
  const state = await awaitJob(deps.database, id, patienceMs)
  const made = state?.done ? (state.result as { sha: string }).sha : undefined
  const file = made ? await deps.files.get(made) : undefined
  if (file) return file.bytes
  const problem = state?.problem ?? 'no-answer'
  const detail = sayRenderProblem(problem, language)
  throw new AppError(isLetterFault(problem) ? 'LETTER_PROBLEM' : 'RENDER_FAILED', undefined, { detail })
}
