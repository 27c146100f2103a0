import { RenderError, type Renderer } from '@mailroom/pdf'
import type { Deps } from '../../deps.ts'
import { FinalError, type JobHandler } from '../../platform/outbox.ts'

/** Somebody waits for a preview: only what passes by itself is worth another try. */
const passing: readonly string[] = ['crashed', 'closed']

const render = async (deps: Deps, renderer: Renderer, payload: Record<string, unknown>) => {
  const { sha, language } = payload as { sha: string; language: string }
  const page = await deps.files.get(sha)
  if (!page) throw new FinalError('page-missing')
  try {
    const { pdf, pages } = await renderer.render({ html: page.bytes.toString('utf8'), lang: language })
    return { sha: await deps.files.put(pdf, 'application/pdf'), pages }
  } catch (error) {
    if (error instanceof RenderError && !passing.includes(error.code)) throw new FinalError(error.code)
    throw error
  }
}

/** Background jobs of the letters: `letters.render` makes one stored page a PDF. */
export const lettersJobs = (deps: Deps, renderer: Renderer): Record<string, JobHandler> => ({
  'letters.render': payload => render(deps, renderer, payload),
})
