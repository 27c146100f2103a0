import { startStack } from '/work/main/apps/web/e2e/stack.ts'
import { makeOneRoster } from '/work/main/apps/server/src/testing/oneroster-zip.ts'
import { writeFileSync } from 'node:fs'
const s = await startStack()
const page = await s.browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' })
page.on('response', r => { if (r.status() >= 400) r.text().then(t => console.log(r.status(), r.url(), t.slice(0, 300))).catch(() => {}) })
page.on('pageerror', e => console.log('pageerror', e.message))
page.on('console', m => m.type() === 'error' && console.log('console', m.text().slice(0, 200)))
let n = 0
const shot = async (name) => { await page.screenshot({ path: `/tmp/e-${String(n++).padStart(2, '0')}-${name}.png` }); console.log('--', name, (await page.locator('main, body').first().innerText()).replace(/\s+/g, ' ').slice(0, 700)) }
const labels = async () => console.log('  inputs:', await page.locator('input:visible, textarea:visible, select:visible').evaluateAll(es => es.map(e => (e.labels?.[0]?.innerText ?? e.getAttribute('aria-label') ?? e.placeholder) + '[' + e.type + ']')), 'buttons:', await page.locator('button:visible, a[role=button]:visible').evaluateAll(es => es.map(e => e.innerText.trim() || e.getAttribute('aria-label')).slice(0, 60)))
export { s, page, shot, labels }
try {
  const { steps } = await import(process.argv[2])
  await steps({ s, page, shot, labels })
} catch (e) { console.log('FAILED', e.message); await shot('failed').catch(()=>{}) ; await labels().catch(()=>{}) }
await s.close(); process.exit(0)
