import { randomUUID } from 'node:crypto'
import type { Body, createDispatch as createRoute, DispatchChoice, Language } from '@mailroom/contract'
import { type Category, escapeHtml, renderSubject } from '@mailroom/letter'
import { sanitiseUserHtml } from '@mailroom/letter/email'
import type { Deps } from '../../deps.ts'
import type { Transaction } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { addJob } from '../../platform/outbox.ts'
import type { Actor, Right } from '../../platform/rights.ts'
import { noteAccountUsed } from '../accounts/commands.ts'
import { usableAccount } from '../accounts/queries.ts'
import { frozenFacts } from '../letters/queries.ts'
import { composeEmail, dataFor, type Frozen, hasFields, unknownFields } from '../letters/rules.ts'
import { getSenderFacts, requireServer } from '../sending/queries.ts'
import { resolveSender } from '../sending/rules.ts'
import { getSignatureHtml } from '../signatures/queries.ts'
import { type MailInvitation, strictAddress } from '../users/commands.ts'
import { describeChoice, loadPlan } from './queries.ts'
import {
  countPlan,
  encodedBytes,
  inspectAttachment,
  maximumEmailBytes,
  maximumOthers,
  maximumUploadBytes,
  type Planned,
  type RecipientData,
} from './rules.ts'

/** Message-ID of a row: its own id at the sender's domain, fixed for life (RFC 5322 §3.6.4). */
const headerId = (id: string, from: string) => `<${id}@${from.slice(from.lastIndexOf('@') + 1)}>`

export type Notification = {
  to: { name: string; address: string }
  subject: string
  html: string
  text: string
  language: Language
  author: Pick<Actor, 'userId' | 'name'> | null
}

/**
 * A message of the server itself (codes, invitations) through the real queue, ahead of everything else. Part of the
 * caller's transaction. False when no server is set up: nothing was queued.
 */
export const createNotification = async (deps: Deps, tx: Transaction, notification: Notification): Promise<boolean> => {
  const facts = await getSenderFacts(deps)
  if (!facts.serverId || !facts.delegated || !facts.defaultSenderAddress) return false
  const sender = resolveSender({ ...facts, user: { name: '', email: '' }, account: null, responseAddress: null })
  const { to, subject, html, text, language } = notification
  const dispatch = await tx.dispatch.create({
    data: {
      idempotencyKey: randomUUID(),
      authorId: null,
      authorName: facts.institution,
      serverId: facts.serverId,
      kind: 'system',
      state: 'sending',
      subject,
      bodyHtml: '',
      searchText: '',
      fromName: sender.from.name,
      fromAddress: sender.from.address,
      envelopeFrom: sender.envelopeFrom,
      recipients: {
        create: {
          position: 0,
          personIds: [],
          name: to.name,
          sortName: to.name,
          language,
          outcome: 'email',
          reason: 'has-email',
          address: to.address,
        },
      },
    },
    include: { recipients: true },
  })
  const recipientId = dispatch.recipients[0]?.id ?? ''
  const content = await tx.content.create({ data: { html, text } })
  const id = randomUUID()
  await tx.message.create({
    data: {
      id,
      dispatchId: dispatch.id,
      recipientId,
      serverId: facts.serverId,
      toName: to.name,
      toAddress: to.address,
      state: 'ready',
      priority: 0,
      subject,
      contentId: content.id,
      headerId: headerId(id, sender.from.address),
    },
  })
  return true
}

const invitationWords = {
  en: (name: string, institution: string) => ({
    subject: `Your access to ${institution}`,
    hello: `Hello ${name},`,
    text: 'You can now send letters and e-mails with Mailroom. Choose your password with this link; it works for seven days:',
  }),
  fr: (name: string, institution: string) => ({
    subject: `Votre accès à ${institution}`,
    hello: `Bonjour ${name},`,
    text: 'Vous pouvez désormais envoyer lettres et e-mails avec Mailroom. Choisissez votre mot de passe avec ce lien, valable sept jours :',
  }),
}

/** Invitations go through the real queue like everything else. */
export const mailInvitation =
  (deps: Deps): MailInvitation =>
  async (tx, to, link, language) => {
    const { institution } = await getSenderFacts(deps)
    const { subject, hello, text } = invitationWords[language](to.name, institution || 'Mailroom')
    const html = `<p>${escapeHtml(hello)}</p><p>${escapeHtml(text)}</p><p><a href="${escapeHtml(link)}">${escapeHtml(link)}</a></p>`
    return createNotification(deps, tx, {
      to,
      subject,
      html,
      text: `${hello}\n\n${text}\n\n${link}\n`,
      language,
      author: null,
    })
  }

/** Stores a file to attach, after looking at its first bytes. */
export const uploadAttachment = async (
  deps: Deps,
  right: Right<'dispatches.create'>,
  file: { name: string; bytes: Buffer },
) => {
  const seen = inspectAttachment(file.name, file.bytes)
  if (!seen.ok)
    throw new AppError(seen.why === 'forbidden' ? 'FILE_FORBIDDEN' : 'FILE_DISGUISED', 'file', { detail: seen.detail })
  if (file.bytes.length > maximumUploadBytes)
    throw new AppError('FILE_TOO_LARGE', 'file', { maximum: maximumUploadBytes / 1_000_000 })
  const sha = await deps.files.put(file.bytes, seen.type)
  const row = await deps.database.prisma.upload.create({
    data: { userId: right.actor.userId, sha, name: seen.name, type: seen.type, size: file.bytes.length },
  })
  return { id: row.id, name: row.name, type: row.type, bytes: row.size, encodedBytes: encodedBytes(row.size) }
}

const findAttachments = async (deps: Deps, right: Right<'dispatches.create'>, ids: string[]) => {
  const rows = await deps.database.prisma.upload.findMany({ where: { id: { in: ids }, userId: right.actor.userId } })
  if (rows.length !== new Set(ids).size) throw new AppError('NOT_FOUND', 'attachmentIds')
  const size = rows.reduce((sum, row) => sum + encodedBytes(row.size), 0)
  if (size > maximumEmailBytes)
    throw new AppError('ATTACHMENTS_TOO_LARGE', 'attachmentIds', {
      size: Math.ceil(size / 1_000_000),
      maximum: maximumEmailBytes / 1_000_000,
    })
  return ids
    .map(id => rows.find(row => row.id === id))
    .flatMap(row => (row ? [{ id: row.id, name: row.name, type: row.type, size: row.size, sha: row.sha }] : []))
}

type Input = Body<typeof createRoute>

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
    `${of(['refuses-email', 'prefers-paper'])} ✗`,
    `${of(['invalid-email', 'bounced-email'])} ↩`,
  ].join(', ')
  throw new AppError('NO_RECIPIENT', 'choice.scope', { detail })
}

/** A repeated click, F5 or a retried request: the dispatch that the key already made. */
const findRepeated = async (deps: Deps, right: Right<'dispatches.create'>, key: string) => {
  const known = await deps.database.prisma.dispatch.findUnique({
    where: { authorId_idempotencyKey: { authorId: right.actor.userId, idempotencyKey: key } },
    select: { id: true, undoUntil: true },
  })
  if (!known) return null
  const { rows } = await deps.database.pool.query<{ email: number; paper: number; unreachable: number }>(
    `SELECT count(*) FILTER (WHERE outcome IN ('email','both'))::int AS email, count(*) FILTER (WHERE outcome IN ('paper','both'))::int AS paper, count(*) FILTER (WHERE outcome = 'unreachable')::int AS unreachable FROM dispatch_recipient WHERE dispatch_id = $1`,
    [known.id],
  )
  return {
    id: known.id,
    undoUntil: known.undoUntil?.toISOString() ?? null,
    repeated: true,
    ...(rows[0] ?? { email: 0, paper: 0, unreachable: 0 }),
  }
}

/**
 * Send: everything is decided, frozen and written in one transaction before the answer (RELIABILITY G1); the queue and
 * the mail server are not asked. The same key is the same dispatch, also for clicks that arrive at the same moment.
 */
export const createDispatch = async (
  deps: Deps,
  right: Right<'dispatches.create'>,
  input: Input,
  language: Language,
) => {
  const repeated = await findRepeated(deps, right, input.idempotencyKey)
  if (repeated) return repeated
  const prepared = await prepareDispatch(deps, right, input, language)
  try {
    return await insertDispatch(deps, right, input, prepared)
  } catch (error) {
    // Two identical requests at once: the second meets the unique key and answers like the first.
    const again =
      (error as { code?: string }).code === 'P2002' ? await findRepeated(deps, right, input.idempotencyKey) : null
    if (again) return again
    throw error
  }
}

type Prepared = Awaited<ReturnType<typeof prepareDispatch>>

const prepareDispatch = async (deps: Deps, right: Right<'dispatches.create'>, input: Input, language: Language) => {
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
  if (input.expectedRecipients !== undefined && input.expectedRecipients !== plan.planned.length)
    throw new AppError('RECIPIENTS_CHANGED', 'choice.scope', {
      now: plan.planned.length,
      before: input.expectedRecipients,
    })
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

const insertDispatch = (deps: Deps, right: Right<'dispatches.create'>, input: Input, prepared: Prepared) =>
  deps.database.prisma.$transaction(
    async tx => {
      const { choice } = input
      const { planned, counts, account, sender, sendAt, letter } = prepared
      const emails = counts.email + counts.both
      const undoable = !sendAt && emails > 0 && prepared.undoSeconds > 0
      const startsAt = sendAt ?? new Date(Date.now() + (undoable ? prepared.undoSeconds * 1000 : 0))
      const papers = counts.paper + counts.both
      const dispatch = await tx.dispatch.create({
        select: { id: true },
        data: {
          authorId: right.actor.userId,
          authorName: right.actor.name,
          idempotencyKey: input.idempotencyKey,
          accountId: account?.id ?? null,
          serverId: prepared.serverId,
          letterId: letter?.id ?? null,
          letterVersion: letter?.version ?? null,
          kind: choice.kind,
          list: choice.list,
          words: prepared.words,
          output: choice.output,
          state: sendAt ? 'scheduled' : undoable ? 'undoable' : emails > 0 ? 'sending' : 'done',
          startsAt,
          undoUntil: undoable ? startsAt : null,
          subject: shownSubject(prepared.frozen, input.subject, letter?.designation ?? '', prepared.language),
          bodyHtml: prepared.body,
          searchText: searchable(
            `${input.subject} ${letter?.designation ?? ''} ${prepared.body.replace(/<[^>]*>/g, ' ')}`,
          ),
          fromName: sender.from.name,
          fromAddress: sender.from.address,
          replyToName: sender.replyTo?.name ?? null,
          replyToAddress: sender.replyTo?.address ?? null,
          envelopeFrom: sender.envelopeFrom,
          maskCopies: account?.maskCopies ?? false,
          attachPdf: choice.kind === 'letter' && choice.attachPdf,
          integrate: choice.integrate,
          printCopy: choice.printCopy,
          duplex: choice.duplex,
          printOrder: choice.order,
          others: prepared.others.map(one => one.address),
          frozen: prepared.frozen as object,
          attachments: prepared.attachments,
          printState: papers > 0 ? 'preparing' : 'none',
        },
      })
      await insertRecipients(tx, dispatch.id, planned)
      await insertMessages(tx, dispatch.id, prepared, { startsAt, subject: input.subject, kind: choice.kind })
      if (prepared.others.length > 0 && prepared.serverId)
        await insertOthers(tx, dispatch.id, prepared, startsAt, input.subject)
      await addJob(tx, 'dispatches.note', { dispatchId: dispatch.id })
      if (papers > 0) await addJob(tx, 'dispatches.print', { dispatchId: dispatch.id })
      await tx.dispatchEvent.create({
        data: { dispatchId: dispatch.id, actorName: right.actor.name, what: sendAt ? 'scheduled' : 'created' },
      })
      if (account) await noteAccountUsed(tx, account.id, right.actor.userId)
      return {
        id: dispatch.id,
        email: emails,
        paper: papers,
        unreachable: counts.unreachable,
        undoUntil: undoable ? startsAt.toISOString() : null,
        repeated: false,
      }
    },
    { timeout: 30_000 },
  )

const nobody: RecipientData = { recipients: [], kind: 'guardian', address: null, students: [] }

/** The list shows one subject for all: what is the same for everybody is filled in, what is each one's own is "…". */
const shownSubject = (frozen: Frozen, written: string, fallback: string, language: Language): string => {
  const template = (
    written.trim() ||
    frozen.contents[language]?.subject ||
    frozen.contents.fr?.subject ||
    fallback
  ).replace(/\{\{\s*(recipient|student)\.[^}]*\}\}/g, '…')
  const category = frozen.category ?? 'administration'
  return renderSubject(template, dataFor(frozen, { language, data: nobody, addressLines: [] }, language), {
    language,
    category,
  }).text.slice(0, 255)
}
const searchable = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().slice(0, 20_000)

// Separators of fields, records and address lines; they stand in no value, since control characters are taken out.
const [unit, record, inner] = ['\u001f', '\u001e', '\u001d']
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
const withoutSeparators = (value: string) => value.replace(/[\u001d-\u001f]/g, ' ')

/**
 * All recipients in one statement, in the order of the plan, as one text that Postgres splits: for 5,000 recipients
 * half the time of JSON, and less than arrays, which the driver must quote value by value.
 */
const insertRecipients = async (tx: Transaction, dispatchId: string, planned: readonly Planned[]) => {
  const fields = (one: Planned, position: number) =>
    [
      String(position),
      `{${one.personIds.join(',')}}`,
      one.name,
      one.sortName,
      one.sortClass,
      one.postcode,
      one.concerned,
      one.language,
      one.outcome,
      one.reason,
      one.address ?? '',
      one.addressLines.join('\n'),
      JSON.stringify(one.data),
    ]
      .map(withoutSeparators)
      .join(unit)
      .replaceAll('\n', inner)
  if (planned.length === 0) return
  await tx.$executeRawUnsafe(
    `INSERT INTO dispatch_recipient (dispatch_id, position, person_ids, name, sort_name, sort_class, postcode, concerned, language, outcome, reason, address, address_lines, data)
     SELECT $1::uuid, f[1]::int, f[2]::uuid[], f[3], f[4], f[5], f[6], f[7], f[8], f[9], f[10], NULLIF(f[11], ''), CASE WHEN f[12] = '' THEN '{}' ELSE string_to_array(f[12], chr(29)) END, f[13]::jsonb
     FROM (SELECT string_to_array(line, chr(31)) AS f FROM string_to_table($2, chr(30)) AS line OFFSET 0) AS split`,
    dispatchId,
    planned.map(fields).join(record),
  )
}

/** One message for each recipient by e-mail. A single mail passes bulk: its priority is higher. */
const insertMessages = async (
  tx: Transaction,
  dispatchId: string,
  prepared: Prepared,
  options: { startsAt: Date; subject: string; kind: DispatchChoice['kind'] },
) => {
  if (!prepared.serverId) return
  const emails = prepared.counts.email + prepared.counts.both
  // Nobody's own values in it: one content for all, ready to go. Otherwise the worker prepares each.
  const shared =
    options.kind === 'email' && !hasFields(options.subject) && !hasFields(prepared.body)
      ? await sharedContent(tx, prepared)
      : null
  await tx.$executeRawUnsafe(
    `INSERT INTO message (id, dispatch_id, recipient_id, server_id, to_name, to_address, state, priority, fair_rank, due_at, header_id, subject, content_id)
     SELECT fresh.id, $1::uuid, r.id, $2::uuid, r.name, r.address, 'scheduled', $3, row_number() OVER (ORDER BY r.position), $4::timestamptz, '<' || fresh.id || '@' || $5 || '>', $6, $7::uuid
     FROM dispatch_recipient r CROSS JOIN LATERAL (SELECT uuidv7() AS id WHERE r.id IS NOT NULL) fresh
     WHERE r.dispatch_id = $1::uuid AND r.outcome IN ('email', 'both')`,
    dispatchId,
    prepared.serverId,
    emails <= 5 ? 1 : 5,
    options.startsAt.toISOString(),
    domainOfSender(prepared),
    options.subject.slice(0, 255),
    shared,
  )
}

const domainOfSender = (prepared: Prepared) =>
  prepared.sender.from.address.slice(prepared.sender.from.address.lastIndexOf('@') + 1)

const sharedContent = async (tx: Transaction, prepared: Prepared): Promise<string> => {
  const content = await tx.content.create({
    data: composeEmail(prepared.frozen, { letterHtml: null, language: prepared.frozen.language }),
    select: { id: true },
  })
  return content.id
}

/** Others get the written message once, without anybody's letter: they see no recipient and no merged value. */
const insertOthers = async (
  tx: Transaction,
  dispatchId: string,
  prepared: Prepared,
  startsAt: Date,
  subject: string,
) => {
  const contentId = await sharedContent(tx, prepared)
  const position = prepared.planned.length
  for (const [index, other] of prepared.others.entries()) {
    const recipient = await tx.dispatchRecipient.create({
      data: {
        dispatchId,
        position: position + index,
        personIds: [],
        name: other.name || other.address,
        sortName: other.address,
        language: prepared.frozen.language,
        outcome: 'email',
        reason: 'has-email',
        address: other.address,
      },
    })
    const id = randomUUID()
    await tx.message.create({
      data: {
        id,
        dispatchId,
        recipientId: recipient.id,
        serverId: prepared.serverId ?? '',
        toName: other.name,
        toAddress: other.address,
        other: true,
        state: 'scheduled',
        priority: 5,
        fairRank: position + index,
        dueAt: startsAt,
        headerId: headerId(id, prepared.sender.from.address),
        subject: shownSubject(prepared.frozen, subject, '', prepared.language),
        contentId,
      },
    })
  }
}
