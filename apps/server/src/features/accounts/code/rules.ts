import type { AccountView, Language } from '@mailroom/contract'
import { escapeHtml } from '@mailroom/letter'
import { renderEmail } from '@mailroom/letter/email'

/** A code lives 30 minutes, allows 5 tries, and another one may be asked for after a minute (SPEC row 11). */
export const codeMinutes = 30
export const codeTries = 5
export const resendSeconds = 60

type CodeColumns = {
  state: string
  codeHash: string | null
  codeSentAt: Date | null
  codeExpiresAt: Date | null
  codeTries: number
}

const after = (date: Date, seconds: number) => new Date(date.getTime() + seconds * 1000)

/** When the code was sent and what it still allows; null when no code is waited for. */
export const viewCode = (account: CodeColumns): AccountView['code'] => {
  const { state, codeHash, codeSentAt, codeExpiresAt } = account
  if (state !== 'pending' || !codeHash || !codeSentAt || !codeExpiresAt) return null
  return {
    sentAt: codeSentAt.toISOString(),
    expiresAt: codeExpiresAt.toISOString(),
    triesLeft: Math.max(0, codeTries - account.codeTries),
    resendAt: after(codeSentAt, resendSeconds).toISOString(),
  }
}

/** Whole seconds until another code may be sent; 0 when it may. */
export const secondsToWait = (codeSentAt: Date | null, now: Date): number =>
  codeSentAt ? Math.max(0, Math.ceil((after(codeSentAt, resendSeconds).getTime() - now.getTime()) / 1000)) : 0

/** Columns of an account that a fresh code is sent to. */
export const freshCode = (codeHash: string, now: Date) => ({
  codeHash,
  codeSentAt: now,
  codeExpiresAt: after(now, codeMinutes * 60),
  codeTries: 0,
})
/** Columns of an account that waits for no code. */
export const noCode = { codeHash: null, codeSentAt: null, codeExpiresAt: null, codeTries: 0 } as const

/** The code as typed or pasted: spaces and hyphens do not count, full-width digits are digits. */
export const readCode = (typed: string): string => typed.normalize('NFKC').replace(/[\s\p{Pd}]/gu, '')

/** Six digits, zeros in front included. */
export const writeCode = (number: number): string => String(number).padStart(6, '0')

const inGroups = (code: string) => `${code.slice(0, 3)}\u00a0${code.slice(3)}`

export type CodeMail = {
  code: string
  designation: string | null
  by: string
  institution: string
  /** Colour of the institution's letterhead, `#rrggbb` or empty. */
  accent: string
  language: Language
}

const words = {
  en: (mail: CodeMail) => ({
    subject: `Your code to confirm this address${mail.institution ? ` (${mail.institution})` : ''}`,
    intro: mail.designation
      ? `${mail.by} wants to send e-mail from this address as “${mail.designation}”. The code shows that the address is really yours:`
      : `${mail.by} wants to send e-mail from this address. The code shows that the address is really theirs:`,
    use: `Type it in Mailroom within ${codeMinutes} minutes. It works once.`,
    otherwise: 'If you expected nothing of the kind, simply delete this message: without the code nothing happens.',
  }),
  fr: (mail: CodeMail) => ({
    subject: `Votre code pour confirmer cette adresse${mail.institution ? ` (${mail.institution})` : ''}`,
    intro: mail.designation
      ? `${mail.by} souhaite envoyer des e-mails depuis cette adresse sous le nom « ${mail.designation} ». Ce code prouve que l’adresse est bien la vôtre :`
      : `${mail.by} souhaite envoyer des e-mails depuis cette adresse. Ce code prouve que l’adresse est bien la sienne :`,
    use: `Saisissez-le dans Mailroom dans les ${codeMinutes} minutes. Il ne sert qu’une fois.`,
    otherwise: 'Si vous n’attendiez rien de tel, supprimez ce message : sans le code, il ne se passe rien.',
  }),
}

/** The e-mail that carries a code. The subject does not: subjects are shown in lists and kept longer. */
export const codeMail = (mail: CodeMail): { subject: string; html: string; text: string } => {
  const { subject, intro, use, otherwise } = words[mail.language](mail)
  const code = `<p style="font-size:28px;font-weight:bold;letter-spacing:2px">${inGroups(mail.code)}</p>`
  const html = `<p>${escapeHtml(intro)}</p>${code}<p>${escapeHtml(use)}</p><p>${escapeHtml(otherwise)}</p>`
  const { institution, accent, language } = mail
  const shown = renderEmail({ html, schoolName: institution || 'Mailroom', accent, language })
  return { subject, ...shown }
}
