import atkinsonItalic from '@fontsource/atkinson-hyperlegible/files/atkinson-hyperlegible-latin-400-italic.woff2?url'
import atkinson from '@fontsource/atkinson-hyperlegible/files/atkinson-hyperlegible-latin-400-normal.woff2?url'
import atkinsonBold from '@fontsource/atkinson-hyperlegible/files/atkinson-hyperlegible-latin-700-normal.woff2?url'
import sansItalic from '@fontsource/source-sans-3/files/source-sans-3-latin-400-italic.woff2?url'
import sans from '@fontsource/source-sans-3/files/source-sans-3-latin-400-normal.woff2?url'
import sansBold from '@fontsource/source-sans-3/files/source-sans-3-latin-700-normal.woff2?url'
import serifItalic from '@fontsource/source-serif-4/files/source-serif-4-latin-400-italic.woff2?url'
import serif from '@fontsource/source-serif-4/files/source-serif-4-latin-400-normal.woff2?url'
import serifBold from '@fontsource/source-serif-4/files/source-serif-4-latin-700-normal.woff2?url'

const face = (family: string, weight: number, style: string, url: string) =>
  `@font-face{font-family:"${family}";font-weight:${weight};font-style:${style};src:url("${url}") format("woff2")}`

const faces = (family: string, normal: string, italic: string, bold: string) =>
  face(family, 400, 'normal', normal) + face(family, 400, 'italic', italic) + face(family, 700, 'normal', bold)

/**
 * The printing side brings the same files (`@fontsource`): with them a preview breaks its lines where the paper will.
 * Only the family that a page names is fetched.
 */
const letterFontFaces =
  faces('Atkinson Hyperlegible', atkinson, atkinsonItalic, atkinsonBold) +
  faces('Source Sans 3', sans, sansItalic, sansBold) +
  faces('Source Serif 4', serif, serifItalic, serifBold)

export const withLetterFonts = (page: string): string =>
  page.replace('</head>', `<style>${letterFontFaces}</style></head>`)
