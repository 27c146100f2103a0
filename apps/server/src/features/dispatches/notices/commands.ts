import { randomUUID } from 'node:crypto'
import type { Language } from '@mailroom/contract'
import { escapeHtml } from '@mailroom/letter'
import type { Deps } from '../../../deps.ts'
import type { Transaction } from '../../../platform/database.ts'
import type { Actor } from '../../../platform/rights.ts'
import { getSenderFacts } from '../../sending/queries.ts'
import { resolveSender } from '../../sending/rules.ts'
import type { MailInvitation } from '../../users/commands.ts'
import { headerId } from '../rules.ts'

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
