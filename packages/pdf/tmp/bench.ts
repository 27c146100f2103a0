import { tmpdir } from 'node:os'
import puppeteer from 'puppeteer-core'
import { createRenderer, fontFaceCss } from '../src/index.ts'
import { unpackBundled } from '../src/chromium.ts'
const para = '<p>Madame, Monsieur, nous vous informons que votre enfant a été absent — œuvre, <b>convoqué</b> <i>lundi</i>. '.padEnd(300, 'lorem ipsum dolor ') + '</p>'
const css = '@page{size:A4;margin:20mm}body{font:11pt "Source Serif 4"}'
const html = (head = '') => `<!doctype html><html lang=fr><head><meta charset=utf-8><style>${head}${css}</style><title>T</title></head><body><h1>Absence</h1>${para.repeat(6)}<table><tr><th>Date</th><th>Cours</th></tr>${'<tr><td>12/03</td><td>Maths</td></tr>'.repeat(6)}</table></body></html>`
const bundled = await unpackBundled(tmpdir())
for (const path of ['/usr/bin/chromium', bundled.executablePath]) for (const pages of [1, 2, 3]) {
  const r = createRenderer({ executablePath: path, pages })
  await Promise.all([1, 2, 3, 4, 5, 6].map(() => r.render({ html: html() })))
  const N = 120; const t = performance.now()
  await Promise.all(Array.from({ length: N }, () => r.render({ html: html() })))
  console.log(path.slice(-30), 'pages', pages, ((performance.now() - t) / N).toFixed(1), 'ms/letter')
  await r.close()
}
for (const [path, args, headless] of [['/usr/bin/chromium', ['--no-sandbox'], true], [bundled.executablePath, bundled.args, 'shell']] as const) {
  const b = await puppeteer.launch({ executablePath: path, headless: headless as never, args: [...args], pipe: true })
  const doc = html(fontFaceCss())
  const t = performance.now(); const N = 15
  for (let i = 0; i < N; i++) { const p = await b.newPage(); await p.setJavaScriptEnabled(false); await p.setContent(doc); await p.pdf({ preferCSSPageSize: true, printBackground: true, tagged: true }); await p.close() }
  console.log(path.slice(-30), 'new page each', ((performance.now() - t) / N).toFixed(1))
  await b.close()
}
