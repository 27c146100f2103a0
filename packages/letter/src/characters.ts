/**
 * Characters that have no business in a school's letter: C0/C1 controls except tab and newlines, bidirectional overrides
 * and isolates (U+202A–202E, U+2066–2069: "Trojan source"), the BOM, and lone surrogates, which break UTF-8 encoders.
 * Joiners (U+200C/D) stay: names in Persian or Hindi and emoji need them.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/g
const loneSurrogates = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** `text` without control characters, bidi overrides and lone surrogates; CRLF and CR become LF. */
export function cleanText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(forbidden, '').replace(loneSurrogates, '')
}

/** `text` on one line: cleaned, every run of white space one space (no-break spaces stay), trimmed. */
export function oneLine(text: string): string {
  return cleanText(text)
    .replace(/[ \t\n\u2028\u2029]+/g, ' ')
    .trim()
}

/** Does `text` hold a character that `cleanText` would drop? */
export function hasForbidden(text: string): boolean {
  return text !== text.replace(forbidden, '').replace(loneSurrogates, '')
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Escapes for HTML text and quoted attributes, after `cleanText`. */
export function escapeHtml(text: string): string {
  return cleanText(text).replace(/[&<>"']/g, c => entities[c] ?? c)
}

/**
 * Escapes text that a user typed for a Liquid template that makes HTML: as `escapeHtml`, and braces become character
 * references, so that `{{` and `{%` cannot occur. Chosen over `{% raw %}`, which a user could close by typing `{% endraw %}`.
 */
export function escapeTemplate(text: string): string {
  return escapeHtml(text).replace(/[{}]/g, c => (c === '{' ? '&#123;' : '&#125;'))
}

/** Undoes the references the functions above write (and `&nbsp;`); nothing else occurs in a rendered letter. */
export function unescapeHtml(html: string): string {
  return html.replace(/&(?:#(\d{2,3})|(amp|lt|gt|quot|nbsp));/g, (whole, code?: string, name?: string) => {
    if (code) return String.fromCharCode(Number(code))
    return { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: '\u00a0' }[name ?? ''] ?? whole
  })
}

/** Number of code points up to the limit are kept; never cuts a surrogate pair, an accent or an emoji in two. */
export function truncate(text: string, limit: number): string {
  if (text.length <= limit) return text
  let out = ''
  for (const { segment } of new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)) {
    if (out.length + segment.length > limit) break
    out += segment
  }
  return out
}
