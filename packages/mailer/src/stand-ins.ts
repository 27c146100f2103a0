import { createHash } from 'node:crypto'
import type { EncodedFile, MailAttachment } from './mail.ts'

/** From base64 in lines of 76 that end in LF, as Postgres' `encode()` writes it. */
export const toEncodedFile = (lines: string): EncodedFile => ({
  base64: (lines.endsWith('\n') ? lines.slice(0, -1) : lines).replace(/\n/g, '\r\n'),
})

/** A message, or its body, with room left for files: before, between and behind them; which attachment comes where. */
export type Frame = { pieces: Buffer[]; order: number[] }

/**
 * Files that are put into the finished message as text, behind nodemailer's back: it sends every byte through four
 * streams, which costs ten times as much as all the rest of a letter with its PDF. Text and messages are left to it: it
 * looks into them to choose an encoding.
 */
export const isSpliced = ({ contentType, content }: MailAttachment): boolean =>
  !/^(?:text|message|multipart)\//i.test(contentType) && ('base64' in content || content.length > 0)

/** What nodemailer is given in a file's stead: 24 bytes, so one line of base64, which nobody can guess. */
const standIn = (boundary: string, index: number): Buffer =>
  createHash('sha256').update(`${boundary} ${index}`).digest().subarray(0, 24)

/** The attachments with stand-ins for those that are spliced. */
export const withStandIns = (attachments: MailAttachment[], boundary: string): MailAttachment[] =>
  attachments.map((one, index) => (isSpliced(one) ? { ...one, content: standIn(boundary, index) } : one))

/** Cuts the stand-ins out of what nodemailer made of them. Pictures inside the text come before other attachments. */
export const cutStandIns = (raw: Buffer, attachments: MailAttachment[], boundary: string): Frame => {
  const found = attachments.flatMap((one, index) => {
    if (!isSpliced(one)) return []
    const line = standIn(boundary, index).toString('base64')
    const at = raw.lastIndexOf(`\r\n\r\n${line}\r\n`, undefined, 'latin1')
    if (at < 0) throw new Error('an attachment has no place in the message')
    return [{ index, from: at + 4, to: at + 4 + line.length }]
  })
  found.sort((a, b) => a.from - b.from)
  const starts = [0, ...found.map(one => one.to)]
  const pieces = starts.map((start, n) => Buffer.from(raw.subarray(start, found[n]?.from)))
  return { pieces, order: found.map(one => one.index) }
}

/** The whole message: `head`, then the frame with the attachments in their places. */
export const fillFrame = (head: Buffer, { pieces, order }: Frame, attachments: MailAttachment[]): Buffer => {
  const files = order.map(index => linesOf(attachments[index]?.content ?? { base64: '' }))
  const length = [...pieces, ...files].reduce((sum, part) => sum + part.length, head.length)
  const raw = Buffer.allocUnsafe(length)
  let at = head.copy(raw)
  pieces.forEach((piece, index) => {
    at += piece.copy(raw, at)
    at += raw.write(files[index] ?? '', at, 'latin1')
  })
  return raw
}

const linesOf = (content: MailAttachment['content']): string =>
  'base64' in content
    ? content.base64
    : Buffer.from(content.buffer, content.byteOffset, content.byteLength)
        .toString('base64')
        .replace(/.{76}(?!$)/g, '$&\r\n')
