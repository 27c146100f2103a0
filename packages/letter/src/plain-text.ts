import { unescapeHtml } from './characters.ts'

/** Visible width: combining accents take none. Good for the Latin scripts letters are written in. */
function width(text: string): number {
  return text.normalize('NFC').replace(/\p{M}/gu, '').length
}

/** Rows as aligned columns, two blanks between them, as a mail program shows them in a fixed-width font. */
function columns(rows: readonly string[][]): string {
  const widths: number[] = []
  for (const row of rows) {
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, width(cell))
  }
  const pad = (cell: string, i: number) => cell + ' '.repeat(Math.max(0, (widths[i] ?? 0) - width(cell)))
  return rows.map(row => row.map(pad).join('  ').trimEnd()).join('\n')
}

interface Writer {
  blocks: { text: string; tight: boolean }[]
  line: string
  lists: { ordered: boolean; next: number }[]
  bullet: string
  rows: string[][] | undefined
  link: { href: string; at: number } | undefined
}

/** Ends the block being written. Items of a list stand on consecutive lines, all else is set apart by a blank line. */
function flush(writer: Writer, blank = false): void {
  const text = writer.line.replace(/[ \t]*\n[ \t]*/g, '\n').trim()
  writer.line = ''
  if (!text && !blank) return
  const depth = Math.max(0, writer.lists.length - 1)
  const indent = '  '.repeat(depth)
  const bullet = writer.bullet
  const hang = `\n${indent}${' '.repeat(bullet.length)}`
  writer.blocks.push({
    text: indent + bullet + text.replaceAll('\n', hang),
    tight: writer.lists.length > 0 && bullet !== '',
  })
  writer.bullet = ''
}

function closeLink(writer: Writer): void {
  if (!writer.link) return
  const label = writer.line.slice(writer.link.at)
  const target = unescapeHtml(writer.link.href).replace(/^(mailto|tel):/, '')
  if (target && label !== target) writer.line += ` (${target})`
  writer.link = undefined
}

function openList(writer: Writer, tag: string, attrs: string): void {
  flush(writer)
  writer.lists.push({ ordered: tag === 'ol', next: Number(/start="(\d+)"/.exec(attrs)?.[1] ?? 1) })
}

function openItem(writer: Writer): void {
  flush(writer)
  const list = writer.lists.at(-1)
  writer.bullet = list?.ordered ? `${list.next++}. ` : '- '
}

function open(writer: Writer, tag: string, attrs: string): void {
  if (tag === 'br') writer.line += '\n'
  else if (tag === 'a') writer.link = { href: /href="([^"]*)"/.exec(attrs)?.[1] ?? '', at: writer.line.length }
  else if (tag === 'img') writer.line += unescapeHtml(/alt="([^"]*)"/.exec(attrs)?.[1] ?? '')
  else if (tag === 'ul' || tag === 'ol') openList(writer, tag, attrs)
  else if (tag === 'li') openItem(writer)
  else if (tag === 'tr') writer.rows?.push([])
  else if (writer.rows) return
  else if (tag === 'table') {
    flush(writer)
    writer.rows = []
  } else if (tag === 'hr') {
    flush(writer)
    writer.blocks.push({ text: '---', tight: false })
  } else if (/^(p|h[1-6]|div)$/.test(tag)) flush(writer)
}

function close(writer: Writer, tag: string): void {
  if (tag === 'a') closeLink(writer)
  else if (tag === 'td' || tag === 'th') {
    writer.rows?.at(-1)?.push(writer.line.replace(/\s*\n\s*/g, ', ').trim())
    writer.line = ''
  } else if (tag === 'table') {
    writer.blocks.push({ text: columns(writer.rows ?? []), tight: false })
    writer.rows = undefined
  } else if (writer.rows) {
    if (tag === 'p' || tag === 'li') writer.line += '\n'
  } else if (tag === 'ul' || tag === 'ol') {
    flush(writer)
    writer.lists.pop()
  } else if (/^(p|li|h[1-6]|div)$/.test(tag)) flush(writer)
}

/**
 * A rendered letter as plain text: paragraphs apart by one blank line, tables as columns, links with their target, lists
 * with their bullets. Reads the well-formed HTML of `renderLetter`; html-to-text would triple the editor's bundle for it.
 * HTML from elsewhere belongs to `htmlToPlainText` of `./email`.
 */
export function plainText(html: string): string {
  const writer: Writer = { blocks: [], line: '', lists: [], bullet: '', rows: undefined, link: undefined }
  for (const [, slash, tag, attrs, text] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)((?:"[^"]*"|[^>"])*)>|([^<]+)/g)) {
    if (text !== undefined) writer.line += unescapeHtml(text)
    else if (tag && slash) close(writer, tag)
    else if (tag) open(writer, tag, attrs ?? '')
  }
  flush(writer)
  return writer.blocks
    .map((b, i) => (i === 0 ? '' : b.tight && writer.blocks[i - 1]?.tight ? '\n' : '\n\n') + b.text)
    .join('')
}
