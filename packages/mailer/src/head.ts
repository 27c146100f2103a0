import { foldLines } from 'nodemailer/lib/mime-funcs'
import MimeNode from 'nodemailer/lib/mime-node'
import type { Mail } from './mail.ts'

/** What its header fields for one recipient are made of; the body is not held. */
type Own = Pick<Mail, 'to' | 'subject' | 'messageId' | 'date'>
/** The header fields of a finished message in their order, each with its folded lines, and whom they were made for. */
export type Head = { fields: string[]; model: Own }

/** `text` is a header as it stands in a message, without the empty line behind it (RFC 5322 §2.2.3: folded lines begin with a blank). */
export const splitHead = ({ to, subject, messageId, date }: Own, text: string): Head => ({
  fields: text.split(/\r\n(?![ \t])/),
  model: { to, subject, messageId, date },
})

const encoder = new MimeNode()
const isSame = (one: unknown, other: unknown) =>
  one === other || (one instanceof Date && other instanceof Date && one.getTime() === other.getTime())

/** Fields that differ from one recipient to the next. */
const own: Record<string, (mail: Own) => string | Date | Mail['to'][]> = {
  To: mail => [mail.to],
  Subject: mail => mail.subject,
  'Message-ID': mail => mail.messageId,
  Date: mail => mail.date,
}

/**
 * The header of another recipient's mail, as nodemailer writes it: it encodes and folds each field by itself, so that the
 * fields that are the same for all need not be made again.
 */
export const headFor = (mail: Own, { fields, model }: Head): string => {
  const lines = fields.map(field => {
    const name = field.slice(0, field.indexOf(':'))
    const value = own[name]?.(mail)
    if (value === undefined || isSame(value, own[name]?.(model))) return field
    return foldLines(`${name}: ${encoder.encodeHeaderValue(name, value)}`, 76)
  })
  return `${lines.join('\r\n')}\r\n\r\n`
}
