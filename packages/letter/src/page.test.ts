import { describe, expect, it } from 'vitest'
import { imageSources, type PageOptions, placeAndDate, renderPage, resolveImages } from './page.ts'
import { cssString } from './page-css.ts'

const base: PageOptions = {
  html: '<p>Body</p>',
  letterhead: {
    schoolName: 'Lycée <Tilleuls>',
    contactLines: ['27, avenue des Tilleuls', 'a@b.example'],
    colour: '#22452f',
  },
  addressLines: ['Mme Claire Lefèvre', '69003 Lyon'],
  window: 'nf',
  language: 'fr',
  title: 'Réunion </title><script>',
  font: 'source-serif',
  paper: 'A4',
}

describe('renderPage', () => {
  it('puts the NF window 110 mm from the left and 55 mm from the top, whatever the margins', () => {
    // The head begins at the first page's top margin (15) and the text's left edge (20 or 30).
    expect(renderPage(base)).toContain('.window{position:absolute;left:90mm;top:40mm;width:85mm;height:33mm')
    expect(renderPage({ ...base, margins: { top: 20, right: 20, bottom: 22, left: 30 } })).toContain(
      '.window{position:absolute;left:80mm;top:40mm',
    )
  })
  it('puts the DIN field at 20/45 mm, with the return address in its upper zone', () => {
    const html = renderPage({ ...base, window: 'din5008b' })
    expect(html).toContain('.window{position:absolute;left:-5mm;top:33mm;width:85mm;height:45mm;padding:17.7mm')
    expect(html).toContain('@page:first{margin-top:12mm}')
    expect(html).toContain('class="return">Lycée &lt;Tilleuls&gt; · 27, avenue des Tilleuls')
  })
  it('escapes everything, has no script and fetches nothing', () => {
    const html = renderPage({
      ...base,
      letterhead: { ...base.letterhead, logo: 'https://evil.example/x.png', colour: 'red}body{' },
      references: [{ label: '<b>', value: '"x"' }],
    })
    expect(html).not.toMatch(/<script|evil\.example|red\}/)
    expect(html).toContain('<dt>&lt;b&gt;\u00a0:</dt><dd>&quot;x&quot;</dd>')
    expect(html).toContain("default-src 'none'")
    expect(html).toMatch(/^<!doctype html>\n<html lang="fr">/)
  })
  it('keeps footer text inside its CSS string', () => {
    expect(cssString('a"}</style>\\')).toBe('"a\\22 \\7d \\3c /style\\3e \\5c "')
    expect(
      renderPage({ ...base, letterhead: { schoolName: 'x', footer: '"}</style><script>alert(1)</script>' } }),
    ).not.toContain('<script')
  })
  it('knows both papers and leaves the window out without address', () => {
    expect(renderPage({ ...base, paper: 'Letter' })).toContain('@page{size:215.9mm 279.4mm')
    expect(renderPage({ ...base, addressLines: [] })).not.toContain('class="window"')
    expect(renderPage({ ...base, addressLines: [], showWindow: true })).toContain('class="window"')
  })
  it('draws the footer exactly as wide as the text, whatever the margins', () => {
    const html = renderPage({ ...base, window: 'din5008b' })
    const [, left, indent] = /@bottom-left\{[^}]*?width:(\d+)mm;margin-left:(\d+)mm/.exec(html) ?? []
    const [, right, outdent] = /@bottom-right\{[^}]*?width:(\d+)mm;[^}]*?margin-right:(\d+)mm/.exec(html) ?? []
    expect([Number(indent), Number(left) + Number(right), Number(outdent)]).toEqual([25, 210 - 25 - 20, 20])
  })
  it('is the same for the same input', () => expect(renderPage(base)).toBe(renderPage(structuredClone(base))))
})

it('writes place and date', () => {
  expect(placeAndDate('Lyon', '23 novembre 2026', 'fr')).toBe('Lyon, le 23 novembre 2026')
  expect(placeAndDate('', '23 November 2026', 'en')).toBe('23 November 2026')
})

it('resolves images, and drops what was not loaded', () => {
  const html =
    '<p class="image"><img src="/api/files/aaaa" alt="A"></p><img src="cid:x" alt=""><img src="/api/files/bbbb" alt="B" width="9">'
  expect(imageSources(html)).toEqual(['/api/files/aaaa', 'cid:x', '/api/files/bbbb'])
  expect(resolveImages(html, { '/api/files/bbbb': 'data:image/png;base64,AA==' })).toBe(
    '<p class="image"></p><img src="cid:x" alt=""><img src="data:image/png;base64,AA==" alt="B" width="9">',
  )
})
