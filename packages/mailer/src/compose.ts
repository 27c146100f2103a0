import MailComposer from 'nodemailer/lib/mail-composer'

export type MailAddress = { name: string; address: string }

export type MailAttachment = {
  filename: string
  contentType: string
  content: Buffer | Uint8Array
  /** Content-ID without brackets: shown inside the HTML body as `cid:…`. */
  cid?: string
}

/** One message, complete: nothing is added later, so that every retry sends the same bytes. */
export type Mail = {
  /** With or without angle brackets. */
  messageId: string
  date: Date
  /** Shared part of every MIME boundary, unique to the message. */
  boundary: string
  from: MailAddress
  to: MailAddress
  replyTo?: MailAddress
  cc?: MailAddress[]
  subject: string
  html?: string
  text: string
  attachments?: MailAttachment[]
  envelopeFrom: string
  envelopeTo: string
  /** Further headers, such as Auto-Submitted (RFC 3834). */
  headers?: Record<string, string>
}

/** A value that must not reach a header; `field` names it (`subject`, `to.name`, `headers.X-Y`, `attachments.0.filename`). */
export class MailInputError extends Error {
  readonly field: string
  constructor(field: string) {
    super(`${field} holds a character that is not allowed in a mail header`)
    this.name = 'MailInputError'
    this.field = field
  }
}

/**
 * The message as RFC 5322 bytes with CRLF line ends; the same input gives the same bytes, always (fixed Message-ID,
 * Date and boundaries). `envelopeFrom` and `envelopeTo` are not written.
 * @throws MailInputError when a header value holds CR, LF, NUL or any other control character, or a lone surrogate.
 */
export async function composeMail(mail: Mail): Promise<Buffer> {
  refuseUnsafe(mail)
  const { messageId, date, from, to, replyTo, cc, subject, html, text, headers, boundary } = mail
  const composer = new MailComposer({
    messageId,
    date,
    from,
    to: [to],
    replyTo,
    cc,
    subject,
    text,
    html,
    headers,
    attachments: mail.attachments?.map(({ filename, contentType, content, cid }) => ({
      filename,
      contentType,
      cid,
      content: Buffer.isBuffer(content) ? content : Buffer.from(content.buffer, content.byteOffset, content.byteLength),
    })),
    baseBoundary: boundary,
    newline: 'win',
    xMailer: false,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return composer.compile().build()
}

function refuseUnsafe(mail: Mail): void {
  const values: [string, string | undefined][] = [
    ['messageId', mail.messageId],
    ['boundary', mail.boundary],
    ['subject', mail.subject],
    ['envelopeFrom', mail.envelopeFrom],
    ['envelopeTo', mail.envelopeTo],
    ...addressValues('from', mail.from),
    ...addressValues('to', mail.to),
    ...addressValues('replyTo', mail.replyTo),
    ...(mail.cc ?? []).flatMap((cc, i) => addressValues(`cc.${i}`, cc)),
  ]
  for (const [name, value] of Object.entries(mail.headers ?? {})) {
    // RFC 5322 §2.2: printable ASCII without the colon.
    if (!/^[!-9;-~]+$/.test(name)) throw new MailInputError(`headers.${name.replace(/[^!-~]/g, '?')}`)
    values.push([`headers.${name}`, value])
  }
  for (const [i, file] of (mail.attachments ?? []).entries()) {
    values.push([`attachments.${i}.filename`, file.filename], [`attachments.${i}.contentType`, file.contentType])
    values.push([`attachments.${i}.cid`, file.cid])
  }
  for (const [field, value] of values) if (value !== undefined && !isSafe(value)) throw new MailInputError(field)
}

function addressValues(field: string, value: MailAddress | undefined): [string, string][] {
  if (!value) return []
  return [
    [`${field}.name`, value.name],
    [`${field}.address`, value.address],
  ]
}

/** Refused rather than cleaned: a control character in a name is an attack or a broken import, and both must be seen. */
function isSafe(value: unknown): boolean {
  return typeof value === 'string' && value.isWellFormed() && !/[\p{Cc}\u2028\u2029]/u.test(value)
}
