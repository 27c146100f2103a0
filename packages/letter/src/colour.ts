/** Channel of a colour as light, WCAG 2.2 "relative luminance". */
function linear(channel: number): number {
  const share = channel / 255
  return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
}

/** Is this a colour as `#rrggbb`, the one form that style sheets, e-mails and colour pickers share? */
export function isColour(text: string): boolean {
  return /^#[0-9a-f]{6}$/i.test(text)
}

/** Contrast of `#rrggbb` with white paper: 1 (white) to 21 (black), WCAG 2.2 "contrast ratio"; 1 for anything else. */
export function contrastOnWhite(colour: string): number {
  if (!isColour(colour)) return 1
  const [red = 255, green = 255, blue = 255] = [1, 3, 5].map(at => Number.parseInt(colour.slice(at, at + 2), 16))
  const luminance = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  return 1.05 / (luminance + 0.05)
}

/** What large print needs (WCAG 2.2, 1.4.3): the school's name is set in it. */
const largeTextContrast = 3
/** What text of ordinary size needs. */
const textContrast = 4.5

/** Why a colour cannot be the letterhead's; null when it can. */
export function letterheadColourFault(colour: string): 'COLOUR_INVALID' | 'COLOUR_TOO_LIGHT' | null {
  if (!isColour(colour)) return 'COLOUR_INVALID'
  return contrastOnWhite(colour) < largeTextContrast ? 'COLOUR_TOO_LIGHT' : null
}

/** May words of ordinary size, such as a link, be set in this colour on white? */
export function isTextColour(colour: string): boolean {
  return contrastOnWhite(colour) >= textContrast
}
