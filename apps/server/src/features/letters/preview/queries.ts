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
type Shown = { recipient: LetterRecipient & { name: string }; words: string; index: number; total: number }

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
  if (!one) return { recipient: sampleRecipient(language), words: sampleWords[language], index: 0, total: 0 }
  const words = [one.concerned, sayOutcome(one.reason, language)].filter(Boolean).join(' · ')
  return { recipient: one, words, index, total: planned.length }
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
  const frozen = await freeze(deps, right, source, shown.total === 0 ? language : null)
  return { shown, frozen }
}

/** The unsaved letter for one recipient: page and e-mail with the merged values marked, and what is missing. */
export const previewLetter = async (
  deps: Deps,
  right: Read,
  source: Source,
  language: Language,
): Promise<Answer<typeof route>> => {
  const { shown, frozen } = await load(deps, right, source, language)
  const { recipient, words, index, total } = shown
  const letter = compose(frozen, recipient, { page: 'with-address', email: 'with-letter', mark: true })
  return {
    index,
    total,
    recipient: { name: recipient.name, words, language: letter.language },
    subject: letter.subject,
    page: letter.page ?? '',
    email: showMarks(letter.email?.html ?? ''),
    text: letter.text,
    missing: letter.missing.map(gapOf),
    held: letter.held.map(gapOf),
    problems: problemsOf(source.contents, letter.language, source.category, language),
  }
}

/** The same page without marks, as it is printed, with the name of its file. */
export const getPreviewPage = async (deps: Deps, right: Read, source: Source, language: Language) => {
  const { shown, frozen } = await load(deps, right, source, language)
  const letter = compose(frozen, shown.recipient, { page: 'with-address' })
  return { html: letter.page ?? '', name: letter.fileName, language: letter.language }
}
