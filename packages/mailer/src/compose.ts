import MailComposer from 'nodemailer/lib/mail-composer'
import { relateImages } from './related-images.ts'

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
  return compile(mail).build()
}

/**
 * The same bytes as `composeMail`, for mails that share everything but their headers: what stands behind the headers is
 * encoded once per `key` and kept, the latest `keepBytes` of it. One key must always mean the same html, text,
 * attachments and boundary.
 */
export function createComposer(keepBytes: number): (mail: Mail, key: string) => Promise<Buffer> {
  const bodies = new Map<string, Body>()
  let kept = 0
  const keep = (key: string, body: Body) => {
    for (const [oldest, { bytes }] of bodies) {
      if (kept + body.bytes.length <= keepBytes) break
      bodies.delete(oldest)
      kept -= bytes.length
    }
    if (body.bytes.length > keepBytes) return
    bodies.set(key, body)
    kept += body.bytes.length
  }
  return async (mail, key) => {
    const known = bodies.get(key)
    if (known) return Buffer.concat([headOf(mail, known), known.bytes])
    const raw = await composeMail(mail)
    if (!bodies.has(key)) keep(key, splitBody(raw))
    return raw
  }
}

/** What stands behind the headers, and those headers that describe it. */
type Body = { bytes: Buffer; headers: [name: string, value: string][] }
const described = ['Content-Transfer-Encoding', 'Content-Type']

const splitBody = (raw: Buffer): Body => {
  const end = raw.indexOf('\r\n\r\n') + 4
  // Unfolded (RFC 5322 §2.2.3): the composer folds them again, at the same places.
  const lines = raw
    .toString('latin1', 0, end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
  const headers = described.flatMap((name): [string, string][] => {
    const line = lines.find(one => one.startsWith(`${name}: `))
    return line ? [[name, line.slice(name.length + 2)]] : []
  })
  return { bytes: Buffer.from(raw.subarray(end)), headers }
}

const headOf = (mail: Mail, body: Body): Buffer => {
  const message = compile({ ...mail, html: undefined, text: '', attachments: undefined })
  for (const [name, value] of body.headers) message.setHeader(name, value)
  return Buffer.from(`${message.buildHeaders()}\r\n\r\n`)
}

function compile(mail: Mail) {
  refuseUnsafe(mail)
  const { messageId, date, from, to, replyTo, cc, subject, text, headers, boundary } = mail
  const { html, related } = relateImages(mail.html ?? '')
  const composer = new MailComposer({
    messageId,
    date,
    from,
    to: [to],
    replyTo,
    cc,
    subject,
    text,
    html: html || undefined,
    headers,
    attachments: [...related, ...(mail.attachments ?? [])].map(({ filename, contentType, content, cid }) => ({
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
  return composer.compile()
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
