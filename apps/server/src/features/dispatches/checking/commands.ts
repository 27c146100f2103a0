import type { Body, createDispatch as createRoute, Language } from '@mailroom/contract'
import type { Category } from '@mailroom/letter'
import { sanitiseUserHtml } from '@mailroom/letter/email'
import type { Deps } from '../../../deps.ts'
import { AppError } from '../../../platform/errors.ts'
import type { Right } from '../../../platform/rights.ts'
import { usableAccount } from '../../accounts/queries.ts'
import { frozenFacts } from '../../letters/queries.ts'
import { hasFields, unknownFields } from '../../letters/rules.ts'
import { getSenderFacts, requireServer } from '../../sending/queries.ts'
import { resolveSender } from '../../sending/rules.ts'
import { getSignatureHtml } from '../../signatures/queries.ts'
import { strictAddress } from '../../users/commands.ts'
import { findAttachments } from '../attaching/commands.ts'
import { describeChoice, loadPlan } from '../queries.ts'
import { countPlan, maximumOthers, type Planned } from '../rules.ts'

export type Input = Body<typeof createRoute>

const checkOthers = async (
  deps: Deps,
  right: Right<'dispatches.create'>,
  input: Input,
): Promise<{ name: string; address: string }[]> => {
  const people =
    input.otherPersonIds.length > 0
      ? await deps.database.prisma.person.findMany({
          where: { id: { in: input.otherPersonIds }, email: { not: null } },
          select: { givenName: true, surname: true, email: true },
        })
      : []
  const typed = input.others.map((text, index) => ({ name: '', address: strictAddress(text, `others.${index}`) }))
  const all = [
    ...typed,
    ...people.map(person => ({ name: `${person.givenName} ${person.surname}`.trim(), address: person.email ?? '' })),
  ]
  const maximum = maximumOthers(right.actor.role)
  if (all.length > maximum) throw new AppError('OTHERS_TOO_MANY', 'others', { maximum })
  const seen = new Set<string>()
  for (const [index, { address }] of typed.entries()) {
    if (seen.has(address)) throw new AppError('ADDRESS_DUPLICATE', `others.${index}`, { value: address })
    seen.add(address)
  }
  return all.filter((one, index) => all.findIndex(other => other.address === one.address) === index)
}

/** Refuses what no screen would let through: empty texts, no way of sending, missing answers to the letter's questions. */
const checkContent = (
  input: Input,
  asked: readonly { field: string; required: boolean; value: string | null }[],
  category: Category | null,
) => {
  const { choice } = input
  // A letter left without a subject goes out under its own, in each recipient's language.
  if (choice.kind === 'email' && input.subject.trim() === '') throw new AppError('REQUIRED', 'subject')
  if (choice.kind === 'email' && input.body.replace(/<[^>]*>|&nbsp;|\s/g, '') === '' && !/<img/i.test(input.body))
    throw new AppError('REQUIRED', 'body')
  if (choice.kind === 'letter' && choice.output === 'email' && !choice.attachPdf && !choice.integrate)
    throw new AppError('CHOOSE_PDF_OR_BODY', 'choice.attachPdf')
  const unknown = unknownFields(`${input.subject} ${input.body}`, category)[0]
  if (unknown)
    throw new AppError(
      'FIELD_UNKNOWN',
      hasFields(input.subject) && input.subject.includes(unknown) ? 'subject' : 'body',
      { field: unknown },
    )
  const gap = asked.find(one => one.required && !one.value)
  if (gap) throw new AppError('REQUIRED', `choice.values.${gap.field}`)
}

const refuseEmpty = (planned: readonly Planned[]) => {
  const counts = countPlan(planned)
  if (counts.email + counts.paper + counts.both > 0) return counts
  const of = (reasons: string[]) => planned.filter(one => reasons.includes(one.reason)).length
  const detail = [
    `${of(['no-email', 'no-postal-address'])} ∅`,
    `${of(['refuses-email', 'refuses-paper', 'prefers-paper'])} ✗`,
    `${of(['invalid-email', 'bounced-email'])} ↩`,
  ].join(', ')
  throw new AppError('NO_RECIPIENT', 'choice.scope', { detail })
}

/** Everything decided, nothing written yet. */
export type Prepared = Awaited<ReturnType<typeof prepareDispatch>>

/** Decides all of a dispatch: who, from whom, what; refuses what cannot be sent, and names the field. */
export const prepareDispatch = async (
  deps: Deps,
  right: Right<'dispatches.create'>,
  input: Input,
  language: Language,
) => {
  const { choice } = input
  const byEmail = choice.output === 'email'
  const [plan, account, others, attachments, facts, serverId, signature] = await Promise.all([
    loadPlan(deps, right, choice, language),
    byEmail || choice.accountId ? usableAccount(deps, right, choice.accountId) : null,
    checkOthers(deps, right, input),
    findAttachments(deps, right, input.attachmentIds),
    getSenderFacts(deps),
    byEmail ? requireServer(deps) : null,
    input.signatureId ? getSignatureHtml(deps, right, input.signatureId) : '',
  ])
  const { letter } = plan
  checkContent(input, plan.asked, letter?.category ?? null)
  const counts = refuseEmpty(plan.planned)
  const reached = plan.planned.length - counts.unreachable
  if (input.expectedRecipients !== undefined && input.expectedRecipients !== reached)
    throw new AppError('RECIPIENTS_CHANGED', 'choice.scope', { now: reached, before: input.expectedRecipients })
  const sendAt = input.sendAt ? new Date(input.sendAt) : null
  if (sendAt && sendAt.getTime() < Date.now() - 60_000) throw new AppError('SEND_AT_PAST', 'sendAt')
  const sender = resolveSender({
    ...facts,
    user: { name: right.actor.name, email: right.actor.email },
    account,
    responseAddress: account?.responseAddress ?? null,
  })
  const body = sanitiseUserHtml(input.body).html
  const frozen = {
    ...(await frozenFacts(deps, right.actor, { letter, values: choice.values })),
    signature,
    subject: input.subject,
    body,
  }
  return {
    planned: plan.planned,
    counts,
    account,
    others,
    attachments,
    letter,
    sendAt,
    serverId,
    sender,
    frozen,
    body,
    words: describeChoice(choice, plan.planned),
    undoSeconds: plan.undoSeconds,
    language,
  }
}
