import { cleanText, escapeHtml, oneLine } from './characters.ts'
import type { Language } from './language.ts'
import { sheetCss } from './page-css.ts'
import {
  defaultMargins,
  din5008Margins,
  type EnvelopeWindow,
  type LetterFont,
  type Margins,
  type Paper,
  paperSizes,
} from './page-layout.ts'

export interface Letterhead {
  schoolName: string
  /** Under the name: kind of school, academy. */
  tagline?: string | null
  /** At the right: address, telephone. */
  contactLines?: readonly string[]
  /** `data:image/png|jpeg|gif|webp|svg+xml;base64,…`; anything else is left out (no network while printing). */
  logo?: string | null
  /** Colour of the name, `#rrggbb`. */
  colour?: string | null
  /** At the foot of each page; absent: name and e-mail address of the school. */
  footer?: string | null
  /** Small line above the address in DIN 5008 windows; absent: the school's name and address. */
  returnAddress?: string | null
}

export interface PageOptions {
  /** From `renderLetter`. */
  html: string
  letterhead: Letterhead
  /** From `addressBlock`; empty = no address. */
  addressLines: readonly string[]
  window: EnvelopeWindow
  language: Language
  /** Title of the PDF: the subject. */
  title: string
  font: LetterFont
  paper: Paper
  margins?: Margins
  /** "Élève : Lina Lefèvre, 4e B", beside the address. */
  references?: readonly { label: string; value: string }[]
  /** "Lyon, le 23 novembre 2026", from `placeAndDate`. */
  placeDate?: string
  /** `@font-face` rules of the preview; the pdf package adds its own. Trusted: not escaped. */
  fontFaceCss?: string
  /** Draw the envelope window's dashed edge (previews, calibration). */
  showWindow?: boolean
}

const logoForm = /^data:image\/(?:png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/]+={0,2}$/

const lines = (values: readonly string[]): string => values.map(oneLine).filter(Boolean).map(escapeHtml).join('<br>')

function letterheadHtml(letterhead: Letterhead): string {
  const logo = letterhead.logo && logoForm.test(letterhead.logo) ? `<img src="${letterhead.logo}" alt="">` : ''
  const tagline = oneLine(letterhead.tagline ?? '')
  return `<div class="letterhead">${logo}<div><b>${escapeHtml(oneLine(letterhead.schoolName))}</b>${escapeHtml(tagline)}</div><div class="contact">${lines(letterhead.contactLines ?? [])}</div></div>`
}

function referencesHtml(options: PageOptions): string {
  const shown = (options.references ?? []).filter(r => oneLine(r.value))
  if (shown.length === 0) return ''
  const colon = options.language === 'fr' ? '\u00a0:' : ':'
  const rows = shown.map(
    r => `<div><dt>${escapeHtml(oneLine(r.label))}${colon}</dt><dd>${escapeHtml(oneLine(r.value))}</dd></div>`,
  )
  return `<div class="references"><dl>${rows.join('')}</dl></div>`
}

function windowHtml(options: PageOptions): string {
  const address = lines(options.addressLines)
  if (!address) return options.showWindow && options.window !== 'none' ? '<div class="window"></div>' : ''
  const { letterhead } = options
  const sender = oneLine(
    letterhead.returnAddress ?? [letterhead.schoolName, ...(letterhead.contactLines ?? []).slice(0, 2)].join(' · '),
  )
  const back = options.window === 'din5008b' && sender ? `<div class="return">${escapeHtml(sender)}</div>` : ''
  return `<div class="window">${back}<address>${address}</address></div>`
}

/** "Lyon, le 23 novembre 2026" / "Lyon, 23 November 2026"; without a town the date alone. */
export function placeAndDate(city: string, date: string, language: Language): string {
  const place = oneLine(city)
  if (language === 'fr') return place ? `${place}, le ${date}` : `Le ${date}`
  return place ? `${place}, ${date}` : date
}

/** Sources of all images in rendered HTML, each once: what has to be loaded before printing. */
export function imageSources(html: string): string[] {
  return [...new Set([...html.matchAll(/<img [^>]*?src="([^"]*)"/g)].map(m => m[1] ?? ''))]
}

/**
 * Puts loaded images (`data:` URIs) or parts of an e-mail (`cid:`) in the place of stored files. Images that are not in
 * `images` and not inline are left out, since a page may not fetch anything.
 */
export function resolveImages(html: string, images: Readonly<Record<string, string>>): string {
  return html.replace(/<img ([^>]*?)src="([^"]*)"([^>]*)>/g, (_, before: string, src: string, after: string) => {
    const found = Object.hasOwn(images, src) ? images[src] : undefined
    const target = found ?? (/^(data:image\/|cid:)/.test(src) ? src : undefined)
    return target ? `<img ${before}src="${escapeHtml(target)}"${after}>` : ''
  })
}

/**
 * A complete HTML document for printing or for a sandboxed preview: true to the millimetre, tagged-PDF friendly
 * (language, title, one `main`, real headings and tables), no script, no network (its own CSP says so; fonts excepted,
 * which the printing side serves). Print it with `preferCSSPageSize` and no margins of the printer's own.
 * The same input gives the same string.
 */
export function renderPage(options: PageOptions): string {
  const { letterhead, language, window, font, paper } = options
  const margins = options.margins ?? (window === 'din5008b' ? din5008Margins : defaultMargins)
  const mail = (letterhead.contactLines ?? []).find(line => line.includes('@'))
  const footer = oneLine(letterhead.footer ?? [letterhead.schoolName, mail ?? ''].filter(Boolean).join(' · '))
  const css = sheetCss({ window, font, paper, margins, colour: letterhead.colour ?? '' }, footer)
  const place = options.placeDate ? `<p class="place">${escapeHtml(oneLine(options.placeDate))}</p>` : ''
  return `<!doctype html>
<html lang="${language}"${options.showWindow ? ' class="shown"' : ''}><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data: blob:; style-src 'unsafe-inline'; font-src * data: blob:; form-action 'none'; base-uri 'none'">
<meta name="viewport" content="width=${Math.round((paperSizes[paper].width / 25.4) * 96)}">
<title>${escapeHtml(oneLine(options.title))}</title>
<style>${options.fontFaceCss ? `${cleanText(options.fontFaceCss)}\n` : ''}${css}</style></head>
<body><header class="head">${letterheadHtml(letterhead)}${windowHtml(options)}${referencesHtml(options)}</header>
<main>${place}${options.html}</main>
<footer class="foot" aria-hidden="true"><span>${escapeHtml(footer)}</span><span>1</span></footer></body></html>`
}
