/**
 * Makes Chromium's PDF depend on its content alone. Every replacement keeps its length, so the cross-reference table
 * stays right and nothing else is rewritten:
 * - the two dates become one fixed date;
 * - `(node00005982)`, the names of table headers, count the nodes that the process ever made, in whatever order it
 *   came across them: they are numbered again from 1 in the order of the document.
 */
export function stableBytes(pdf: Buffer): Uint8Array {
  const text = pdf.toString('latin1').replace(/(\/(?:CreationDate|ModDate) \(D:)\d{14}/g, '$120000101000000')
  return new Uint8Array(Buffer.from(renumberNodes(text), 'latin1'))
}

function renumberNodes(text: string): string {
  const names = new Set([...text.matchAll(/\/ID (\(node\d{8}\))/g)].map(match => match[1] ?? ''))
  if (names.size === 0) return text
  const numbers = new Map([...names].map((name, index) => [name, nodeName(index + 1)]))
  return (
    text
      .replace(/\(node\d{8}\)/g, name => numbers.get(name) ?? name)
      // A name tree is sorted (PDF 32000-1 §7.9.6); Chromium writes all of it into one leaf.
      .replace(
        /\/Names \[((?:\(node\d{8}\) \d+ 0 R ?)+)\]/g,
        (_, entries: string) => `/Names [${sortEntries(entries)}]`,
      )
      .replace(/\/Limits \[\(node\d{8}\) \(node\d{8}\)\]/g, `/Limits [${nodeName(1)} ${nodeName(names.size)}]`)
  )
}

function nodeName(number: number): string {
  return `(node${String(number).padStart(8, '0')})`
}

function sortEntries(entries: string): string {
  return (entries.match(/\(node\d{8}\) \d+ 0 R/g) ?? []).sort().join(' ')
}

/** Pages of a PDF as Chromium writes it: the root of the page tree counts all leaves (PDF 32000-1 §7.7.3.2). */
export function countPages(pdf: Uint8Array): number {
  const text = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString('latin1')
  const counts = [...text.matchAll(/\/Type ?\/Pages\b[^>]*?\/Count (\d+)/g)].map(match => Number(match[1]))
  return Math.max(0, ...counts)
}
