import type { DispatchChoice, Language, PlanView } from '@mailroom/contract'
import { sayOutcome } from '@mailroom/contract'
import { askedFields, type Category, compileLetter, findField, subjectParts } from '@mailroom/letter'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../platform/errors.ts'
import type { Right } from '../../platform/rights.ts'
import { usableAccount } from '../accounts/queries.ts'
import { getInstitution, getLetterForDispatch } from '../letters/queries.ts'
import { loadAudience } from '../resources/audience/queries.ts'
import { getSenderFacts } from '../sending/queries.ts'
import { resolveSender } from '../sending/rules.ts'
import { countPlan, type Planned, planDispatch, worstFirst } from './rules.ts'

type Letter = Awaited<ReturnType<typeof getLetterForDispatch>>
type Right_ = Right<'dispatches.create'>

/** The letter of a choice, if it may be used there. */
const findLetter = async (deps: Deps, choice: DispatchChoice): Promise<Letter | null> => {
  if (choice.kind === 'email') return null
  if (!choice.letterId) throw new AppError('REQUIRED', 'choice.letterId')
  const letter = await getLetterForDispatch(deps, choice.letterId)
  if (letter.archived) throw new AppError('LETTER_ARCHIVED', 'choice.letterId')
  const kinds = { self: [choice.list], guardians: ['guardian'], students: ['student'], both: ['guardian', 'student'] }[
    choice.recipients
  ]
  if (!kinds.some(kind => letter.recipientKinds.includes(kind)))
    throw new AppError('LETTER_NOT_OFFERED', 'choice.letterId')
  return letter
}

/** Questions that the letter asks of the sender, with the answers so far. */
export const askedOf = (letter: Letter | null, choice: DispatchChoice, language: Language): PlanView['asked'] => {
  if (!letter) return []
  const used = new Set<string>()
  for (const variant of [letter.contents.en, letter.contents.fr]) {
    if (!variant) continue
    for (const name of compileLetter(variant.document, {
      language,
      category: letter.category as Category,
      lenient: true,
    }).fieldsUsed)
      used.add(name)
    for (const part of subjectParts(variant.subject)) if ('field' in part) used.add(part.field)
  }
  return askedFields(letter.category as Category, [...used]).map(field => {
    const value = choice.values[field.name]
    return {
      field: field.name,
      label: field.label[language],
      type: field.type,
      required: field.required === true,
      value:
        value === undefined || value === null || value === ''
          ? null
          : typeof value === 'object'
            ? JSON.stringify(value)
            : String(value),
    }
  })
}

/** Audience, letter and plan of a choice. */
export const loadPlan = async (deps: Deps, right: Right_, choice: DispatchChoice, language: Language) => {
  const letter = await findLetter(deps, choice)
  const unknown = Object.keys(choice.values).find(name => letter && !findField(letter.category as Category, name))
  if (unknown) throw new AppError('FIELD_UNKNOWN', `choice.values.${unknown}`, { field: unknown })
  const [institution, audience] = await Promise.all([
    getInstitution(deps),
    loadAudience(deps, right, {
      list: choice.list,
      scope: choice.scope,
      recipients: choice.recipients,
      category: letter?.category ?? null,
    }),
  ])
  const planned = planDispatch(audience.links, choice, institution.country)
  return {
    letter,
    concerned: audience.concerned,
    planned,
    institution,
    undoSeconds: institution.undoSeconds,
    asked: askedOf(letter, choice, language),
    links: audience.links,
  }
}

/** Facts for "Standard letter to the guardians of 4A to 4E". */
export const describeChoice = (choice: DispatchChoice, planned: readonly Planned[]) => {
  const to = {
    self: { student: 'students', guardian: 'guardians', teacher: 'teachers', staff: 'staff' }[choice.list],
    guardians: 'guardians',
    students: 'students',
    both: 'both',
  }[choice.recipients]
  return {
    kind: choice.kind,
    to,
    classes: [...new Set(planned.map(one => one.sortClass).filter(Boolean))].sort().slice(0, 50),
  }
}

/** Letters printed under each choice of "print a copy". */
const countCopies = (planned: readonly Planned[], { kind, output }: DispatchChoice) => {
  const printable = kind === 'letter' ? planned.filter(one => one.printable) : []
  if (output === 'print') return { none: printable.length, all: printable.length, withoutEmail: printable.length }
  return {
    none: 0,
    all: printable.length,
    withoutEmail: printable.filter(one => one.address === null).length,
  }
}

/** The check-up (SPEC row 34): every recipient's outcome with its reason, worst first; nothing is saved. */
export const getPlan = async (
  deps: Deps,
  right: Right_,
  choice: DispatchChoice,
  language: Language,
): Promise<PlanView> => {
  const plan = await loadPlan(deps, right, choice, language)
  const account = choice.output === 'email' ? await usableAccount(deps, right, choice.accountId).catch(softly) : null
  const facts = await getSenderFacts(deps)
  const sender = account
    ? resolveSender({
        ...facts,
        user: { name: right.actor.name, email: right.actor.email },
        account,
        responseAddress: account.responseAddress,
      })
    : null
  const counts = countPlan(plan.planned)
  const missing = plan.planned.filter(one => one.outcome === 'unreachable')
  const notes = Object.entries(Object.groupBy(missing, one => one.reason)).map(([code, ones]) => ({
    code,
    words: `${ones?.length ?? 0} × ${sayOutcome(code, language)}: ${(ones ?? [])
      .slice(0, 5)
      .map(one => `${one.name}${one.concerned ? ` (${one.concerned})` : ''}`)
      .join(', ')}`,
  }))
  if (!facts.serverId && choice.output === 'email')
    notes.push({
      code: 'server-missing',
      words: language === 'en' ? 'No mail server is set up yet' : 'Aucun serveur de messagerie n’est encore configuré',
    })
  if (!account && choice.output === 'email')
    notes.push({
      code: 'account-missing',
      words: language === 'en' ? 'You have no account to send from yet' : 'Vous n’avez pas encore de compte d’envoi',
    })
  return {
    concerned: plan.concerned,
    recipients: plan.planned.length,
    households: new Set(
      plan.planned.map(one => `${one.addressLines.slice(1).join('|')}/${one.addressLines.length === 0 ? one.key : ''}`),
    ).size,
    ...counts,
    copies: countCopies(plan.planned, choice),
    notes,
    rows: worstFirst(plan.planned)
      .slice(0, 500)
      .map(one => ({
        key: one.key,
        personIds: one.personIds,
        name: one.name,
        concerned: one.concerned,
        language: one.language,
        outcome: one.outcome,
        reason: one.reason,
        words: sayOutcome(one.reason, language),
        address: one.address,
        addressLines: one.addressLines,
      })),
    from: sender?.from ?? null,
    replyTo: sender?.replyTo ?? null,
    rewritten: sender?.rewritten ?? false,
    letterVersion: plan.letter?.version ?? null,
    asked: plan.asked,
  }
}

/** In the check-up, having no account yet is a note and not the end. */
const softly = (error: unknown) => {
  if (error instanceof AppError && ['ACCOUNT_MISSING', 'ACCOUNT_PENDING'].includes(error.code)) return null
  throw error
}
