import { type NodeProps, renderJSONContentToString } from '@tiptap/static-renderer/json/html-string'
import { escapeTemplate } from './characters.ts'
import type { ConditionAttrs, DocMark, DocNode, IfEmpty, LetterDocument } from './document.ts'
import type { Category } from './fields.ts'
import type { Language } from './language.ts'
import { type Collector, lookUp, pathOf, type Slots } from './slots.ts'

type Props = NodeProps<DocNode, string | string[]>
type Write = (props: Props) => string

const join = (children: string | string[] | undefined): string => ([] as string[]).concat(children ?? '').join('')
const attrText = (value: unknown): string => escapeTemplate(typeof value === 'string' ? value : '')

/** The style of a block; only values the checker knows come through. */
function blockAttrs(node: DocNode): string {
  const align = node.attrs?.textAlign
  const style = align === 'center' || align === 'right' || align === 'justify' ? ` style="text-align:${align}"` : ''
  return (node.attrs?.indent === 'half' ? ' class="half"' : '') + style
}

function wholeNumber(value: unknown, least: number, most: number): number | undefined {
  const n = Number(value)
  return Number.isInteger(n) && n >= least && n <= most ? n : undefined
}

/** A lone paragraph in a cell or list item is written without its tag: it would only add margins. */
function inner(props: Props): { html: string; align: string } {
  const [only, ...more] = props.node.content ?? []
  if (only?.type !== 'paragraph' || more.length > 0) return { html: join(props.children), align: '' }
  const html = (only.content ?? []).map(child => join(props.renderElement({ content: child, parent: only }))).join('')
  return { html, align: blockAttrs(only) }
}

const isHeaderRow = (row: DocNode | undefined): boolean =>
  Boolean(row?.content?.length && row.content.every(c => c.type === 'tableHeader'))

const writeCell: Write = props => {
  const span = (name: string) => {
    const n = wholeNumber(props.node.attrs?.[name], 2, 100)
    return n ? ` ${name}="${n}"` : ''
  }
  const { html, align } = inner(props)
  const tag = props.node.type === 'tableHeader' ? 'th' : 'td'
  const scope = tag === 'td' ? '' : ` scope="${isHeaderRow(props.parent) ? 'col' : 'row'}"`
  return `<${tag}${scope}${span('colspan')}${span('rowspan')}${align}>${html}</${tag}>`
}

/** Column widths as shares of the page, from the first row's `colwidth` (CSS pixels in the editor). */
function columns(table: DocNode): string {
  const widths = (table.content?.[0]?.content ?? []).flatMap(cell =>
    Array.isArray(cell.attrs?.colwidth) ? (cell.attrs.colwidth as unknown[]) : [null],
  )
  const numbers = widths.map(w => wholeNumber(w, 1, 5000))
  if (numbers.length === 0 || numbers.some(w => w === undefined)) return ''
  const sum = numbers.reduce<number>((a, b) => a + (b ?? 0), 0)
  return `<colgroup>${numbers.map(w => `<col style="width:${(((w ?? 0) / sum) * 100).toFixed(1)}%">`).join('')}</colgroup>`
}

const writeTable: Write = props => {
  const rows = props.node.content ?? []
  const children = ([] as string[]).concat(props.children ?? [])
  const heads = rows.findIndex(row => !isHeaderRow(row) || Boolean(row.attrs?.repeat))
  const split = heads === -1 ? 0 : heads
  const head = children.slice(0, split).join('')
  return `<table>${columns(props.node)}${head && `<thead>${head}</thead>`}<tbody>${children.slice(split).join('')}</tbody></table>`
}

const writeImage: Write = ({ node }) => {
  const width = wholeNumber(node.attrs?.width, 1, 4000)
  const size = width ? ` width="${width}"` : ''
  return `<p class="image"><img src="${attrText(node.attrs?.src)}" alt="${attrText(node.attrs?.alt)}"${size}></p>`
}

const writeParagraph: Write = props => {
  // An empty line the author made stays; `<p></p>` thus only comes from chips that wrote nothing, and is removed.
  const html = props.node.content?.length ? join(props.children) : '<br>'
  return `<p${blockAttrs(props.node)}>${html}</p>`
}

const writeHeading: Write = props => {
  const level = wholeNumber(props.node.attrs?.level, 1, 3) ?? 1
  return `<h${level}${blockAttrs(props.node)}>${join(props.children)}</h${level}>`
}

const writeOrdered: Write = props => {
  const start = wholeNumber(props.node.attrs?.start, 2, 10_000)
  return `<ol${start ? ` start="${start}"` : ''}>${join(props.children)}</ol>`
}

function writeChip(collector: Collector): Write {
  return ({ node }) => {
    const attrs = node.attrs ?? {}
    const found = lookUp(collector, attrs.field)
    collector.chips.push({
      name: String(attrs.field),
      ...(found ? { found } : {}),
      ...(typeof attrs.format === 'string' ? { format: attrs.format } : {}),
      ifEmpty: (attrs.ifEmpty as IfEmpty | undefined) ?? 'blank',
      fallback: typeof attrs.fallback === 'string' ? attrs.fallback : '',
    })
    return `{{ ${pathOf(collector, found)} | field: ${collector.chips.length - 1} }}`
  }
}

function writeCondition(collector: Collector): Write {
  return props => {
    const found = lookUp(collector, props.node.attrs?.field)
    const attrs = { operator: 'filled', ...props.node.attrs } as ConditionAttrs
    const index = collector.conditions.push({ attrs, ...(found ? { found } : {}) }) - 1
    const path = pathOf(collector, found)
    // Liquid's `if` takes no filters, so the answer is assigned first.
    return `{% assign show = ${path} | meets: ${index} %}{% if show %}${join(props.children)}{% endif %}`
  }
}

/** Repeats `write()` once per row. Inside another repeat (lenient compile only) the block is written once, unrepeated. */
function repeated(collector: Collector, name: unknown, write: () => string): string {
  const found = lookUp(collector, name)
  if (collector.list !== undefined || !found?.field.items) return write()
  const repeat = { list: found.field.name, size: 0 }
  const index = collector.repeats.push(repeat) - 1
  collector.list = found.field.name
  const body = write()
  delete collector.list
  repeat.size = body.length
  return `{% assign rows = ${found.field.name} | rows: ${index} %}{% for row in rows %}${body}{% endfor %}`
}

function nodeMapping(collector: Collector): Record<string, Write> {
  const wrap =
    (tag: string): Write =>
    props =>
      `<${tag}>${join(props.children)}</${tag}>`
  return {
    doc: props => join(props.children),
    paragraph: writeParagraph,
    heading: writeHeading,
    bulletList: wrap('ul'),
    orderedList: writeOrdered,
    listItem: props => `<li>${inner(props).html}</li>`,
    table: writeTable,
    tableRow: props => {
      const write = () => `<tr>${join(props.children)}</tr>`
      return props.node.attrs?.repeat ? repeated(collector, props.node.attrs.repeat, write) : write()
    },
    tableHeader: writeCell,
    tableCell: writeCell,
    image: writeImage,
    hardBreak: () => '<br>',
    horizontalRule: () => '<hr>',
    text: ({ node }) => escapeTemplate(node.text ?? ''),
    mergeField: writeChip(collector),
    condition: writeCondition(collector),
    repeat: props => repeated(collector, props.node.attrs?.list, () => join(props.children)),
    pageBreak: () => '<div class="page-break"></div>',
  }
}

const markMapping = {
  bold: ({ children }: { children?: string | string[] }) => `<strong>${join(children)}</strong>`,
  italic: ({ children }: { children?: string | string[] }) => `<em>${join(children)}</em>`,
  underline: ({ children }: { children?: string | string[] }) => `<u>${join(children)}</u>`,
  link: ({ mark, children }: { mark: DocMark; children?: string | string[] }) =>
    `<a href="${attrText(mark.attrs?.href)}" rel="noopener noreferrer">${join(children)}</a>`,
}

/** Writes the Liquid template of a checked document, with the slots its numbers refer to. */
export function writeTemplate(
  doc: LetterDocument,
  language: Language,
  category: Category,
): { template: string; slots: Slots } {
  const collector: Collector = { language, category, chips: [], conditions: [], repeats: [] }
  const render = renderJSONContentToString<DocMark, DocNode>({ nodeMapping: nodeMapping(collector), markMapping })
  return { template: render({ content: doc }), slots: collector }
}
