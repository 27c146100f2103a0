import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PDFArray, PDFDict, PDFDocument, PDFName, PDFRawStream, PDFString } from '@cantoo/pdf-lib'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { unpackBundled } from './chromium.ts'
import { mergePdfs } from './merge.ts'
import { RenderError } from './render-error.ts'
import { createRenderer, type Renderer } from './renderer.ts'

const css = '@page{size:A4;margin:20mm}body{font:11pt "Source Serif 4"}h1{font-family:"Source Sans 3"}'
const table =
  '<table><thead><tr><th>Date</th><th>Cours</th></tr></thead><tbody><tr><td>12/03</td><td>Maths</td></tr></tbody></table>'
const letter = (name: string) =>
  `<!doctype html><html><head><style>${css}</style></head><body><h1>Absence</h1><p>Chère <b>${name}</b>, œuvre <i>ci-jointe</i>.</p>${table}</body></html>`
const pagesOf = (count: number) =>
  letter('x').replace('</body>', '<p style="break-before:page">page</p>'.repeat(count - 1))

const hash = (pdf: Uint8Array) => createHash('sha256').update(pdf).digest('hex')

async function failureOf(work: Promise<unknown>): Promise<RenderError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(RenderError)
  return error as RenderError
}

/** Process ids of every Chromium whose profile lies in `folder`: ours, nobody else's. */
async function chromiumsIn(folder: string): Promise<number[]> {
  const found: number[] = []
  for (const pid of (await readdir('/proc')).filter(name => /^\d+$/.test(name))) {
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    if (line.includes(`--user-data-dir=${folder}`) && !line.includes('--type=')) found.push(Number(pid))
  }
  return found
}

let folder = ''
const renderers: Renderer[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mailroom-pdf-test-'))
})

afterAll(async () => {
  await Promise.all(renderers.map(renderer => renderer.close()))
  await rm(folder, { recursive: true, force: true })
})

function start(options: Parameters<typeof createRenderer>[0] = {}): Renderer {
  const renderer = createRenderer({ tmpDir: folder, ...options })
  renderers.push(renderer)
  return renderer
}

const chromiums: [string, () => Promise<string | undefined>][] = [
  ['the Chromium found first', async () => undefined],
  ['the bundled Chromium', async () => (await unpackBundled(tmpdir())).executablePath],
]

describe.each(chromiums)('with %s', (_name, path) => {
  let renderer: Renderer
  beforeAll(async () => {
    renderer = start({ executablePath: await path() })
  })

  it('says what runs', async () => {
    const health = await renderer.health()
    expect(health).toMatchObject({ ok: true, version: expect.stringMatching(/\d+\.\d+\.\d+/) })
    if (process.getuid?.() === 0) expect(health.sandbox).toBe(false)
  })

  it('makes a tagged PDF with title and language', async () => {
    const { pdf, pages } = await renderer.render({ html: letter('Zoé'), title: 'Absence — <Zoé>', lang: 'fr' })
    const document = await PDFDocument.load(pdf, { updateMetadata: false })
    expect(pages).toBe(1)
    expect(document.getPageCount()).toBe(1)
    expect(document.getTitle()).toBe('Absence — <Zoé>')
    expect(String(document.catalog.lookup(PDFName.of('Lang'), PDFString).decodeText())).toBe('fr')
    expect(document.catalog.lookup(PDFName.of('MarkInfo'), PDFDict).get(PDFName.of('Marked'))?.toString()).toBe('true')
    const root = document.catalog.lookup(PDFName.of('StructTreeRoot'), PDFDict)
    expect(root.has(PDFName.of('K'))).toBe(true)
    const tags = document.context
      .enumerateIndirectObjects()
      .flatMap(([, object]) => (object instanceof PDFDict ? [String(object.get(PDFName.of('S')))] : []))
    expect(tags).toEqual(expect.arrayContaining(['/H1', '/P', '/Table', '/TH']))
    expect(Math.round(document.getPage(0).getWidth())).toBe(595)
  })

  it('embeds the letter fonts', async () => {
    const document = await PDFDocument.load((await renderer.render({ html: letter('Zoé') })).pdf)
    const fonts = document.context.enumerateIndirectObjects().flatMap(([, object]) => {
      if (!(object instanceof PDFDict) || String(object.get(PDFName.of('Type'))) !== '/FontDescriptor') return []
      const file = ['FontFile', 'FontFile2', 'FontFile3'].map(key => object.lookup(PDFName.of(key))).find(Boolean)
      expect(file).toBeInstanceOf(PDFRawStream)
      return [
        String(object.get(PDFName.of('FontName')))
          .replace(/^\/[A-Z]{6}\+/, '')
          .replace('ExtraLight', ''),
      ]
    })
    expect(fonts.sort()).toEqual([
      'SourceSans3-Bold',
      'SourceSerif4-Bold',
      'SourceSerif4-Italic',
      'SourceSerif4-Regular',
    ])
  })

  it('gives the same bytes every time, on used pages and after a restart', async () => {
    const job = { html: letter('Zoé'), title: 'T', lang: 'fr' }
    const hashes: string[] = []
    for (let round = 0; round < 2; round++) {
      const fresh = start({ executablePath: await path(), pages: 1 })
      for (let i = 0; i < 3; i++) {
        hashes.push(hash((await fresh.render(job)).pdf))
        await fresh.render({ html: letter(`someone else ${round} ${i}`) })
      }
      await fresh.close()
    }
    await new Promise(resolve => setTimeout(resolve, 1100))
    hashes.push(hash((await renderer.render(job)).pdf))
    expect(new Set(hashes).size).toBe(1)
  })

  it('reaches no network and runs no script', async () => {
    const hits: string[] = []
    const server = createServer((request, response) => {
      hits.push(request.url ?? '')
      response.end('x')
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as { port: number }).port}`
    const attack = `<!-- <head> --><html><head>
      <link rel=prefetch href="${url}/prefetch"><link rel=preload as=image href="${url}/preload"><link rel=preconnect href="${url}">
      <link rel=prerender href="${url}/prerender"><link rel=stylesheet href="${url}/css"><link rel=icon href="${url}/icon">
      <link rel=manifest href="${url}/manifest"><base href="${url}/"><meta http-equiv=refresh content="0;url=${url}/refresh">
      <script type=speculationrules>{"prefetch":[{"source":"list","urls":["${url}/speculation"]}]}</script>
      <style>@import "${url}/import";@font-face{font-family:z;src:url(${url}/font)}body{font-family:z;background:url(${url}/background)}</style>
      </head><body>stays<img src="${url}/img"><img srcset="${url}/srcset 2x"><iframe src="${url}/iframe"></iframe><object data="${url}/object"></object>
      <embed src="${url}/embed"><video src="${url}/video" poster="${url}/poster"></video><audio src="${url}/audio" autoplay></audio>
      <iframe srcdoc="<img src='${url}/srcdoc'>"></iframe><svg><image href="${url}/svg"/><use href="${url}/use#a"/></svg>
      <img src="file:///etc/passwd"><iframe src="file:///etc/passwd"></iframe><a ping="${url}/ping" href="${url}/a">a</a>
      <script>document.body.textContent = 'script ran'; fetch('${url}/fetch')</script>
      <img src=x onerror="fetch('${url}/onerror')"><form action="${url}/form"><input autofocus onfocus="this.form.submit()"></form></body></html>`
    const { pdf } = await renderer.render({ html: attack })
    const calm = await renderer.render({ html: '<p>calm</p>' })
    await new Promise(resolve => setTimeout(resolve, 700))
    await new Promise(resolve => server.close(resolve))
    expect(hits).toEqual([])
    expect(pdf.length).toBeGreaterThan(1000)
    expect(calm.pages).toBe(1)
  })

  it('refuses more than 50 pages, and prints 50', async () => {
    expect((await renderer.render({ html: pagesOf(50) })).pages).toBe(50)
    expect((await failureOf(renderer.render({ html: pagesOf(51) }))).code).toBe('too-many-pages')
    expect((await failureOf(renderer.render({ html: '<div style="height:4000000px">x</div>' }))).code).toBe(
      'too-many-pages',
    )
  })

  it('refuses HTML over 5 MB', async () => {
    expect((await failureOf(renderer.render({ html: 'x'.repeat(5 * 1024 * 1024 + 1) }))).code).toBe('html-too-large')
  })

  it('gives up on a document that takes too long, and goes on with the next', async () => {
    const endless =
      `<style>div{display:grid;grid-template-columns:auto auto}</style>${'<div>'.repeat(400)}x${'</div>'.repeat(400)}`.repeat(
        40,
      )
    expect((await failureOf(renderer.render({ html: endless, timeoutMs: 1 }))).code).toBe('timeout')
    expect((await renderer.render({ html: letter('next') })).pages).toBe(1)
  })

  it('says so when a page cannot be printed', async () => {
    const html = '<style>@page{size:10mm 10mm;margin:20mm}</style>x'
    const result = await renderer.render({ html }).catch((error: unknown) => error)
    if (result instanceof Error) expect((result as RenderError).code).toBe('unprintable')
    else expect(result).toMatchObject({ pages: expect.any(Number) })
    expect((await renderer.render({ html: letter('next') })).pages).toBe(1)
  })

  it('recovers when Chromium is killed', async () => {
    const home = await mkdtemp(join(folder, 'kill-'))
    const mortal = start({ executablePath: await path(), tmpDir: home })
    const first = hash((await mortal.render({ html: letter('Zoé') })).pdf)
    const killed = new Set<number>()
    for (let round = 0; round < 3; round++) {
      const work = Array.from({ length: 6 }, () => mortal.render({ html: letter('Zoé') }))
      // The one of the last round may be dead without our having noticed, and its successor not there yet.
      const pid = await vi.waitUntil(async () => (await chromiumsIn(home)).find(one => !killed.has(one)), 10_000)
      killed.add(pid)
      process.kill(pid, 'SIGKILL')
      const results = await Promise.all(work)
      expect(new Set(results.map(result => hash(result.pdf)))).toEqual(new Set([first]))
    }
    expect(killed.size).toBe(3)
    await mortal.close()
    expect(await chromiumsIn(home)).toEqual([])
  })
})

describe('mergePdfs', () => {
  it('starts each letter on a front side when duplex, in order, with the same bytes each time', async () => {
    const renderer = start()
    const parts = await Promise.all(
      [pagesOf(1), pagesOf(3), pagesOf(2), pagesOf(1)].map(async html => (await renderer.render({ html })).pdf),
    )
    const duplex = await mergePdfs(parts, { duplex: true })
    expect(duplex.startPage).toEqual([1, 3, 7, 9])
    const document = await PDFDocument.load(duplex.pdf)
    expect(document.getPageCount()).toBe(9)
    const blank = document.getPages().map(page => {
      const contents = page.node.lookup(PDFName.of('Contents'))
      return contents === undefined || (contents instanceof PDFArray && contents.size() === 0)
    })
    expect(blank).toEqual([false, true, false, false, false, true, false, false, false])
    expect(document.getPage(1).getSize()).toEqual(document.getPage(0).getSize())
    const simplex = await mergePdfs(parts, { duplex: false })
    expect(simplex.startPage).toEqual([1, 2, 5, 7])
    expect(hash((await mergePdfs(parts, { duplex: true })).pdf)).toBe(hash(duplex.pdf))
  })
})

describe('without a Chromium', () => {
  it('says chromium-missing, and does not take another one than asked for', async () => {
    expect((await failureOf(start({ executablePath: '/nowhere/chromium' }).render({ html: 'x' }))).code).toBe(
      'chromium-missing',
    )
  })
  it('refuses after close', async () => {
    const renderer = start()
    await renderer.close()
    expect((await failureOf(renderer.render({ html: 'x' }))).code).toBe('closed')
  })
})
