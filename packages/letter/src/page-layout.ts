/** The mail-window standards, in millimetres from the sheet's top left corner. Pure figures: the pdf and the preview share them. */
export const windows = ['none', 'din5008b', 'nf'] as const
export type EnvelopeWindow = (typeof windows)[number]

export const letterFonts = ['source-serif', 'source-sans', 'atkinson'] as const
export type LetterFont = (typeof letterFonts)[number]

export const papers = ['A4', 'Letter'] as const
export type Paper = (typeof papers)[number]

/** ISO 216 A4; ANSI/ASME Y14.1 Letter. */
export const paperSizes: Record<Paper, { width: number; height: number }> = {
  A4: { width: 210, height: 297 },
  Letter: { width: 215.9, height: 279.4 },
}

/** CSS families as `@fontsource/*` names them; the pdf package serves their `@font-face`. */
export const fontFamilies: Record<LetterFont, string> = {
  'source-serif': '"Source Serif 4", Georgia, "Times New Roman", serif',
  'source-sans': '"Source Sans 3", "Helvetica Neue", Arial, sans-serif',
  atkinson: '"Atkinson Hyperlegible", Verdana, Arial, sans-serif',
}

/** Point sizes at which the three look equally large: their x-heights differ. */
export const fontSizes: Record<LetterFont, number> = { 'source-serif': 10.75, 'source-sans': 11, atkinson: 10.25 }

/** Margins of the text in millimetres. */
export interface Margins {
  top: number
  right: number
  bottom: number
  left: number
}

/** NF Z 11-001 leaves 20 mm all round; the foot holds the footer. */
export const defaultMargins: Margins = { top: 20, right: 20, bottom: 22, left: 20 }
/** DIN 5008: 25 mm at the left for filing, 20 mm at the right. */
export const din5008Margins: Margins = { top: 20, right: 20, bottom: 22, left: 25 }

export interface Box {
  left: number
  top: number
  width: number
  height: number
}

export interface FirstPage {
  /** Where the letterhead begins. */
  headTop: number
  /** The envelope window; absent for `none`. */
  window?: Box
  /** First line of the address inside the window, from its top and left edges. */
  addressInset: { top: number; left: number }
  /** The reference block. */
  references: Box
  /** Where the text begins. */
  textTop: number
}

/**
 * DIN 5008:2020 form B: field 85 × 45 mm at 20/45 mm, of which the upper 17.7 mm are for the return address and notes;
 * information block from 125 mm at 50 mm, 75 mm wide; text from 98.46 mm. Lines of the address start 5 mm inside, so that
 * they align with the text at 25 mm.
 */
const din5008b: FirstPage = {
  headTop: 12,
  window: { left: 20, top: 45, width: 85, height: 45 },
  addressInset: { top: 17.7, left: 5 },
  references: { left: 125, top: 50, width: 65, height: 40 },
  textTop: 98.46,
}

/** NF window of a DL envelope for A4 folded in three: 85 × 33 mm at 110/55 mm. Insets keep 5 mm of play when the sheet slips. */
const nf: FirstPage = {
  headTop: 15,
  window: { left: 110, top: 55, width: 85, height: 33 },
  addressInset: { top: 4.5, left: 6 },
  references: { left: 20, top: 59.5, width: 80, height: 30 },
  textTop: 99,
}

/** Measures of the first page. `none` has no fixed boxes: its parts simply follow each other. */
export function firstPage(window: EnvelopeWindow): FirstPage | undefined {
  return window === 'din5008b' ? din5008b : window === 'nf' ? nf : undefined
}
