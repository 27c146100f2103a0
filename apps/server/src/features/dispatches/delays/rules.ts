import type { Language } from '@mailroom/contract'
import { escapeHtml } from '@mailroom/letter'
import { renderEmail } from '@mailroom/letter/email'

/** E-mails that their recipients' servers have put off for so long are told to whoever sent them (RELIABILITY §4). */
export const tellAfterHours = 4

/** One dispatch whose author is told: `count` of its e-mails wait; the first is given up on at `until`. */
export type Delay = { count: number; subject: string; until: Date; link: string; name: string }

const words = {
  en: ({ count, subject, name }: Delay, day: string) => ({
    subject: `Still on its way: ${subject}`,
    hello: `Hello ${name},`,
    what:
      count === 1
        ? `One e-mail of “${subject}” has been put off by its recipient’s mail server for four hours.`
        : `${count} e-mails of “${subject}” have been put off by their recipients’ mail servers for four hours.`,
    next: `You need do nothing: Mailroom goes on trying until ${day}, and asks you then. If it is urgent, see who is concerned, correct an address or print the letter:`,
  }),
  fr: ({ count, subject, name }: Delay, day: string) => ({
    subject: `Toujours en route : ${subject}`,
    hello: `Bonjour ${name},`,
    what:
      count === 1
        ? `Un e-mail de « ${subject} » est repoussé depuis quatre heures par le serveur de son destinataire.`
        : `${count} e-mails de « ${subject} » sont repoussés depuis quatre heures par les serveurs de leurs destinataires.`,
    next: `Vous n’avez rien à faire : Mailroom continue d’essayer jusqu’au ${day}, puis vous demandera. Si c’est urgent, voyez qui est concerné, corrigez une adresse ou imprimez la lettre :`,
  }),
}
const locales: Record<Language, string> = { en: 'en-GB', fr: 'fr-FR' }

/** The e-mail that tells of a delay, as HTML and text. */
export const delayMail = (delay: Delay, head: { institution: string; accent: string; language: Language }) => {
  const { language, institution, accent } = head
  const day = new Intl.DateTimeFormat(locales[language], { day: 'numeric', month: 'long' }).format(delay.until)
  const { subject, hello, what, next } = words[language](delay, day)
  const link = escapeHtml(delay.link)
  const html = `<p>${escapeHtml(hello)}</p><p>${escapeHtml(what)}</p><p>${escapeHtml(next)}</p><p><a href="${link}">${link}</a></p>`
  return { subject, ...renderEmail({ html, schoolName: institution || 'Mailroom', accent, language }) }
}
