import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { crc32, deflateSync } from 'node:zlib'
import { PDFDict, PDFDocument, PDFName } from '@cantoo/pdf-lib'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { unpackBundled } from './chromium.ts'
import { createRenderer } from './renderer.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mailroom-pdf-test-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** A square grey PNG whose pixels differ. */
function pngOf(side: number): string {
  const rows = Buffer.from(Array.from({ length: side * (side + 1) }, (_, i) => (i % (side + 1) ? (i * i) % 251 : 0)))
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data])
    const frame = Buffer.alloc(8)
    frame.writeUInt32BE(data.length, 0)
    frame.writeUInt32BE(crc32(body), 4)
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
  }
  const header = Buffer.from([0, 0, 0, side, 0, 0, 0, side, 8, 0, 0, 0, 0])
  const parts = [chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]
  return `data:image/png;base64,${Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...parts]).toString('base64')}`
}

const picture = pngOf(64)
const html = `<style>@media print{p{font-family:"Atkinson Hyperlegible"}}</style><p>x</p><img src="${picture}">
  <p style="height:9000px">far</p><img loading="lazy" src="${picture}">
  <img src="data:image/png;base64,AAAA"><img src="https://example.invalid/x.png">`

const chromiums: [string, () => Promise<string | undefined>][] = [
  ['the Chromium found first', async () => undefined],
  ['the bundled Chromium', async () => (await unpackBundled(tmpdir())).executablePath],
]

it.each(chromiums)(
  '%s waits for pictures and fonts on every page, though no page is ever shown',
  async (_name, path) => {
    const renderer = createRenderer({ executablePath: await path(), tmpDir: folder })
    try {
      const printed = await Promise.all(Array.from({ length: 8 }, () => renderer.render({ html, timeoutMs: 8000 })))
      expect(new Set(printed.map(({ pdf }) => Buffer.from(pdf).toString('latin1'))).size).toBe(1)
      const document = await PDFDocument.load(printed[0]?.pdf ?? '')
      const drawn = document
        .getPages()
        .map(page => page.node.Resources()?.lookupMaybe(PDFName.of('XObject'), PDFDict)?.keys().length ?? 0)
      expect(drawn[0]).toBeGreaterThan(0)
      expect(drawn.at(-1)).toBeGreaterThan(0)
      expect(document.context.enumerateIndirectObjects().map(String).join()).toContain('AtkinsonHyperlegible')
    } finally {
      await renderer.close()
    }
  },
)

it.each(chromiums)('%s keeps to our policy on a used page, and to no policy of a letter', async (_name, path) => {
  const renderer = createRenderer({ executablePath: await path(), tmpDir: folder, pages: 1 })
  const bytes = async (html: string) =>
    Buffer.from((await renderer.render({ html, timeoutMs: 8000 })).pdf).toString('latin1')
  try {
    const plain = await bytes('<p>text</p>')
    const seen = await bytes(`<p>text</p><img src="${picture}">`)
    await bytes(`<meta http-equiv="Content-Security-Policy" content="default-src 'none'"><p>text</p>`)
    expect(await bytes(`<p>text</p><img src="${picture}">`)).toBe(seen)
    expect(seen.length).toBeGreaterThan(plain.length)
    // Only a policy refuses a sheet inside the address itself: nothing else stands in its way.
    expect(await bytes('<style>@import url("data:text/css,p{display:none}");</style><p>text</p>')).toBe(plain)
  } finally {
    await renderer.close()
  }
})

it('a used page holds none of the PDFs that it made', async () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const renderer = createRenderer({ tmpDir: folder, pages: 1 })
  const html = `<p style="overflow-wrap:anywhere">${randomBytes(30_000).toString('base64')}</p>`
  const held = async (prints: number) => {
    let bytes = 0
    for (let print = 0; print < prints; print++)
      bytes += (await renderer.render({ html, timeoutMs: 8000 })).pdf.byteLength
    // Buffers are given back in the background of a collection; the second one waits for the first.
    for (const _ of [1, 2]) {
      await new Promise(resolve => setTimeout(resolve, 50))
      collect()
    }
    return { bytes, held: process.memoryUsage().arrayBuffers }
  }
  try {
    const before = await held(3)
    const after = await held(30)
    expect(after.bytes).toBeGreaterThan(1_000_000)
    expect(after.held - before.held).toBeLessThan(after.bytes / 4)
  } finally {
    await renderer.close()
  }
})
