import type { CompiledLetter } from '@mailroom/letter'
import { LetterError } from '@mailroom/letter'
import { RenderError, type Renderer } from '@mailroom/pdf'
import type { Deps } from '../../../deps.ts'
import { isDatabaseFailure } from '../../../platform/database.ts'
import { boundHeap } from '../../../platform/memory.ts'
import { composeLetter } from '../../letters/rules.ts'
import * as commands from './commands.ts'

/** How many letters one worker makes at once: enough to keep its pages busy, few enough that an urgent one passes. */
const batch = 16
const keptDispatches = 50

type Kept = commands.PrepareFacts & { cache: Map<string, CompiledLetter> }

/**
 * Letter → HTML → PDF → content-addressed file: each is made once and stored, so that every retry sends the same bytes
 * (RELIABILITY G17). Any number of workers may run it. Returns how to stop.
 */
export const startPreparation = (
  deps: Deps,
  renderer: Renderer,
  options: { idleMs?: number } = {},
): { stop: () => Promise<void> } => {
  const kept = new Map<string, Promise<Kept>>()
  const factsOf = (dispatchId: string): Promise<Kept> => {
    const known = kept.get(dispatchId)
    if (known) return known
    if (kept.size >= keptDispatches) kept.delete(kept.keys().next().value ?? '')
    const loading = commands.getPrepareFacts(deps.database, dispatchId).then(facts => ({ ...facts, cache: new Map() }))
    loading.catch(() => kept.delete(dispatchId))
    kept.set(dispatchId, loading)
    return loading
  }
  let stopped = false
  const running = (async () => {
    while (!stopped) {
      const found = await prepareBatch(deps, renderer, factsOf).catch(error => {
        deps.logger.warn({ err: error }, 'preparation waits')
        return -1
      })
      if (found <= 0) await new Promise(resolve => setTimeout(resolve, found < 0 ? 1000 : (options.idleMs ?? 150)))
    }
  })()
  return {
    stop: async () => {
      stopped = true
      await running
    },
  }
}

const prepareBatch = async (
  deps: Deps,
  renderer: Renderer,
  factsOf: (id: string) => Promise<Kept>,
): Promise<number> => {
  const taken = await commands.takePreparing(deps.database, batch)
  // Letters come at Chromium's pace, and each leaves much behind; stored messages are sent as fast as may be.
  boundHeap(taken.length > 0)
  const results = await Promise.all(
    taken.map(async one => prepareOne(deps, renderer, one, await factsOf(one.dispatchId))),
  )
  await commands.storePrepared(
    deps.database,
    results.filter(result => result.state === 'ready'),
  )
  for (const failure of results) if (failure.state === 'failed') await commands.storeFailure(deps.database, failure)
  return taken.length
}

const prepareOne = async (
  deps: Deps,
  renderer: Renderer,
  one: commands.ToPrepare,
  facts: Kept,
): Promise<commands.Made | commands.NotMade> => {
  const lease = { id: one.id, token: one.token, recipientId: one.recipientId }
  try {
    const letter = composeLetter(facts.frozen, one.recipient, {
      page: facts.attachPdf ? 'with-address' : 'none',
      email: facts.integrate ? 'with-letter' : 'message',
      cache: facts.cache,
    })
    if (letter.held.length > 0)
      return { ...lease, state: 'failed', reason: 'field-missing', final: true, charged: true }
    const pdfSha = letter.page ? await makePdf(deps, renderer, letter.page, letter.subject, letter.language) : null
    return {
      ...lease,
      state: 'ready',
      subject: letter.subject,
      html: letter.email?.html ?? '',
      text: letter.email?.text ?? letter.text,
      pdfSha,
      pdfName: pdfSha ? letter.fileName : null,
    }
  } catch (error) {
    const tooLong = error instanceof RenderError && error.code === 'too-many-pages'
    const final = tooLong || error instanceof LetterError
    deps.logger.warn({ err: error, id: one.id, final }, 'a letter could not be prepared')
    // Neither a Chromium that does not start nor a Postgres that did not take the file is the letter's fault.
    const charged = error instanceof RenderError ? error.code !== 'chromium-missing' : !isDatabaseFailure(error)
    return { ...lease, state: 'failed', reason: tooLong ? 'too-many-pages' : 'prepare-failed', final, charged }
  }
}

const makePdf = async (deps: Deps, renderer: Renderer, html: string, title: string, lang: string): Promise<string> => {
  const done = deps.metrics.render.startTimer()
  const { pdf } = await renderer.render({ html, title, lang })
  done()
  return deps.files.put(pdf, 'application/pdf')
}
