import { randomUUID } from 'node:crypto'
import type {
  Answer,
  Body,
  DispatchChoice,
  Language,
  previewDispatchPdf as pdfRoute,
  previewDispatch as route,
  sendTestToMe as testRoute,
} from '@mailroom/contract'
import { sayOutcome } from '@mailroom/contract'
import { sanitiseUserHtml } from '@mailroom/letter/email'
import type { Deps } from '../../../deps.ts'
import { AppError } from '../../../platform/errors.ts'
import type { Right } from '../../../platform/rights.ts'
import type { FileAnswer } from '../../../platform/serve.ts'
import { usableAccount } from '../../accounts/queries.ts'
import { renderPdf } from '../../letters/commands.ts'
import { showMarks } from '../../letters/preview/rules.ts'
import { frozenFacts } from '../../letters/queries.ts'
import { composeLetter, type Frozen } from '../../letters/rules.ts'
import { getSenderFacts, requireServer } from '../../sending/queries.ts'
import { resolveSender } from '../../sending/rules.ts'
import { getSignatureHtml } from '../../signatures/queries.ts'
import { loadPlan } from '../queries.ts'

type May = Right<'dispatches.create'>
type Written = { subject?: string; body?: string; signatureId?: string | null }

/** Plan and frozen facts of a choice that is not sent yet. */
const load = async (deps: Deps, right: May, choice: DispatchChoice, written: Written, language: Language) => {
  const plan = await loadPlan(deps, right, choice, language)
  const signature = written.signatureId ? await getSignatureHtml(deps, right, written.signatureId) : ''
  const facts = await frozenFacts(deps, right.actor, { letter: plan.letter, values: choice.values })
  const frozen: Frozen = {
    ...facts,
    subject: written.subject,
    body: sanitiseUserHtml(written.body ?? '').html,
    signature,
  }
  return { plan, frozen }
}

/** What recipient number `index` will get, values marked: composed by the same function that makes what is sent. */
export const previewDispatch = async (
  deps: Deps,
  right: May,
  input: Body<typeof route>,
  language: Language,
): Promise<Answer<typeof route>> => {
  const { choice } = input
  const { plan, frozen } = await load(deps, right, choice, input, language)
  const index = Math.min(input.index, Math.max(0, plan.planned.length - 1))
  const one = plan.planned[index]
  if (!one) throw new AppError('NO_RECIPIENT', 'choice.scope', { detail: '0' })
  const email = choice.kind === 'letter' && choice.integrate ? 'with-letter' : 'message'
  const letter = composeLetter(frozen, one, { page: 'with-address', email, mark: true, lenient: true })
  const name = (gap: { label: string }) => gap.label
  return {
    index,
    total: plan.planned.length,
    name: one.name,
    words: [one.concerned, sayOutcome(one.reason, language)].filter(Boolean).join(' · '),
    subject: letter.subject,
    email: showMarks(letter.email?.html ?? ''),
    page: letter.page,
    text: letter.email?.text ?? letter.text,
    window: plan.institution.window,
    missing: letter.missing.map(name),
    held: letter.held.map(name),
  }
}

/** The PDF that this recipient's e-mail would carry. */
export const previewDispatchPdf = async (
  deps: Deps,
  right: May,
  input: Body<typeof pdfRoute>,
  language: Language,
): Promise<FileAnswer> => {
  const { plan, frozen } = await load(deps, right, input.choice, {}, language)
  const one = plan.planned[Math.min(input.index, plan.planned.length - 1)]
  if (!one) throw new AppError('NO_RECIPIENT', 'choice.scope', { detail: '0' })
  const letter = composeLetter(frozen, one, { page: 'with-address' })
  if (!letter.page) throw new AppError('NOT_FOUND')
  return {
    bytes: await renderPdf(deps, letter.page, letter.language),
    type: 'application/pdf',
    name: letter.fileName,
    inline: true,
  }
}

/** The e-mail of one recipient, sent to my own address: the real queue, my own address in the envelope. */
export const sendTestToMe = async (
  deps: Deps,
  right: May,
  input: Body<typeof testRoute>,
  language: Language,
): Promise<Answer<typeof testRoute>> => {
  const { plan, frozen } = await load(deps, right, input.choice, input, language)
  const one = plan.planned[Math.min(input.index, plan.planned.length - 1)]
  if (!one) throw new AppError('NO_RECIPIENT', 'choice.scope', { detail: '0' })
  const [account, serverId, facts] = await Promise.all([
    usableAccount(deps, right, input.choice.accountId),
    requireServer(deps),
    getSenderFacts(deps),
  ])
  const { actor } = right
  const sender = resolveSender({ ...facts, user: actor, account, responseAddress: account.responseAddress })
  const id = randomUUID()
  const subject = composeLetter(frozen, one, { page: 'none' }).subject
  const domain = sender.from.address.slice(sender.from.address.lastIndexOf('@') + 1)
  await deps.database.prisma.$transaction(async tx => {
    const dispatch = await tx.dispatch.create({
      data: {
        idempotencyKey: id,
        authorId: actor.userId,
        authorName: actor.name,
        serverId,
        accountId: account.id,
        kind: 'system',
        state: 'sending',
        subject,
        bodyHtml: frozen.body ?? '',
        searchText: '',
        fromName: sender.from.name,
        fromAddress: sender.from.address,
        replyToName: sender.replyTo?.name,
        replyToAddress: sender.replyTo?.address,
        envelopeFrom: sender.envelopeFrom,
        attachPdf: input.choice.kind === 'letter' && input.choice.attachPdf,
        integrate: input.choice.integrate,
        frozen: frozen as object,
      },
    })
    const recipient = await tx.dispatchRecipient.create({
      data: {
        dispatchId: dispatch.id,
        position: 0,
        personIds: [],
        name: actor.name,
        sortName: actor.name,
        language: one.language,
        outcome: 'email',
        reason: 'has-email',
        address: actor.email,
        data: one.data as object,
        addressLines: one.addressLines,
      },
    })
    await tx.message.create({
      data: {
        id,
        dispatchId: dispatch.id,
        recipientId: recipient.id,
        serverId,
        toName: actor.name,
        toAddress: actor.email,
        state: 'preparing',
        priority: 0,
        headerId: `<${id}@${domain}>`,
        subject,
      },
    })
  })
  return { id, to: actor.email }
}
