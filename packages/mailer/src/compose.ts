import MailComposer from 'nodemailer/lib/mail-composer'
import { type Head, headFor, splitHead } from './head.ts'
import type { Mail, MailAddress } from './mail.ts'
import { relateImages } from './related-images.ts'
import { cutStandIns, type Frame, fillFrame, withStandIns } from './stand-ins.ts'

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
  return fillFrame(nothing, await frameOf(mail), mail.attachments ?? [])
}

/**
 * The same bytes as `composeMail`. Mails with the same `key` differ in To, Subject, Message-ID, Date, envelope and the
 * contents of their attachments only: all the rest is made once per key, and the latest `keepBytes` of it are kept.
 * Without a key nothing is kept.
 */
export function createComposer(keepBytes: number): (mail: Mail, key?: string) => Promise<Buffer> {
  const bodies = new Map<string, Body>()
  let kept = 0
  const keep = (key: string, body: Body) => {
    for (const [oldest, { size }] of bodies) {
      if (kept + body.size <= keepBytes) break
      bodies.delete(oldest)
      kept -= size
    }
    if (body.size > keepBytes) return
    bodies.set(key, body)
    kept += body.size
  }
  return async (mail, asked) => {
    // Without a subject there is no such field, and so no place for the next one's.
    const key = mail.subject.trim() ? asked : undefined
    const attachments = mail.attachments ?? []
    const known = key === undefined ? undefined : bodies.get(key)
    if (known) {
      refuse(ownValues(mail))
      return fillFrame(Buffer.from(headFor(mail, known.head)), known, attachments)
    }
    const frame = await frameOf(mail)
    if (key !== undefined && !bodies.has(key)) keep(key, splitBody(mail, frame))
    return fillFrame(nothing, frame, attachments)
  }
}

const nothing = Buffer.alloc(0)
const frameOf = async (mail: Mail): Promise<Frame> => {
  refuse([...ownValues(mail), ...sharedValues(mail)])
  const attachments = mail.attachments ?? []
  const raw = await compile({ ...mail, attachments: withStandIns(attachments, mail.boundary) }).build()
  return cutStandIns(raw, attachments, mail.boundary)
}

type Body = Frame & { size: number; head: Head }
const splitBody = (mail: Mail, { pieces: [first = nothing, ...rest], order }: Frame): Body => {
  const end = first.indexOf('\r\n\r\n')
  const head = splitHead(mail, first.toString('utf8', 0, end))
  const pieces = [Buffer.from(first.subarray(end + 4)), ...rest]
  return { pieces, order, head, size: pieces.reduce((sum, piece) => sum + piece.length, end) }
}

function compile(mail: Mail) {
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
      content: 'base64' in content ? Buffer.from(content.base64, 'base64') : asBuffer(content),
    })),
    baseBoundary: boundary,
    newline: 'win',
    xMailer: false,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return composer.compile()
}

const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

type Value = [field: string, value: string | undefined]

/** What differs from one recipient to the next. */
const ownValues = (mail: Mail): Value[] => [
  ['messageId', mail.messageId],
  ['subject', mail.subject],
  ['envelopeFrom', mail.envelopeFrom],
  ['envelopeTo', mail.envelopeTo],
  ...addressValues('to', mail.to),
]

const sharedValues = (mail: Mail): Value[] => [
  ['boundary', mail.boundary],
  ...addressValues('from', mail.from),
  ...addressValues('replyTo', mail.replyTo),
  ...(mail.cc ?? []).flatMap((cc, i) => addressValues(`cc.${i}`, cc)),
  ...Object.entries(mail.headers ?? {}).map(([name, value]): Value => {
    // RFC 5322 §2.2: printable ASCII without the colon.
    if (!/^[!-9;-~]+$/.test(name)) throw new MailInputError(`headers.${name.replace(/[^!-~]/g, '?')}`)
    return [`headers.${name}`, value]
  }),
  ...(mail.attachments ?? []).flatMap((file, i): Value[] => [
    [`attachments.${i}.filename`, file.filename],
    [`attachments.${i}.contentType`, file.contentType],
    [`attachments.${i}.cid`, file.cid],
  ]),
]

function refuse(values: Value[]): void {
  for (const [field, value] of values) if (value !== undefined && !isSafe(value)) throw new MailInputError(field)
}

function addressValues(field: string, value: MailAddress | undefined): Value[] {
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
