import { fontLinkCss, fontOrigin } from './fonts.ts'

/**
 * Nothing may be fetched but what is inside the document, and the letter fonts. A page hears the policy of its first
 * document only and keeps it for all others (`fixPolicy` in `printer-page.ts`).
 */
const policy = [
  "default-src 'none'",
  'img-src data:',
  `font-src data: ${fontOrigin}`,
  "style-src 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/**
 * The document with policy, fonts, language and title put in front of everything. In front, rather than into its
 * `<head>`: the HTML parser drops a second doctype and `<head>` and merges a second `<html>` (HTML §13.2.6.4), whereas
 * a `<head>` found by searching could be one inside a comment.
 */
export function wrapDocument({ html, title, lang }: { html: string; title?: string; lang?: string }): string {
  return (
    `<!doctype html><html${lang ? ` lang="${escapeHtml(lang)}"` : ''}><head><meta charset="utf-8">` +
    `<meta http-equiv="Content-Security-Policy" content="${policy}">` +
    (title ? `<title>${escapeHtml(title)}</title>` : '') +
    `<style>${fontLinkCss}</style>${html.replace(/^\uFEFF/, '')}`
  )
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, character => entities[character] ?? '')
}
