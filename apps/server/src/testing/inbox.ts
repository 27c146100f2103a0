import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { escapeHtml as escapeText } from '@mailroom/letter'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'

/** A mail as it arrived: envelope, raw bytes, and parsed when somebody looks. */
export type Received = {
  id: number
  at: Date
  from: string
  to: string[]
  raw: Buffer
  parsed: () => Promise<ParsedMail>
}
/** How the inbox misbehaves; each may answer with an SMTP error (`responseCode`) or let the mail pass. */
export type Manners = {
  onAuth?: (user: string, password: string) => Error | null
  onRcpt?: (address: string) => Error | null
  onData?: (raw: Buffer) => Error | null
  delayMs?: number
}
export type Inbox = {
  smtpPort: number
  url: string
  mails: Received[]
  manners: Manners
  /** Closes the SMTP port (connections are cut), as if the mail server were down. */
  switchOff: () => Promise<void>
  /** Opens it again on the same port. */
  switchOn: () => Promise<void>
  waitFor: (count: number, timeoutMs: number) => Promise<boolean>
  close: () => Promise<void>
}

/** An SMTP refusal with its reply code. */
export const smtpError = (code: number, message: string): Error =>
  Object.assign(new Error(message), { responseCode: code })

const listenOn = (mails: Received[], manners: Manners, port: number): Promise<SMTPServer> => {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    size: 50_000_000,
    hideSize: false,
    disableReverseLookup: true,
    maxClients: 500,
    logger: false,
    allowInsecureAuth: true,
    onAuth: (auth, _, done) => {
      const refusal = manners.onAuth?.(auth.username ?? '', auth.password ?? '')
      return refusal ? done(refusal) : done(null, { user: auth.username })
    },
    onRcptTo: (address, _, done) => done(manners.onRcpt?.(address.address) ?? null),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', chunk => chunks.push(chunk))
      stream.on('end', () => {
        const raw = Buffer.concat(chunks)
        const refusal = manners.onData?.(raw)
        if (refusal) return done(refusal)
        const { mailFrom, rcptTo } = session.envelope
        let parsed: Promise<ParsedMail> | undefined
        mails.push({
          id: mails.length + 1,
          at: new Date(),
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(one => one.address),
          raw,
          parsed: () => (parsed ??= simpleParser(raw, { skipImageLinks: true })),
        })
        setTimeout(() => done(), manners.delayMs ?? 0)
      })
    },
  })
  server.on('error', () => {})
  return new Promise((resolve, reject) => {
    server.server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
}

const escapeHtml = (value: unknown) => escapeText(String(value ?? ''))
const style =
  'body{font:14px/1.45 system-ui;margin:0;color:#1b1f2a;background:#f3f4f7}main{max-width:960px;margin:0 auto;padding:16px}table{width:100%;border-collapse:collapse;background:#fff;border-radius:10px}td,th{padding:8px 12px;text-align:left;border-bottom:1px solid #e2e5ec;overflow-wrap:anywhere}a{color:#3f51b5}iframe{width:100%;height:70vh;border:0;background:#fff;border-radius:10px}h1{font-size:20px}'
const page = (title: string, body: string) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title><style>${style}</style><main><h1>${escapeHtml(title)}</h1>${body}</main></html>`

const listPage = async (mails: Received[]) => {
  const latest = mails.slice(-200).reverse()
  const rows = await Promise.all(
    latest.map(async mail => {
      const parsed = await mail.parsed()
      return `<tr><td>${mail.at.toLocaleTimeString('en-GB')}</td><td>${escapeHtml(mail.to.join(', '))}</td><td><a href="/${mail.id}">${escapeHtml(parsed.subject || '(no subject)')}</a></td><td>${parsed.attachments.map(one => escapeHtml(one.filename)).join(', ')}</td></tr>`
    }),
  )
  return page(
    `Built-in inbox: ${mails.length} mails`,
    `<p>Everything that Mailroom sends in demo mode arrives here and nowhere else.</p><table><tr><th>Time</th><th>To</th><th>Subject</th><th>Attachments</th></tr>${rows.join('')}</table>`,
  )
}

const mailPage = async (mail: Received) => {
  const parsed = await mail.parsed()
  const attachments = parsed.attachments
    .map(
      (one, index) =>
        `<li><a href="/${mail.id}/${index}">${escapeHtml(one.filename)}</a> (${Math.ceil(one.size / 1024)} kB)</li>`,
    )
    .join('')
  const html = typeof parsed.html === 'string' ? parsed.html : `<pre>${escapeHtml(parsed.text)}</pre>`
  const facts = `<p>From ${escapeHtml(parsed.from?.text)}<br>To ${escapeHtml(mail.to.join(', '))}${parsed.replyTo ? `<br>Reply to ${escapeHtml(parsed.replyTo.text)}` : ''}</p>`
  return page(
    parsed.subject ?? '',
    `<p><a href="/">All mails</a></p>${facts}<ul>${attachments}</ul><iframe sandbox title="Message" srcdoc="${escapeHtml(html)}"></iframe>`,
  )
}

const servePage = (mails: Received[]): Server =>
  createServer(async (request, response) => {
    const [, id, index] = (request.url ?? '/').split('?')[0]?.split('/') ?? []
    const mail = id ? mails[Number(id) - 1] : undefined
    if (id && !mail) return response.writeHead(404).end('No such mail')
    const attachment = mail && index !== undefined ? (await mail.parsed()).attachments[Number(index)] : undefined
    if (attachment)
      return response
        .writeHead(200, {
          'content-type': attachment.contentType === 'application/pdf' ? 'application/pdf' : 'application/octet-stream',
          'x-content-type-options': 'nosniff',
        })
        .end(attachment.content)
    return response
      .writeHead(200, {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'",
      })
      .end(mail ? await mailPage(mail) : await listPage(mails))
  })

/**
 * The built-in inbox: a real SMTP server on loopback that keeps what it gets in memory, and a page that shows it. For
 * the demo, development and tests; production neither starts nor links it.
 */
export const startInbox = async (options: { smtpPort?: number; httpPort?: number } = {}): Promise<Inbox> => {
  const mails: Received[] = []
  const manners: Manners = {}
  let smtp: SMTPServer | null = await listenOn(mails, manners, options.smtpPort ?? 0)
  const smtpPort = (smtp.server.address() as AddressInfo).port
  const web = servePage(mails)
  await new Promise<void>(resolve => web.listen(options.httpPort ?? 0, '127.0.0.1', resolve))
  const switchOff = async () => {
    const closing = smtp
    smtp = null
    if (!closing) return
    for (const connection of closing.connections)
      (connection as { _socket?: { destroy: () => void } })._socket?.destroy()
    await new Promise<void>(resolve => closing.close(() => resolve()))
  }
  return {
    smtpPort,
    mails,
    manners,
    switchOff,
    url: `http://127.0.0.1:${(web.address() as AddressInfo).port}/`,
    switchOn: async () => {
      smtp ??= await listenOn(mails, manners, smtpPort)
    },
    waitFor: async (count, timeoutMs) => {
      const deadline = Date.now() + timeoutMs
      while (mails.length < count && Date.now() < deadline) await new Promise(resolve => setTimeout(resolve, 50))
      return mails.length >= count
    },
    close: async () => {
      await switchOff()
      await new Promise(resolve => web.close(resolve))
    },
  }
}
