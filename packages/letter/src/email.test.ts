import { describe, expect, it } from 'vitest'
import { htmlToPlainText, renderEmail, sanitiseUserHtml } from './email.ts'

describe('sanitiseUserHtml', () => {
  it.each([
    ['<script>alert(1)</script>hi', '<script>', 'hi'],
    ['<p onclick="x()">hi</p>', 'onclick', '<p>hi</p>'],
    ['<a href="javascript:alert(1)">hi</a>', 'javascript:', '<a>hi</a>'],
    ['<a href="java\nscript:alert(1)">hi</a>', 'javascript:', '<a>hi</a>'],
    ['<iframe src="https://x.example"></iframe>hi', '<iframe>', 'hi'],
    ['<meta http-equiv="refresh" content="0;url=https://x">hi', '<meta>', 'hi'],
    ['<style>@import "https://x";p{}</style>hi', '@import', 'hi'],
    ['<p style="background:url(https://x.example/t.gif);color:red">hi</p>', 'url()', '<p style="color:red">hi</p>'],
    ['<img src="https://x.example/t.gif" onerror="x()">hi', 'remote image', 'hi'],
    ['<p style="position:fixed;color:#123456">hi</p>', 'position', '<p style="color:#123456">hi</p>'],
    ['<svg onload="x()"><circle/></svg>hi', '<svg>', 'hi'],
    ['<form action="https://x"><input name="a"></form>hi', '<form>', 'hi'],
  ])('%s', (html, what, clean) => {
    const result = sanitiseUserHtml(html)
    expect(result.removed).toContain(what)
    expect(result.html).toBe(clean)
    expect(sanitiseUserHtml(result.html)).toEqual({ html: clean, removed: [] })
  })
  it('leaves an ordinary signature alone', () => {
    const html =
      '<p style="color:#123456"><strong>Hélène</strong><br /><a href="mailto:h@a.example">h@a.example</a><img src="cid:logo" alt="" width="80" /></p>'
    expect(sanitiseUserHtml(html)).toEqual({ html, removed: [] })
  })
  it('survives 5,000 nested tags and half a tag', () => {
    const deep = sanitiseUserHtml(`${'<div>'.repeat(5000)}x${'</div>'.repeat(5000)}`).html
    expect(deep.match(/<div>/g)?.length ?? 0).toBeLessThanOrEqual(50)
    expect(sanitiseUserHtml('<p><scr<script>ipt>alert(1)</p><img src=x onerror').html).not.toMatch(/<script|onerror/)
  })
})

describe('renderEmail', () => {
  const options = {
    html: '<p>Dear Mrs Whitcombe,</p><table><thead><tr><th scope="col">Time</th><th scope="col">Room</th></tr></thead><tbody><tr><td>17:40</td><td>112</td></tr></tbody></table><p class="half"><br></p>',
    heading: 'Parents <evening>',
    schoolName: 'Lycée & co',
    accent: '#22452f',
    signatureHtml: '<p>Hélène</p>',
    language: 'en',
    preheader: 'Your times',
  } as const
  const { html, text } = renderEmail(options)
  it('carries its styles inline, at most 640 wide, and fetches nothing', () => {
    expect(html).toMatch(/<td[^>]*style="[^"]*border-bottom: 1px solid #dfe2e8/)
    expect(html).toContain('max-width: 640px')
    expect(html).toContain('@media (max-width:480px)')
    expect(html).not.toMatch(/<script|https?:\/\/|url\(|@import/)
    expect(html).toContain('Parents &lt;evening&gt;')
    expect(html).toContain('#22452f')
  })
  it('marks layout tables as presentation and leaves the data table a table', () => {
    expect(html.match(/role="presentation"/g)).toHaveLength(3)
    expect(html).toContain('<th scope="col"')
  })
  it('drops the room for a signature by hand', () => expect(html).not.toMatch(/<p class="half"[^>]*><br>/))
  it('has the same as text', () => {
    expect(text).toContain('Parents <evening>\n\nDear Mrs Whitcombe,')
    expect(text).toMatch(/Time\s+Room\n17:40\s+112/)
    expect(text).toMatch(/--\n+Hélène$/)
    expect(text).not.toContain('Your times')
  })
  it('sets links in a colour that can be read, whatever the letterhead has', () => {
    const linked = (accent: string) =>
      renderEmail({ ...options, html: '<p><a href="https://a.example">a</a></p>', accent }).html
    expect(linked('#22452f')).toMatch(/<a [^>]*color: #22452f/)
    expect(linked('#808080')).toMatch(/<a [^>]*color: #26357f/)
    expect(linked('#808080')).toMatch(/class="name"[^>]*color: #808080/)
  })
  it('refuses a colour that is none', () => {
    expect(renderEmail({ ...options, accent: 'red;}</style>' }).html).not.toContain('red;}')
  })
})

it('turns any HTML into text', () => {
  expect(htmlToPlainText('<p>a <a href="https://x.example">b</a></p><ul><li>c</li></ul><img src="cid:x">')).toBe(
    'a b [https://x.example]\n\n * c',
  )
})
