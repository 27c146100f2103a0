import { load } from 'cheerio/slim'
import { convert, type HtmlToTextOptions } from 'html-to-text'
import makeJuice from 'juice/lib/inline.js'
import { cleanText, escapeHtml, oneLine } from './characters.ts'
import { isColour } from './colour.ts'
import { emailCss } from './email-css.ts'
import type { Language } from './language.ts'

export { type SanitisedHtml, sanitiseUserHtml } from './email-sanitise.ts'

/** Juice's own entry brings all of cheerio: a second parser and an HTTP client that nobody calls, 8 MB in each process. */
const juice = makeJuice({})

export interface EmailOptions {
  /** From `renderLetter`, or a written e-mail after `sanitiseUserHtml`. */
  html: string
  /** Large first line; letters bring their own heading. */
  heading?: string
  schoolName: string
  /** Beside the name: address of the school. */
  schoolLine?: string
  /** `#rrggbb` of the school; anything else becomes Mailroom's own. */
  accent: string
  /** After `sanitiseUserHtml`. */
  signatureHtml?: string
  language: Language
  /** What inboxes show after the subject. */
  preheader?: string
  /** Bitmap of the school, `cid:…`. */
  logo?: string
}

export interface RenderedEmail {
  /** Complete document: tables, inline styles, no script, no remote resource. */
  html: string
  /** For the text/plain part; lines unwrapped (format=flowed is the mailer's business). */
  text: string
}

const texts: HtmlToTextOptions = {
  wordwrap: false,
  limits: { maxInputLength: 2_000_000, maxDepth: 60, ellipsis: '…' },
  selectors: [
    { selector: 'a', options: { hideLinkHrefIfSameAsText: true, ignoreHref: false } },
    { selector: 'img', format: 'skip' },
    { selector: 'table', format: 'dataTable', options: { uppercaseHeaderCells: false, maxColumnWidth: 60 } },
    ...['h1', 'h2', 'h3', 'h4'].map(selector => ({ selector, options: { uppercase: false } })),
  ],
}

/** Any HTML as plain text: links with their target, tables as columns, images left out. */
export function htmlToPlainText(html: string): string {
  return cleanText(convert(html, texts))
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/** Inboxes go on reading into the text after a short preheader; blanks that do not collapse keep them out. */
function preheaderHtml(preheader: string | undefined): string {
  const text = oneLine(preheader ?? '')
  return text ? `<div class="preheader">${escapeHtml(text)}${'&#847;&zwnj;&nbsp;'.repeat(40)}</div>` : ''
}

function headHtml(options: EmailOptions): string {
  const logo = /^cid:[A-Za-z0-9._@-]{1,200}$/.test(options.logo ?? '')
    ? `<td class="logo" width="44"><img src="${options.logo}" width="34" alt=""></td>`
    : ''
  const line = oneLine(options.schoolLine ?? '')
  return `<table role="presentation" class="head" width="100%" cellpadding="0" cellspacing="0"><tr>${logo}<td class="school"><div class="name">${escapeHtml(oneLine(options.schoolName))}</div>${line ? `<div class="line">${escapeHtml(line)}</div>` : ''}</td></tr></table>`
}

/** Rules for programs that keep style sheets: phones, and a white sheet where dark mode would invert it badly. */
const kept = `:root{color-scheme:light only;supported-color-schemes:light only}
@media (max-width:480px){.pad{padding:24px 18px 28px!important}.desk{padding:0!important}.school .name{font-size:18px!important}}`

/**
 * An e-mail that reads alike in Outlook, Gmail, Apple Mail and Thunderbird: one centred column of at most 640 px on
 * white paper, styles inlined by juice, layout tables marked as presentation, readable at 390 px without zooming.
 * `html` and `signatureHtml` are trusted: sanitise what a user wrote first.
 */
export function renderEmail(options: EmailOptions): RenderedEmail {
  const { language } = options
  const accent = isColour(options.accent) ? options.accent : '#3f51b5'
  const heading = oneLine(options.heading ?? '')
  const title = heading || oneLine(options.schoolName)
  // Empty half lines are room for a signature by hand: on paper only.
  const letter = options.html.replaceAll('<p class="half"><br></p>', '')
  const body = `${heading ? `<h1 class="heading">${escapeHtml(heading)}</h1>` : ''}${letter}`
  const signature = options.signatureHtml ? `<div class="signature">${options.signatureHtml}</div>` : ''
  const page = `<!doctype html>
<html lang="${language}" dir="ltr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light only"><meta name="supported-color-schemes" content="light only"><meta name="format-detection" content="telephone=no,date=no,address=no"><title>${escapeHtml(title)}</title><style data-embed>${kept}</style></head>
<body>${preheaderHtml(options.preheader)}<table role="presentation" class="outer" width="100%" cellpadding="0" cellspacing="0"><tr><td class="desk" align="center"><table role="presentation" class="sheet" width="640" cellpadding="0" cellspacing="0"><tr><td class="pad">${headHtml(options)}<div class="letter">${body}${signature}</div></td></tr></table></td></tr></table></body></html>`
  const document = load(page, { xml: { decodeEntities: false, xmlMode: false } })
  juice.inlineDocument(document, emailCss(accent), { applyAttributesTableElements: false, preserveImportant: true })
  return {
    html: document.html().replaceAll(' data-embed', ''),
    text: htmlToPlainText(`${body}${signature ? `<p>-- </p>${options.signatureHtml}` : ''}`),
  }
}
