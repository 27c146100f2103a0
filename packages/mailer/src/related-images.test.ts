import { createHash } from 'node:crypto'
import { simpleParser } from 'mailparser'
import { describe, expect, it } from 'vitest'
import { composeMail, createComposer } from './compose.ts'
import type { Mail } from './mail.ts'
import { relateImages } from './related-images.ts'

const png = Buffer.from('89504e470d0a1a0a00ff10', 'hex')
const gif = Buffer.from('GIF89a\u0001')
const url = (kind: string, content: Buffer) => `data:image/${kind};base64,${content.toString('base64')}`
const html = `<p style="color:red">Bonjour <img alt="a &gt; b > c" src="${url('png', png)}" width="80"></p><img src='${url('gif', gif)}'><img src="${url('png', png)}">`

const mail: Mail = {
  messageId: '<42@ecole.fr>',
  date: new Date('2026-01-05T08:00:00Z'),
  boundary: 'b42',
  from: { name: '', address: 'mail@ecole.fr' },
  to: { name: '', address: 'zoe@famille.fr' },
  subject: 'Réunion',
  text: 'Bonjour',
  html,
  attachments: [{ filename: 'lettre.pdf', contentType: 'application/pdf', content: Buffer.from('%PDF-1.7') }],
  envelopeFrom: 'mail@ecole.fr',
  envelopeTo: 'zoe@famille.fr',
}

describe('relateImages', () => {
  it('names each image once, after its bytes', () => {
    const { html: shown, related } = relateImages(html)
    const cid = `${createHash('sha256').update(png).digest('hex').slice(0, 32)}@mailroom`
    expect(shown).not.toContain('data:')
    expect(shown).toContain(`<img alt="a &gt; b > c" src="cid:${cid}" width="80">`)
    expect(shown).toContain(`<img src="cid:${cid}">`)
    expect(related.map(one => [one.filename, one.contentType, one.content])).toEqual([
      ['image-1.png', 'image/png', png],
      ['image-2.gif', 'image/gif', gif],
    ])
    expect(relateImages(shown)).toEqual({ html: shown, related: [] })
  })

  it.each([
    ['text', '<p>data:image/png;base64,AAAA</p>'],
    ['a link', '<a href="data:image/png;base64,AAAA">x</a>'],
    ['a drawing, which can hold scripts', '<img src="data:image/svg+xml;base64,AAAA">'],
    ['what is not base64', '<img src="data:image/png,<x>">'],
    ['a quote that never ends', `<img alt="${'x'.repeat(50_000)} src=data:image/png;base64,AAAA`],
  ])('leaves %s as it is', (_, given) => expect(relateImages(given)).toEqual({ html: given, related: [] }))
})

describe('composeMail', () => {
  it('sends pasted images as parts beside the HTML, the attachment apart', async () => {
    const parsed = await simpleParser(await composeMail(mail), { skipImageLinks: true })
    const images = parsed.attachments.filter(file => file.related)
    expect(images.map(file => [file.contentType, file.contentDisposition, file.content])).toEqual([
      ['image/png', 'inline', png],
      ['image/gif', 'inline', gif],
    ])
    for (const image of images) expect(parsed.html).toContain(`cid:${image.cid}`)
    expect(parsed.html).not.toContain('data:')
    expect(parsed.attachments.filter(file => !file.related).map(file => file.filename)).toEqual(['lettre.pdf'])
  })

  it('gives the same bytes at every try', async () => {
    const tries = await Promise.all([composeMail(mail), composeMail({ ...mail }), createComposer(1)(mail, 'key')])
    expect(new Set(tries.map(raw => raw.toString('binary'))).size).toBe(1)
  })
})
