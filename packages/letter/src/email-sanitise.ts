import sanitizeHtml from 'sanitize-html'
import { cleanText } from './characters.ts'
import { isSafeImage, isSafeLink } from './safe-urls.ts'

export interface SanitisedHtml {
  html: string
  /** What was taken out, each thing once, as short technical names: `<script>`, `onclick`, `javascript:`, `@import`, `url()`. */
  removed: string[]
}

const tags = [
  'p', 'br', 'div', 'span', 'h1', 'h2', 'h3', 'h4', 'strong', 'b', 'em', 'i', 'u', 's', 'sub', 'sup', 'small', 'blockquote', 'pre', 'code',
  'ul', 'ol', 'li', 'table', 'thead', 'tbody', 'tfoot', 'tr', 'td', 'th', 'colgroup', 'col', 'caption', 'a', 'img', 'hr',
] // biome-ignore format: a table

/** Elements whose content is no text either. */
const wholly = [
  'script',
  'style',
  'iframe',
  'object',
  'embed',
  'noscript',
  'template',
  'textarea',
  'select',
  'title',
  'svg',
  'math',
]

const length = /^-?\d{1,4}(?:\.\d+)?(?:px|pt|em|rem|%|mm)?$/
const colour = /^(?:#[0-9a-f]{3,8}|rgba?\([\d\s.,%]+\)|[a-z]{3,20})$/i
const lengths = /^(?:-?\d{1,4}(?:\.\d+)?(?:px|pt|em|rem|%|mm)?\s*){1,4}$/

/** Properties that mail programs honour and that cannot leave the message: no position, no url(), no expressions. */
const styles: Record<string, RegExp[]> = {
  color: [colour],
  'background-color': [colour],
  'font-family': [/^[\w\s"',-]{1,200}$/],
  'font-size': [length, /^(?:small|medium|large|x-large|smaller|larger)$/],
  'font-weight': [/^(?:normal|bold|\d{3})$/],
  'font-style': [/^(?:normal|italic)$/],
  'line-height': [length],
  'text-align': [/^(?:left|right|center|justify)$/],
  'text-decoration': [/^(?:none|underline|line-through)$/],
  'vertical-align': [/^(?:top|middle|bottom|baseline)$/],
  width: [length],
  height: [length],
  'max-width': [length],
  margin: [lengths],
  'margin-left': [length],
  'margin-right': [length],
  'margin-top': [length],
  'margin-bottom': [length],
  padding: [lengths],
  'border-collapse': [/^(?:collapse|separate)$/],
  border: [/^[\w\s.#(),%-]{1,60}$/],
  'border-top': [/^[\w\s.#(),%-]{1,60}$/],
  'border-bottom': [/^[\w\s.#(),%-]{1,60}$/],
  'border-left': [/^[\w\s.#(),%-]{1,60}$/],
}

/** Names what is about to be removed from one attribute. */
function judge(name: string, value: string, removed: Set<string>): void {
  if (/^on/i.test(name)) removed.add(name.toLowerCase())
  if (name === 'srcset') removed.add('srcset')
  if (name === 'style') {
    if (/url\s*\(/i.test(value)) removed.add('url()')
    if (/@import/i.test(value)) removed.add('@import')
    if (/expression\s*\(|-moz-binding|behavior\s*:/i.test(value)) removed.add('expression()')
    if (/position\s*:/i.test(value)) removed.add('position')
  }
}

function judgeUrl(tag: string, attribs: Record<string, string>, removed: Set<string>): Record<string, string> {
  const kept = { ...attribs }
  const link: { safe: boolean; href: string } = { safe: isSafeLink(kept.href), href: kept.href ?? '' }
  if (tag === 'a' && kept.href !== undefined && !link.safe) {
    const scheme = /^([a-z][a-z0-9+.-]{0,20}):/i.exec(link.href.replace(/\s/g, ''))?.[1]?.toLowerCase()
    removed.add(scheme ? `${scheme}:` : 'relative link')
    delete kept.href
  }
  if (tag === 'img' && !isSafeImage(kept.src)) {
    removed.add('remote image')
    delete kept.src
  }
  return kept
}

/** Tags, comments and sheets that the parser drops without telling. */
function judgeMarkup(html: string, removed: Set<string>): void {
  for (const [, name = ''] of html.matchAll(/<([a-z][a-z0-9-]{0,30})/gi)) {
    const tag = name.toLowerCase()
    if (!tags.includes(tag) && !['html', 'body', 'head', 'font', 'center'].includes(tag)) removed.add(`<${tag}>`)
  }
  if (/@import/i.test(html)) removed.add('@import')
}

/** A tag whose address was refused loses more than its attribute: an image without source is no image. */
function isEmptyImage(frame: sanitizeHtml.IFrame): boolean {
  return frame.tag === 'img' && !frame.attribs.src
}

/**
 * HTML that a user wrote or pasted (signatures, e-mails), reduced to what a mail may hold: text tags, tables, inline
 * bitmaps, http(s)/mailto/tel links, harmless styles. Scripts, handlers, frames, forms, style sheets, `url(`, remote
 * images and odd schemes are removed and named in `removed`. Idempotent; never throws; at most 50 tags deep.
 */
export function sanitiseUserHtml(html: string): SanitisedHtml {
  const removed = new Set<string>()
  const source = cleanText(html)
  judgeMarkup(source, removed)
  const clean = sanitizeHtml(source, {
    allowedTags: tags,
    nonTextTags: wholly,
    nestingLimit: 50,
    allowedAttributes: {
      '*': ['style', 'align', 'dir', 'lang'],
      a: ['href', 'title', 'rel'],
      img: ['src', 'alt', 'title', 'width', 'height'],
      td: ['colspan', 'rowspan', 'valign', 'width'],
      th: ['colspan', 'rowspan', 'valign', 'width', 'scope'],
      table: ['width', 'cellpadding', 'cellspacing', 'border', 'role'],
      col: ['span', 'width'],
      ol: ['start', 'type'],
    },
    allowedSchemes: ['http', 'https', 'mailto', 'tel', 'data', 'cid'],
    allowedStyles: { '*': styles },
    exclusiveFilter: isEmptyImage,
    transformTags: {
      '*': (tag, attribs) => {
        for (const [name, value] of Object.entries(attribs)) judge(name, value, removed)
        return { tagName: tag, attribs: judgeUrl(tag, attribs, removed) }
      },
    },
  })
  return { html: clean, removed: [...removed].sort() }
}
