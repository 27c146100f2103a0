import { isColour } from './colour.ts'
import {
  type EnvelopeWindow,
  type FirstPage,
  firstPage,
  fontFamilies,
  fontSizes,
  type LetterFont,
  type Margins,
  type Paper,
  paperSizes,
} from './page-layout.ts'

export interface SheetOptions {
  window: EnvelopeWindow
  font: LetterFont
  paper: Paper
  margins: Margins
  /** Colour of the school's name, `#rrggbb`. */
  colour: string
}

/** From the footer's hairline to the edge of the sheet, and the room of a page number, in millimetres. */
const footHeight = 15.5
const pageNumberWidth = 20

const mm = (n: number): string => `${Number(n.toFixed(2))}mm`

/** A string literal of CSS: the footer is user text inside a style sheet. */
export function cssString(text: string): string {
  return `"${text.replace(/[^\p{L}\p{N} .,;:!?@()+\-/·’'–&]/gu, c => `\\${c.codePointAt(0)?.toString(16)} `)}"`
}

/**
 * Footer and page number stand in the page margin, drawn by the printing engine on every page, outside the tag tree.
 * The page has no side margins of its own (the body has them as padding): an envelope window reaches over the text's
 * edge, and Chromium shrinks a page whose content overflows, which would put the address beside the window.
 */
function pageRules(options: SheetOptions, footer: string): string {
  const { margins: m, paper, font } = options
  const { width, height } = paperSizes[paper]
  const foot = `vertical-align:top;margin-top:${mm(Math.max(2, m.bottom - footHeight))};padding-top:1.8mm;border-top:.2mm solid #d5d9e0;font:7.6pt/1.35 ${fontFamilies[font]};color:#5a6172`
  return `@page{size:${mm(width)} ${mm(height)};margin:${mm(m.top)} 0 ${mm(m.bottom)} 0;
@bottom-left{content:${cssString(footer)};text-align:left;width:${mm(width - m.left - m.right - pageNumberWidth)};margin-left:${mm(m.left)};${foot}}
@bottom-right{content:counter(page) "/" counter(pages);text-align:right;width:${mm(pageNumberWidth)};margin-left:-.3mm;margin-right:${mm(m.right)};font-variant-numeric:tabular-nums;${foot}}}`
}

/** The first page starts higher, since its head has its own measures. */
function firstRules(first: FirstPage | undefined, m: Margins): string {
  if (!first) return `@page:first{margin-top:${mm(Math.min(m.top, 15))}}`
  const at = (left: number, top: number) => `left:${mm(left - m.left)};top:${mm(top - first.headTop)}`
  const w = first.window
  const box = w
    ? `.window{position:absolute;${at(w.left, w.top)};width:${mm(w.width)};height:${mm(w.height)};padding:${mm(first.addressInset.top)} 2mm 0 ${mm(first.addressInset.left)};overflow:hidden}`
    : ''
  const r = first.references
  return `@page:first{margin-top:${mm(first.headTop)}}
.head{position:relative;height:${mm(first.textTop - first.headTop)}}
${box}
.references{position:absolute;${at(r.left, r.top)};width:${mm(r.width)};max-height:${mm(r.height)}}
.return{position:absolute;left:${mm(first.addressInset.left)};top:12.7mm;font-size:6.8pt;white-space:nowrap;color:#4a5162;text-decoration:underline .15mm #8b93a3;text-underline-offset:1mm}`
}

const text = `*{box-sizing:border-box}
html{-webkit-print-color-adjust:exact;print-color-adjust:exact}
body{margin:0;color:#1b1f2a;background:#fff;overflow-wrap:break-word;text-rendering:geometricPrecision;font-kerning:normal;hyphens:manual}
p{margin:0 0 .75em;orphans:2;widows:2}
h1,h2,h3{margin:1.15em 0 .85em;font-weight:700;line-height:1.3;break-after:avoid;text-wrap:balance}
h1{font-size:1em}h2{font-size:1em;font-weight:600}h3{font-size:.95em;font-weight:600;color:#4a5162}
ul,ol{margin:0 0 .8em;padding-left:1.35em}li{margin:0 0 .3em}li::marker{color:#4a5162}
table{width:100%;border-collapse:collapse;margin:.95em 0 1.1em;font-size:.96em;font-variant-numeric:lining-nums tabular-nums}
thead{display:table-header-group}tr{break-inside:avoid}
th{text-align:left;font-weight:400;font-size:.85em;color:#4a5162;vertical-align:bottom;padding:.3em 1.1em .35em 0}
thead tr:last-child th{border-bottom:.25mm solid #8b93a3}
td,tbody th{vertical-align:top;padding:.42em 1.1em .42em 0;border-bottom:.2mm solid #dfe2e8}
tbody th{font-size:1em;color:inherit}
tr>:last-child{padding-right:0}
td p,th p{margin:0}td,th{overflow-wrap:anywhere}
img{max-width:100%;max-height:120mm}.image{margin:.5em 0}
hr{border:0;border-top:.2mm solid #c4c9d4;margin:1.2em 0}
a{color:#26357f;text-decoration:underline;text-decoration-thickness:.15mm;text-underline-offset:.6mm}
.half{margin-left:52%;break-inside:avoid}.half+.half{margin-top:-.55em}.half .image,.half img{max-height:16mm}
p:has(+.half){break-after:avoid}p:not(.half)+.half{margin-top:1.5em}
.page-break{break-after:page;height:0}
.mf{color:#33429a;background:#e9ecfb;border-radius:.6mm;padding:0 .5mm;margin:0 -.5mm;-webkit-box-decoration-break:clone;box-decoration-break:clone}
.mf-fallback,.mf-empty{color:#6b4600;background:#fdf1d8}
.mf-empty{outline:.25mm dashed #c99a3a;outline-offset:-.1mm}`

const head = `.letterhead{display:flex;align-items:center;gap:4mm;font-size:.8em;line-height:1.4;color:#4a5162}
.letterhead img{height:17mm;max-width:45mm;object-fit:contain;object-position:left center;flex:none}
.letterhead b{display:block;font-size:1.72em;line-height:1.2;font-weight:700;letter-spacing:-.005em;color:var(--school)}
.letterhead .contact{margin-left:auto;text-align:right;white-space:nowrap}
.window address{font-style:normal;line-height:1.4;white-space:nowrap}
.references{font-size:.86em;line-height:1.5;color:#4a5162}.references dl{margin:0}.references div{break-inside:avoid}
.references dt,.references dd{display:inline;margin:0}.references dt{font-weight:700;color:#1b1f2a;margin-right:.35em}
.place{margin:0 0 1.4em 52%}`

/** Without a window the parts follow each other: head, address at the right (French) or left, references. */
const flowing = `.head{margin-bottom:10mm}.window{margin:14mm 0 0 52%}.references{margin-top:8mm}`

/**
 * On screen there is no printing engine: the sheet draws its own edges and footer, and `print` hides them. Same
 * millimetres in both, so the preview only has to be scaled.
 */
function screenRules(options: SheetOptions, first: FirstPage | undefined): string {
  const { margins: m, paper } = options
  const { width, height } = paperSizes[paper]
  const top = first?.headTop ?? Math.min(m.top, 15)
  return `.foot{display:none}
@media screen{html{background:#fff}body{position:relative;width:${mm(width)};min-height:${mm(height)};padding-top:${mm(top)};padding-bottom:${mm(m.bottom)}}
.foot{display:flex;justify-content:space-between;gap:4mm;position:absolute;left:${mm(m.left)};right:${mm(m.right)};bottom:0;height:${mm(Math.min(footHeight, m.bottom - 2))};font-size:7.6pt;line-height:1.35;color:#5a6172}
.foot span{flex:none;padding-top:1.8mm}.foot::before{content:"";position:absolute;left:0;right:0;top:0;border-top:.2mm solid #d5d9e0}
.page-break{border-top:.25mm dashed #9aa1b2;margin:6mm 0}}
.shown .window{outline:.25mm dashed #7c88cf;outline-offset:-.125mm;border-radius:2.5mm}`
}

/**
 * The whole style sheet of a page: print and screen from the same lengths. All lengths are millimetres or points; a
 * preview scales the document (`zoom` or `transform`), it never changes them.
 */
export function sheetCss(options: SheetOptions, footer = ''): string {
  const first = firstPage(options.window)
  const { font, margins, colour } = options
  return `${pageRules(options, footer)}
${firstRules(first, margins)}
:root{--school:${isColour(colour) ? colour : '#1b1f2a'}}
${text}
body{padding:0 ${mm(margins.right)} 0 ${mm(margins.left)};font:${fontSizes[font]}pt/1.45 ${fontFamilies[font]}}
${head}
${first ? '' : flowing}
${screenRules(options, first)}`
}
