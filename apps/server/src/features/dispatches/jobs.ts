import { type CompiledLetter, LetterError } from '@mailroom/letter'
import { mergePdfs, type Renderer } from '@mailroom/pdf'
import type { Deps } from '../../deps.ts'
import type { JobHandler } from '../../platform/outbox.ts'
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
  'dispatches.print': payload => makePrintFile(deps, renderer, String(payload.dispatchId)),
})

/** Letters made at once; the renderer has its own few pages. */
const atOnce = 8

/** One PDF of all letters on paper: sorted, each on a front side when duplex (SPEC row 33). */
const makePrintFile = async (deps: Deps, renderer: Renderer, dispatchId: string) => {
  const work = await listToPrint(deps.database, dispatchId)
  if (!work) return null
  const facts = await getPrepareFacts(deps.database, dispatchId)
  const cache = new Map<string, CompiledLetter>()
  const made: { id: string; pdf: Uint8Array }[] = []
  for (let at = 0; at < work.letters.length; at += atOnce) {
    const parts = await Promise.all(
      work.letters.slice(at, at + atOnce).map(letter => makeLetter(deps, renderer, facts, letter, cache)),
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

const makeLetter = async (
  deps: Deps,
  renderer: Renderer,
  facts: PrepareFacts,
  letter: ToPrint,
  cache: Map<string, CompiledLetter>,
): Promise<{ id: string; pdf: Uint8Array } | null> => {
  const known = letter.pdfSha ? await deps.files.get(letter.pdfSha) : undefined
  if (known) return { id: letter.id, pdf: known.bytes }
  try {
    const composed = composeLetter(facts.frozen, letter.recipient, { page: 'with-address', cache })
    if (!composed.page || composed.held.length > 0) {
      await markUnprintable(deps.database, letter.id)
      return null
    }
    const { pdf } = await renderer.render({ html: composed.page, title: composed.subject, lang: composed.language })
    await keepLetter(deps.database, letter.id, await deps.files.put(pdf, 'application/pdf'))
    return { id: letter.id, pdf }
  } catch (error) {
    if (!(error instanceof LetterError)) throw error
    await markUnprintable(deps.database, letter.id)
    return null
  }
}
