import { tmpdir } from 'node:os'
import { renderPage } from '@mailroom/letter'
import { createRenderer, findChromium, fontFaceCss } from '@mailroom/pdf'
import puppeteer from 'puppeteer-core'
import { percentile, seconds } from './stage.ts'

/** Each round measures both sides, one after the other; what else the machine does then strikes both. */
const rounds = 7
const letters = { plain: 12, ours: 48 }

/** One side, ready to be measured: letters per second, each time it is asked. */
type Side = { perSecond: () => Promise<number>; close: () => Promise<void> }

const html = (n: number, fonts: string) =>
  renderPage({
    html: `<p>Madame, Monsieur,</p>${`<p>Les professeurs de la 4e B vous invitent à faire le point sur le premier trimestre, le mardi 8 décembre à partir de 17 h 30, au lycée. Chaque entretien dure dix minutes.</p>`.repeat(4)}<table><thead><tr><th scope="col">Heure</th><th scope="col">Professeur</th></tr></thead><tbody><tr><td>17 h 40</td><td>Mme Girard</td></tr></tbody></table>`,
    letterhead: { schoolName: 'Lycée des Tilleuls', contactLines: ['69003 Lyon'] },
    addressLines: [`Famille ${n}`, '8 rue de la Part-Dieu', '69003 Lyon'],
    window: 'nf',
    language: 'fr',
    title: `Réunion ${n}`,
    font: 'source-serif',
    paper: 'A4',
    fontFaceCss: fonts,
  })

/** A new page for each letter in the Chromium that the renderer uses, fonts and tags included: the plain way. */
const newPages = async (executablePath: string): Promise<Side> => {
  const browser = await puppeteer.launch({
    executablePath,
    headless: true,
    args:
      process.getuid?.() === 0
        ? ['--no-sandbox', '--disable-gpu', '--disable-background-networking']
        : ['--disable-background-networking'],
    userDataDir: `${tmpdir()}/mailroom-bench-profile-${process.pid}`,
  })
  const fonts = fontFaceCss()
  const one = async (n: number) => {
    const page = await browser.newPage()
    await page.setContent(html(n, fonts), { waitUntil: 'load' })
    await page.pdf({ preferCSSPageSize: true, printBackground: true, tagged: true })
    await page.close()
  }
  await one(0)
  return {
    perSecond: async () => {
      const took = await seconds(async () => {
        for (let n = 0; n < letters.plain; n++) await one(n)
      })
      return letters.plain / took
    },
    close: () => browser.close(),
  }
}

const reusedPages = async (executablePath: string): Promise<Side> => {
  const renderer = createRenderer({ executablePath })
  const print = (count: number) =>
    Promise.all(Array.from({ length: count }, (_, n) => renderer.render({ html: html(n, '') })))
  await print(8)
  return {
    perSecond: async () => letters.ours / (await seconds(() => print(letters.ours))),
    close: () => renderer.close(),
  }
}

/**
 * PDF letters per second: the renderer ÷ a new page for each letter, in the same Chromium, tagged PDFs both. The ratio
 * is the median of the rounds' ratios.
 */
export const benchPdf = async () => {
  const found = findChromium(process.env)
  const executablePath = found.executablePath
  if (!executablePath)
    throw new Error(
      'pdfVsNewPage needs an installed Chromium or PUPPETEER_EXECUTABLE_PATH: the bundled one has no fixed path',
    )
  const plain = await newPages(executablePath)
  const ours = await reusedPages(executablePath)
  const measured: { plain: number; ours: number }[] = []
  for (let round = 0; round < rounds; round++)
    measured.push({ plain: await plain.perSecond(), ours: await ours.perSecond() })
  await Promise.all([plain.close(), ours.close()])
  const ratio = percentile(
    measured.map(one => one.ours / one.plain),
    0.5,
  )
  return {
    rows: [
      [
        'PDF, a new page for each letter',
        `${percentile(
          measured.map(one => one.plain),
          0.5,
        ).toFixed(1)} /s`,
        '',
      ],
      [
        'PDF, reused pages (tagged)',
        `${percentile(
          measured.map(one => one.ours),
          0.5,
        ).toFixed(1)} /s`,
        ratio.toFixed(1),
      ],
    ],
    figures: { pdfVsNewPage: Math.round(ratio * 10) / 10 },
  }
}
