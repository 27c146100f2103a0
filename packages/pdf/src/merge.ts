const fixedDate = new Date('2000-01-01T00:00:00Z')

/**
 * One PDF out of many, in order. With `duplex` every part begins on a front side: a blank page of the same size follows
 * a part with an odd number of pages (not the last one). `startPage` holds each part's first page, counted from 1; `pages` is their sum, blank ones included. The
 * same parts give the same bytes. The result is for the printer: the parts' tags are not carried over.
 */
export async function mergePdfs(
  parts: Uint8Array[],
  { duplex }: { duplex: boolean },
): Promise<{ pdf: Uint8Array; startPage: number[]; pages: number }> {
  // Loaded with the first print file: 8 MB that a worker which only mails never needs.
  const { PDFDocument } = await import('@cantoo/pdf-lib')
  const merged = await PDFDocument.create({ updateMetadata: false })
  merged.setCreationDate(fixedDate)
  merged.setModificationDate(fixedDate)
  merged.setProducer('Mailroom')
  const startPage: number[] = []
  for (const [index, part] of parts.entries()) {
    const source = await PDFDocument.load(part, { updateMetadata: false })
    const pages = await merged.copyPages(source, source.getPageIndices())
    startPage.push(merged.getPageCount() + 1)
    for (const page of pages) merged.addPage(page)
    const last = pages.at(-1)
    if (duplex && last && merged.getPageCount() % 2 === 1 && index < parts.length - 1) {
      const { width, height } = last.getSize()
      merged.addPage([width, height])
    }
  }
  return { pdf: await merged.save(), startPage, pages: merged.getPageCount() }
}
