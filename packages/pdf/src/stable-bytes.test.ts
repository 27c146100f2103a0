import { describe, expect, it } from 'vitest'
import { findChromium } from './chromium.ts'
import { wrapDocument } from './document.ts'
import { fontByUrl, fontFaceCss, fontLinkCss, fontOrigin } from './fonts.ts'
import { countPages, stableBytes } from './stable-bytes.ts'

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')

describe('stableBytes', () => {
  it('fixes the dates without moving a byte', () => {
    const pdf = Buffer.from("/CreationDate (D:20261123154023+00'00')\n/ModDate (D:20261123154023+00'00')\xff", 'latin1')
    expect(text(stableBytes(pdf))).toBe(
      "/CreationDate (D:20000101000000+00'00')\n/ModDate (D:20000101000000+00'00')\xff",
    )
  })

  it('numbers nodes in the order of the document and keeps the name tree sorted', () => {
    const pdf =
      '/ID (node00000907) /Headers [(node00000907)] /ID (node00000042) /Limits [(node00000042) (node00000907)] /Names [(node00000042) 24 0 R (node00000907) 7 0 R]'
    expect(text(stableBytes(Buffer.from(pdf)))).toBe(
      '/ID (node00000001) /Headers [(node00000001)] /ID (node00000002) /Limits [(node00000001) (node00000002)] /Names [(node00000001) 7 0 R (node00000002) 24 0 R]',
    )
  })
})

describe('countPages', () => {
  it('takes the root of a page tree', () => {
    expect(
      countPages(Buffer.from('<</Type /Pages\n/Count 8\n/Kids []>> <</Type /Pages\n/Count 11>> <</Type /Page>>')),
    ).toBe(11)
    expect(countPages(Buffer.from('nothing'))).toBe(0)
  })
})

describe('wrapDocument', () => {
  it('puts the policy before anything of the document', () => {
    const html = wrapDocument({ html: '\uFEFF<!-- <head> --><html><head>', title: '<T> & "t"', lang: 'fr"><script>' })
    expect(html.indexOf('Content-Security-Policy')).toBeLessThan(html.indexOf('<!--'))
    expect(html).toContain('<title>&lt;T&gt; &amp; &quot;t&quot;</title>')
    expect(html).toContain('lang="fr&quot;&gt;&lt;script&gt;"')
    expect(html).not.toContain('\uFEFF')
  })
})

describe('fonts', () => {
  it('has three families with their files inside, and the same by URL', () => {
    for (const family of ['Source Serif 4', 'Source Sans 3', 'Atkinson Hyperlegible'])
      expect(fontFaceCss()).toContain(`"${family}"`)
    expect(fontFaceCss().match(/@font-face/g)).toHaveLength(24)
    expect(fontFaceCss()).toBe(fontFaceCss())
    const urls = [...fontLinkCss.matchAll(/url\(([^)]+)\)/g)].map(match => match[1] ?? '')
    expect(urls).toHaveLength(24)
    for (const url of urls)
      expect(
        Buffer.from(fontByUrl(url) ?? '', 'base64')
          .subarray(0, 4)
          .toString(),
      ).toBe('wOF2')
  })
  it.each([
    `${fontOrigin}../../package.json`,
    `${fontOrigin}nothing.woff2`,
    'https://example.org/source-sans-3-latin-400-normal.woff2',
  ])('knows no %s', url => expect(fontByUrl(url)).toBeUndefined())
})

describe('findChromium', () => {
  it('prefers the environment', () => {
    expect(findChromium({ PUPPETEER_EXECUTABLE_PATH: '/x/chrome', PATH: '/usr/bin' })).toEqual({
      source: 'env',
      executablePath: '/x/chrome',
    })
  })
  it('answers with something for an empty environment', () => {
    const found = findChromium({})
    expect(found.source === 'installed' ? found.executablePath : found.source).toMatch(/chrom|bundled/i)
  })
})
