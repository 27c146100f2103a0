import { createHash } from 'node:crypto'
import { type ParsedMail, simpleParser } from 'mailparser'
import MailComposer from 'nodemailer/lib/mail-composer'
import { describe, expect, it } from 'vitest'
import { composeMail, createComposer, MailInputError } from './compose.ts'
import type { Mail, MailAttachment } from './mail.ts'
import { toEncodedFile } from './stand-ins.ts'

const mail: Mail = {
  messageId: '<42@ecole.fr>',
  date: new Date('2026-01-05T08:00:00Z'),
  boundary: 'b42',
  from: { name: 'Collège Éluard, via Mailroom', address: 'mail@ecole.fr' },
  to: { name: 'Zoë "Z" <x@evil.fr>', address: 'zoe@famille.fr' },
  replyTo: { name: 'Secrétariat', address: 'bureau@ecole.fr' },
  subject: 'Réunion des parents — 3ᵉ B',
  text: 'Bonjour,\n.\nÀ lundi.',
  html: '<p>Bonjour <img src="cid:logo"></p>',
  attachments: [
    { filename: 'lettre à lire.pdf', contentType: 'application/pdf', content: Buffer.from('%PDF-1.7') },
    { filename: 'logo.png', contentType: 'image/png', content: new Uint8Array([1, 2, 3]), cid: 'logo' },
  ],
  envelopeFrom: 'mail@ecole.fr',
  envelopeTo: 'zoe@famille.fr',
  headers: { 'Auto-Submitted': 'auto-generated' },
}

/** What nodemailer alone makes of it. */
const plain = async ({ boundary, to, cc: _, envelopeFrom: __, envelopeTo: ___, ...rest }: Mail): Promise<Buffer> =>
  new MailComposer({
    ...rest,
    to: [to],
    attachments: rest.attachments as { content: Buffer }[],
    baseBoundary: boundary,
    newline: 'win',
    xMailer: false,
  })
    .compile()
    .build()

const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

describe('composeMail', () => {
  it('gives the same bytes for the same input, nested multiparts included', async () => {
    const all = await Promise.all(Array.from({ length: 5 }, () => composeMail(structuredMail())))
    expect(new Set(all.map(hash)).size).toBe(1)
    const boundaries = [...(all[0]?.toString() ?? '').matchAll(/boundary="([^"]+)"/g)].map(match => match[1])
    expect(boundaries.length).toBeGreaterThanOrEqual(3)
    expect(boundaries.every(boundary => boundary?.includes('b42'))).toBe(true)
  })

  it('writes what was asked, readable by another library', async () => {
    const parsed: ParsedMail = await simpleParser(await composeMail(mail))
    expect(parsed.messageId).toBe('<42@ecole.fr>')
    expect(parsed.date).toEqual(mail.date)
    expect(parsed.subject).toBe(mail.subject)
    expect(parsed.from?.value).toEqual([mail.from])
    expect(parsed.replyTo?.value).toEqual([mail.replyTo])
    expect(parsed.to).toMatchObject({ value: [{ address: 'zoe@famille.fr' }] })
    expect(parsed.headers.get('auto-submitted')).toBe('auto-generated')
    expect(parsed.headers.has('x-mailer')).toBe(false)
    expect(parsed.text).toContain('À lundi.')
    expect(parsed.attachments.map(file => [file.filename, file.contentType, file.content.length])).toEqual(
      expect.arrayContaining([
        ['lettre à lire.pdf', 'application/pdf', 8],
        ['logo.png', 'image/png', 3],
      ]),
    )
  })

  it('uses CRLF only', async () => {
    expect(/[^\r]\n/.test((await composeMail(mail)).toString('binary'))).toBe(false)
  })

  it('never turns a name into a second address', async () => {
    const raw = (await composeMail({ ...mail, to: { name: 'x@a.fr>, <y@b.fr', address: 'zoe@famille.fr' } })).toString()
    const parsed = await simpleParser(raw)
    expect(parsed.to).toMatchObject({ value: [{ address: 'zoe@famille.fr' }] })
  })

  it.each<[string, Partial<Mail>]>([
    ['subject', { subject: 'a\r\nBcc: x@y.fr' }],
    ['subject', { subject: 'a\u0000' }],
    ['subject', { subject: 'a\ud800' }],
    ['from.name', { from: { name: 'a\nb', address: 'a@b.fr' } }],
    ['to.address', { to: { name: '', address: 'a@b.fr\r\n' } }],
    ['replyTo.name', { replyTo: { name: '\u001b', address: 'a@b.fr' } }],
    ['cc.0.name', { cc: [{ name: 'x\ry', address: 'a@b.fr' }] }],
    ['messageId', { messageId: '<1@x>\r\nX: y' }],
    ['boundary', { boundary: 'b\r\n' }],
    ['envelopeTo', { envelopeTo: 'a@b.fr\n' }],
    ['headers.X-Test', { headers: { 'X-Test': 'a\nb' } }],
    ['headers.X: y', { headers: { 'X: y': 'a' } }],
    [
      'attachments.0.filename',
      { attachments: [{ filename: 'a\r\nb', contentType: 'text/plain', content: Buffer.from('x') }] },
    ],
    [
      'attachments.0.contentType',
      { attachments: [{ filename: 'a', contentType: 'text/plain\n', content: Buffer.from('x') }] },
    ],
  ])('refuses control characters in %s', async (field, change) => {
    const failure: unknown = await composeMail({ ...mail, ...change }).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(MailInputError)
    expect((failure as MailInputError).field.replaceAll('?', ' ')).toBe(field)
  })
})

/** A deep copy, so that nothing can be shared between two builds. */
function structuredMail(): Mail {
  const attachments = mail.attachments?.map(file => ({ ...file, content: Buffer.from(file.content as Uint8Array) }))
  return { ...mail, from: { ...mail.from }, to: { ...mail.to }, headers: { ...mail.headers }, attachments }
}

describe('createComposer', () => {
  const others = Array.from({ length: 4 }, (_, n) => ({
    ...mail,
    messageId: `<${n}@ecole.fr>`,
    subject: `Réunion n° ${n}`,
    to: { name: `Élève ${n}`, address: `parent${n}@famille.fr` },
  }))

  it('gives byte for byte what composeMail gives, for mails that share a body', async () => {
    for (const shape of [{}, { attachments: [] }, { html: undefined, attachments: [] }]) {
      const compose = createComposer(1_000_000)
      for (const one of others) {
        const asked = { ...one, ...shape }
        expect(hash(await compose(asked, 'a'))).toBe(hash(await composeMail(asked)))
      }
    }
  })

  it('writes names, subjects and dates as nodemailer itself writes them, whatever came first', async () => {
    const compose = createComposer(1_000_000)
    const long = 'Zoë-Élisabeth '.repeat(12).trim()
    const names = ['', 'Zoé', 'O"Neil, Jr.', long, '王小明', 'a@b', "d'Arc (Jeanne)", 'plain', 'plain']
    const addresses = ['a@b.fr', 'zoé@famille.fr', 'x@école.fr', `${'l'.repeat(60)}@${'d'.repeat(50)}.example`]
    for (const [n, name] of [...names, ...names].entries()) {
      const asked = {
        ...mail,
        to: { name, address: addresses[n % addresses.length] ?? '' },
        subject: n % 3 ? 'Réunion' : `${name} ${'mot '.repeat(n * 3)}`,
        messageId: `<${'i'.repeat(n * 9)}@ecole.fr>`,
        date: new Date(Date.UTC(2026, 10, 25) + (n % 2) * 86_400_000 * n),
      }
      expect((await compose(asked, 'a')).toString()).toBe((await plain(asked)).toString())
    }
  })

  it('refuses control characters in what is not shared', async () => {
    const compose = createComposer(1_000_000)
    await compose(mail, 'a')
    for (const change of [{ subject: 'a\nb' }, { to: { name: 'a\rb', address: 'a@b.fr' } }, { messageId: '<a\n>' }])
      await expect(compose({ ...mail, ...change }, 'a')).rejects.toBeInstanceOf(MailInputError)
  })

  it('puts files of any length into their places as nodemailer itself writes them', async () => {
    for (const length of [1, 56, 57, 58, 113, 114, 115, 5700, 24_576, 100_001]) {
      const content = Buffer.from(Array.from({ length }, (_, n) => (n * 7919) % 256))
      const base64 = content.toString('base64')
      // As Postgres' encode() does: a line end behind each full line, the last one included.
      const encoded = base64.replace(/.{76}/g, '$&\n')
      const note = Buffer.from('À voir\n.\n')
      const files = (content: MailAttachment['content'], text: MailAttachment['content']): MailAttachment[] => [
        { filename: 'a.pdf', contentType: 'application/pdf', content },
        { filename: 'note.txt', contentType: 'text/plain', content: text },
        { filename: 'b.png', contentType: 'image/png', content: Buffer.from('b'), cid: 'logo' },
      ]
      const direct = await plain({ ...mail, attachments: files(content, note) })
      for (const form of [content, new Uint8Array(content), toEncodedFile(encoded)]) {
        for (const text of [note, toEncodedFile(note.toString('base64'))])
          expect(hash(await composeMail({ ...mail, attachments: files(form, text) }))).toBe(hash(direct))
      }
    }
  })

  it('gives each mail of a shared body its own file', async () => {
    const compose = createComposer(1_000_000)
    for (const [n, one] of others.entries()) {
      const content = Buffer.from(`%PDF-1.7 ${n}`.repeat(n + 1))
      const asked = { ...one, attachments: [{ filename: 'a.pdf', contentType: 'application/pdf', content }] }
      const raw = await compose(asked, 'a')
      expect(hash(raw)).toBe(hash(await plain(asked)))
      expect((await simpleParser(raw)).attachments[0]?.content).toEqual(content)
    }
  })

  it('keeps no more than it may, and stays right when it forgets', async () => {
    const compose = createComposer(2000)
    for (const [n, one] of others.entries()) {
      const asked = { ...one, text: `${n % 2}`.repeat(1500), attachments: [] }
      expect(hash(await compose(asked, String(n % 2)))).toBe(hash(await composeMail(asked)))
    }
  })
})
