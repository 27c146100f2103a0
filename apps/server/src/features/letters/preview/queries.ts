import { setImmediate } from 'node:timers/promises'
import {
  type Answer,
  type Body,
  type DispatchChoice,
  type Language,
  personFilters,
  type previewLetter as route,
  sayOutcome,
} from '@mailroom/contract'
import { LetterError } from '@mailroom/letter'
import type { Deps } from '../../../deps.ts'
import { authorise, type Right } from '../../../platform/rights.ts'
import { planDispatch } from '../../dispatches/rules.ts'
import { loadAudience } from '../../resources/audience/queries.ts'
import { fileNameFor } from '../frozen/rules.ts'
import { frozenFacts, getInstitution } from '../queries.ts'
import { type ComposedLetter, type ComposeOptions, composeLetter, type Frozen, type LetterRecipient } from '../rules.ts'
import { choiceOf, gapOf, problemsOf, sampleAnswers, sampleRecipient, showMarks, withoutText } from './rules.ts'

type Read = Right<'letters.read'>
type Source = Body<typeof route>
type Shown = {
  recipient: LetterRecipient & { name: string }
  words: string
  index: number
  planned: LetterRecipient[]
}

const sampleWords = { en: 'Sample: nobody is in the list', fr: 'Exemple : la liste est vide' }

/** Recipient number `index` of the list as the actor may see it, or a sample when there is nobody. */
const findRecipient = async (deps: Deps, right: Read, source: Source, language: Language): Promise<Shown> => {
  const { personIds: ids, list } = source
  const everybody = { type: 'filtered' as const, filters: personFilters.parse({}) }
  const scope: DispatchChoice['scope'] = ids.length > 0 ? { type: 'selected', ids } : everybody
  const choice = choiceOf(source, scope)
  const { category } = source
  const may = authorise(right.actor, 'dispatches.create')
  const audience = await loadAudience(deps, may, { list, scope, recipients: choice.recipients, category })
  const { country } = await getInstitution(deps)
  const planned = planDispatch(audience.links, choice, country)
  const index = Math.min(source.index, Math.max(0, planned.length - 1))
  const one = planned[index]
  if (!one) return { recipient: sampleRecipient(language), words: sampleWords[language], index: 0, planned }
  const words = [one.concerned, sayOutcome(one.reason, language)].filter(Boolean).join(' · ')
  return { recipient: one, words, index, planned }
}

const freeze = async (deps: Deps, right: Read, source: Source, sample: Language | null): Promise<Frozen> => {
  const { category, contents } = source
  const values = { ...(sample ? sampleAnswers(category, sample) : {}), ...source.values }
  const designation = contents.fr?.subject ?? contents.en?.subject ?? ''
  // The form's pattern is not part of a preview: the name is made of the subject.
  const fileName = fileNameFor({ fileName: '', designation: designation.replace(/\{\{[^}]*\}\}/g, '') })
  return frozenFacts(deps, right.actor, { letter: { category, contents, fileName, designation }, values })
}

/** Unfinished letters are shown as far as they go; one that is unsafe or unreadable is shown without its text. */
const compose = (frozen: Frozen, recipient: LetterRecipient, options: ComposeOptions): ComposedLetter => {
  try {
    return composeLetter(frozen, recipient, { ...options, lenient: true })
  } catch (error) {
    if (!(error instanceof LetterError)) throw error
    return composeLetter(withoutText(frozen), recipient, { ...options, lenient: true })
  }
}

const load = async (deps: Deps, right: Read, source: Source, language: Language) => {
  const shown = await findRecipient(deps, right, source, language)
  const frozen = await freeze(deps, right, source, shown.planned.length === 0 ? language : null)
  return { shown, frozen }
}

/** A preview is asked for at every pause in typing: it counts so many people, fewer only where a letter is very slow. */
const mostCounted = 200
const countingMs = 1000
/** Between two portions other requests have their turn. */
const portion = 50

/** How many of the (first) recipients each condition of the shown variant holds for. */
const countConditions = async (frozen: Frozen, planned: readonly LetterRecipient[], shown: ComposedLetter) => {
  const conditions = shown.conditionsShown.map(() => 0)
  const cache: ComposeOptions['cache'] = new Map()
  const until = Date.now() + countingMs
  let people = 0
  if (conditions.length === 0) return { people, conditions }
  for (const [at, recipient] of planned.slice(0, mostCounted).entries()) {
    if (at % portion === portion - 1) await setImmediate()
    if (Date.now() > until) break
    const letter = compose(frozen, recipient, { page: 'none', cache })
    if (letter.language !== shown.language) continue
    people += 1
    for (const [index, holds] of letter.conditionsShown.entries())
      if (holds) conditions[index] = (conditions[index] ?? 0) + 1
  }
  return { people, conditions }
}

/** The unsaved letter for one recipient: page and e-mail with the merged values marked, and what is missing. */
export const previewLetter = async (
  deps: Deps,
  right: Read,
  source: Source,
  language: Language,
): Promise<Answer<typeof route>> => {
  const { shown, frozen } = await load(deps, right, source, language)
  const { recipient, words, index, planned } = shown
  const letter = compose(frozen, recipient, { page: 'with-address', email: 'with-letter', mark: true })
  return {
    index,
    total: planned.length,
    recipient: { name: recipient.name, words, language: letter.language },
    subject: letter.subject,
    page: letter.page ?? '',
    email: showMarks(letter.email?.html ?? ''),
    text: letter.text,
    missing: letter.missing.map(gapOf),
    held: letter.held.map(gapOf),
    problems: problemsOf(source.contents, letter.language, source.category, language),
    counted: await countConditions(frozen, planned, letter),
  }
}

/** The same page without marks, as it is printed, with the name of its file. */
export const getPreviewPage = async (deps: Deps, right: Read, source: Source, language: Language) => {
  const { shown, frozen } = await load(deps, right, source, language)
  const letter = compose(frozen, shown.recipient, { page: 'with-address' })
  return { html: letter.page ?? '', name: letter.fileName, language: letter.language }
}
