import { randomUUID } from 'node:crypto'
import type { DispatchChoice, Language } from '@mailroom/contract'
import { languages, renderSubject } from '@mailroom/letter'
import type { Deps } from '../../../deps.ts'
import type { Connection, Transaction } from '../../../platform/database.ts'
import { addJob } from '../../../platform/outbox.ts'
import type { Right } from '../../../platform/rights.ts'
import { noteAccountUsed } from '../../accounts/commands.ts'
import { composeEmail, dataFor, type Frozen, hasFields } from '../../letters/rules.ts'
import type { Input, Prepared } from '../checking/commands.ts'
import { headerId, type Planned, type RecipientData } from '../rules.ts'

/** Dispatch, frozen content, recipients, messages and outbox jobs: whole in one transaction, before the answer (RELIABILITY G1). */
export const insertDispatch = (deps: Deps, right: Right<'dispatches.create'>, input: Input, prepared: Prepared) =>
  deps.database.transaction(
    async (tx, connection) => {
      const { choice } = input
      const { planned, counts, account, sender, sendAt, letter } = prepared
      const emails = counts.email + counts.both
      // The Others' e-mails too: where everybody else is written to on paper, they are all that is sent.
      const leaving = emails + (prepared.serverId ? prepared.others.length : 0)
      const undoable = !sendAt && leaving > 0 && prepared.undoSeconds > 0
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
          state: sendAt ? 'scheduled' : undoable ? 'undoable' : leaving > 0 ? 'sending' : 'done',
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
          printCopy: choice.kind === 'letter' ? choice.printCopy : 'none',
          duplex: choice.duplex,
          printOrder: choice.order,
          others: prepared.others.map(one => one.address),
          frozen: prepared.frozen as object,
          attachments: prepared.attachments,
          printState: papers > 0 ? 'preparing' : 'none',
        },
      })
      await insertRecipients(connection, dispatch.id, planned)
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
    { timeout: 30_000, maxWait: 10_000 },
  )

const nobody: RecipientData = { recipients: [], kind: 'guardian', address: null, students: [] }

/** The list shows one subject for all: what is the same for everybody is filled in, what is each one's own is "…". */
const shownSubject = (frozen: Frozen, written: string, fallback: string, reader: Language): string => {
  // A letter's own subject is shown as its recipients get it: its words and its dates in one language.
  const own = languages.find(one => frozen.contents[one]?.subject === written.trim())
  const language = own ?? reader
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
const separators = /[\u001d-\u001f]/g
/** Fields as one record; one look at all of it for the rare value that holds a separator. */
const joined = (values: string[]): string => {
  const clean = values.join('').search(separators) < 0 ? values : values.map(value => value.replace(separators, ' '))
  return clean.join(unit).replaceAll('\n', inner)
}

/** Recipients in one statement: fewer cost time, more cost memory, since text and driver's buffers grow with them. */
const recipientsAtOnce = 1000

/**
 * Recipients in the order of the plan, as one text that Postgres splits: for 5,000 recipients half the time of JSON,
 * and less than arrays, which the driver must quote value by value.
 */
const insertRecipients = async (connection: Connection, dispatchId: string, planned: readonly Planned[]) => {
  const fields = (one: Planned, position: number) =>
    joined([
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
    ])
  // Postgres writes some while the next are put into words.
  let writing: Promise<unknown> = Promise.resolve()
  for (let at = 0; at < planned.length; at += recipientsAtOnce) {
    const lines = planned.slice(at, at + recipientsAtOnce).map((one, index) => fields(one, at + index))
    const text = lines.join(record)
    await writing
    writing = connection.query(
      `INSERT INTO dispatch_recipient (dispatch_id, position, person_ids, name, sort_name, sort_class, postcode, concerned, language, outcome, reason, address, address_lines, data)
       SELECT $1::uuid, f[1]::int, f[2]::uuid[], f[3], f[4], f[5], f[6], f[7], f[8], f[9], f[10], NULLIF(f[11], ''), CASE WHEN f[12] = '' THEN '{}' ELSE string_to_array(f[12], chr(29)) END, f[13]::jsonb
       FROM (SELECT string_to_array(line, chr(31)) AS f FROM string_to_table($2, chr(30)) AS line OFFSET 0) AS split`,
      [dispatchId, text],
    )
  }
  await writing
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
