import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** Where the letter fonts seem to live. `.invalid` never resolves (RFC 6761 §6.4); Chromium gets them from memory. */
export const fontOrigin = 'https://fonts.mailroom.invalid/'

const families = [
  { family: 'Source Serif 4', id: 'source-serif-4' },
  { family: 'Source Sans 3', id: 'source-sans-3' },
  { family: 'Atkinson Hyperlegible', id: 'atkinson-hyperlegible' },
] as const
const subsets = ['latin-ext', 'latin'] as const
const weights = [400, 700] as const
const styles = ['normal', 'italic'] as const

type Face = { family: string; weight: number; style: string; range: string; file: string; path: string }

const require = createRequire(import.meta.url)
const faces: Face[] = families.flatMap(({ family, id }) => {
  const folder = dirname(require.resolve(`@fontsource/${id}/package.json`))
  const ranges = JSON.parse(readFileSync(join(folder, 'unicode.json'), 'utf8')) as Record<string, string>
  return subsets.flatMap(subset =>
    weights.flatMap(weight =>
      styles.map(style => {
        const file = `${id}-${subset}-${weight}-${style}.woff2`
        return { family, weight, style, file, range: ranges[subset] ?? '', path: join(folder, 'files', file) }
      }),
    ),
  )
})

function css(source: (face: Face) => string): string {
  return faces
    .map(
      face =>
        `@font-face{font-family:"${face.family}";font-style:${face.style};font-weight:${face.weight};` +
        `src:url(${source(face)}) format("woff2");unicode-range:${face.range}}`,
    )
    .join('\n')
}

let embedded: string | undefined

/**
 * `@font-face` rules for the letter fonts (Source Serif 4, Source Sans 3, Atkinson Hyperlegible; 400 and 700, upright
 * and italic; Latin and Latin Extended) with the fonts inside as base64: about 650 kB, so that a preview or an archived
 * page looks the same everywhere. `Renderer.render` needs none of it: it knows the fonts already.
 */
export function fontFaceCss(): string {
  embedded ??= css(face => `data:font/woff2;base64,${readFileSync(face.path).toString('base64')}`)
  return embedded
}

/** The same rules pointing at `fontOrigin`: short, and Chromium keeps the decoded fonts from one letter to the next. */
export const fontLinkCss = css(face => fontOrigin + face.file)

const files = new Map<string, string>()

/** A font file as base64 by its URL under `fontOrigin`, or nothing when the URL is none of ours. */
export function fontByUrl(url: string): string | undefined {
  const face = faces.find(one => url === fontOrigin + one.file)
  if (!face) return
  const known = files.get(face.file) ?? readFileSync(face.path).toString('base64')
  files.set(face.file, known)
  return known
}
