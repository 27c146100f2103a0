/** A file already in base64: lines of 76 characters with CRLF between them and none behind the last (RFC 2045 §6.8). */
export type EncodedFile = { base64: string }

export type MailAddress = { name: string; address: string }

export type MailAttachment = {
  filename: string
  contentType: string
  content: Buffer | Uint8Array | EncodedFile
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
