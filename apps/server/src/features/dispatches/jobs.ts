import { type CompiledLetter, LetterError } from '@mailroom/letter'
import { mergePdfs, RenderError, type Renderer } from '@mailroom/pdf'
import type { Deps } from '../../deps.ts'
import { isDatabaseFailure } from '../../platform/database.ts'
import { type JobHandler, PassingError } from '../../platform/outbox.ts'
import { composeLetter } from '../letters/rules.ts'
import { getPrepareFacts, type PrepareFacts } from '../messages/preparation/commands.ts'
import {
  keepLetter,
  listToPrint,
  markUnprintable,
  noteGrowth,
  noteLastMail,
  storePrintFile,
  type ToPrint,
} from './printing/commands.ts'

/** Background jobs of dispatches: the print file, and what would slow the click (the lists' "last letter", Postgres' statistics). */
export const dispatchesJobs = (deps: Deps, renderer: Renderer): Record<string, JobHandler> => ({
  'dispatches.note': async payload => {
    await noteGrowth(deps.database, String(payload.dispatchId))
    await noteLastMail(deps.database, String(payload.dispatchId))
  },
  'dispatches.print': (payload, attempt) =>
    makePrintFile(deps, renderer, String(payload.dispatchId), attempt).catch(error => {
      // Nobody can ask for the file again: given up, its letters would never be on paper.
      throw isOfThisMachine(error) ? new PassingError('the print file waits', { cause: error }) : error
    }),
})

/** Letters made at once; the renderer has its own few pages. */
const atOnce = 8

/** One PDF of all letters on paper: sorted, each on a front side when duplex (SPEC row 33). */
const makePrintFile = async (deps: Deps, renderer: Renderer, dispatchId: string, attempt: number) => {
  const work = await listToPrint(deps.database, dispatchId)
  if (!work) return null
  const facts = await getPrepareFacts(deps.database, dispatchId)
  const cache = new Map<string, CompiledLetter>()
  const made: { id: string; pdf: Uint8Array }[] = []
  for (let at = 0; at < work.letters.length; at += atOnce) {
    const parts = await Promise.all(
      work.letters.slice(at, at + atOnce).map(letter => makeLetter(deps, renderer, facts, letter, { cache, attempt })),
    )
    made.push(...parts.filter(part => part !== null))
  }
  if (made.length === 0) return storePrintFile(deps.database, dispatchId, { sha: null, pages: 0 }, [])
  const { pdf, startPage, pages } = await mergePdfs(
    made.map(one => one.pdf),
    { duplex: work.duplex },
  )
  const sha = await deps.files.put(pdf, 'application/pdf')
  await storePrintFile(
    deps.database,
    dispatchId,
    { sha, pages },
    made.map((one, index) => ({ id: one.id, page: startPage[index] ?? 1 })),
  )
  return { letters: made.length, pages }
}

/** No Chromium, or no Postgres to keep the file: a fault of no letter. */
const isOfThisMachine = (error: unknown): boolean =>
  error instanceof RenderError ? error.code === 'chromium-missing' || error.code === 'closed' : isDatabaseFailure(error)

/** Of the letter itself, which must not keep the others from the printer (RELIABILITY G15). */
const isOwnFault = (error: unknown, attempt: number): boolean => {
  if (!(error instanceof RenderError)) return error instanceof LetterError
  if (isOfThisMachine(error)) return false
  // A busy machine prints late, and Chromium may die of something else.
  return (error.code !== 'timeout' && error.code !== 'crashed') || attempt > 2
}

const makeLetter = async (
  deps: Deps,
  renderer: Renderer,
  facts: PrepareFacts,
  letter: ToPrint,
  { cache, attempt }: { cache: Map<string, CompiledLetter>; attempt: number },
): Promise<{ id: string; pdf: Uint8Array } | null> => {
  const known = letter.pdfSha ? await deps.files.get(letter.pdfSha) : undefined
  if (known) return { id: letter.id, pdf: known.bytes }
  try {
    const composed = composeLetter(facts.frozen, letter.recipient, { page: 'with-address', cache })
    if (!composed.page || composed.held.length > 0) {
      await markUnprintable(deps.database, letter.id, 'required-field-empty')
      return null
    }
    const { pdf } = await renderer.render({ html: composed.page, title: composed.subject, lang: composed.language })
    await keepLetter(deps.database, letter.id, await deps.files.put(pdf, 'application/pdf'))
    return { id: letter.id, pdf }
  } catch (error) {
    if (!isOwnFault(error, attempt)) throw error
    deps.logger.warn({ err: error, id: letter.id }, 'a letter could not be printed')
    const tooLong = error instanceof RenderError && error.code === 'too-many-pages'
    await markUnprintable(deps.database, letter.id, tooLong ? 'too-many-pages' : 'letter-not-made')
    return null
  }
}
