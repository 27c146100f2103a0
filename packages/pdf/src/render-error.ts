export type RenderErrorCode =
  /** More pages than the limit. */
  | 'too-many-pages'
  /** The HTML itself is longer than the limit. */
  | 'html-too-large'
  | 'timeout'
  /** Chromium refuses to print this page, for instance because its margins leave no room. */
  | 'unprintable'
  /** No Chromium starts on this machine. */
  | 'chromium-missing'
  /** Chromium died three times over the same document. */
  | 'crashed'
  /** The renderer is closed. */
  | 'closed'

/** A document that could not be turned into a PDF. Only `chromium-missing` and `crashed` are worth a later retry. */
export class RenderError extends Error {
  readonly code: RenderErrorCode
  constructor(code: RenderErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'RenderError'
    this.code = code
  }
}
