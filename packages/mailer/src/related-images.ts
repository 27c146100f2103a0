import { createHash } from 'node:crypto'
import type { MailAttachment } from './mail.ts'

export type RelatedHtml = {
  html: string
  /** What the HTML shows as `cid:…`: each image once, in the order of the text. */
  related: (MailAttachment & { cid: string })[]
}

/** A whole `<img …>`: a `>` inside a quoted attribute does not end it. */
const imageTag = /<img\b(?:[^>"']|"[^"]*"|'[^']*')*>/gi
const inlineSource = /(\ssrc\s*=\s*)(["'])data:image\/(png|jpeg|gif|webp);base64,([A-Za-z0-9+/]+={0,2})\2/i
const endings: Record<string, string> = { png: 'png', jpeg: 'jpg', gif: 'gif', webp: 'webp' }

const imageOf = (kind: string, content: Buffer, number: number): RelatedHtml['related'][number] => ({
  filename: `image-${number}.${endings[kind]}`,
  contentType: `image/${kind}`,
  content,
  // From the content alone: every try of a message, and every recipient of a dispatch, names it alike. RFC 2392 wants
  // the form of an address.
  cid: `${createHash('sha256').update(content).digest('hex').slice(0, 32)}@mailroom`,
})

/**
 * Takes images out of the HTML (`data:` URLs, as they are pasted into letters and signatures) and names them as parts of
 * the message (`cid:` URLs): Gmail and Outlook show no `data:` image. Pure; what is no bitmap in base64 stays as it is.
 */
export function relateImages(html: string): RelatedHtml {
  const byCid = new Map<string, RelatedHtml['related'][number]>()
  // Most mails have no image, and this is looked at for every one that is sent.
  if (!html.includes('data:image/')) return { html, related: [] }
  const replaced = html.replace(imageTag, tag =>
    tag.replace(inlineSource, (_, before: string, quote: string, kind: string, base64: string) => {
      const image = imageOf(kind.toLowerCase(), Buffer.from(base64, 'base64'), byCid.size + 1)
      if (!byCid.has(image.cid)) byCid.set(image.cid, image)
      return `${before}${quote}cid:${image.cid}${quote}`
    }),
  )
  return { html: replaced, related: [...byCid.values()] }
}
